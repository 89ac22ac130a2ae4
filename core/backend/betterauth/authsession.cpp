#include "core/backend/betterauth/authsession.h"

#include "core/base/identifiers.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

QByteArrayView bytes(const Secret &secret)
{
    return {secret.reveal().data(), static_cast<qsizetype>(secret.size())};
}

Secret secret(QByteArrayView text)
{
    return Secret::copy({text.data(), static_cast<std::size_t>(text.size())});
}

//! A copy of the session that the server believes for minutes without looking whether the session still exists. Not
//! sent, so that it always looks.
bool isCached(const QByteArray &name)
{
    return name.contains("session_data");
}

constexpr char bearerMark = 'b';
constexpr char cookieMark = 'c';
constexpr auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

} // namespace

AuthSession AuthSession::from(const Secret &kept)
{
    // MARK.PERSON.REST
    AuthSession session;
    const auto text = bytes(kept);
    const auto end = text.indexOf('.', 2);
    if (text.size() < 3 || text[1] != '.' || end < 0)
        return session;
    const auto person = QString::fromLatin1(text.sliced(2, end - 2));
    const auto rest = text.sliced(end + 1);
    if (!isPathSafe(person))
        return session;
    session.m_personId = person;
    if (text[0] == bearerMark)
        session.m_bearer = secret(rest);
    else if (text[0] == cookieMark)
        session.readCookies(bytes(Secret::take(QByteArray::fromBase64(rest.toByteArray(), encoding))));
    return session;
}

Secret AuthSession::kept() const
{
    if (isEmpty())
        return {};
    QByteArray text(1, m_bearer.isEmpty() ? cookieMark : bearerMark);
    text += '.' + m_personId.toLatin1() + '.';
    if (m_bearer.isEmpty())
        text += bytes(cookieHeader()).toByteArray().toBase64(encoding);
    else
        text += bytes(m_bearer);
    return Secret::take(std::move(text));
}

Secret AuthSession::cookieHeader() const
{
    QByteArray header;
    for (const auto &[name, value] : m_cookies) {
        if (!header.isEmpty())
            header += "; ";
        header += name;
        header += '=';
        header += bytes(value);
    }
    return Secret::take(std::move(header));
}

void AuthSession::readCookies(QByteArrayView header)
{
    while (!header.isEmpty()) {
        const auto end = header.indexOf("; ");
        const auto pair = end < 0 ? header : header.first(end);
        header = end < 0 ? QByteArrayView() : header.sliced(end + 2);
        const auto equals = pair.indexOf('=');
        if (equals > 0)
            m_cookies.append({pair.first(equals).toByteArray(), secret(pair.sliced(equals + 1))});
    }
}

void AuthSession::take(const HttpReply &reply)
{
    if (!reply.sessionToken.isEmpty()) {
        m_bearer = reply.sessionToken;
        m_cookies.clear();
    }
    // Beside a bearer token a cookie would only bring the check of the origin along.
    if (!m_bearer.isEmpty())
        return;
    for (const auto &cookie : reply.cookies) {
        m_cookies.removeIf([&](const headers::Cookie &known) { return known.name == cookie.name; });
        if (!cookie.value.isEmpty() && !isCached(cookie.name))
            m_cookies.append(cookie);
    }
}

void AuthSession::addTo(HttpRequest &request) const
{
    if (!m_bearer.isEmpty()) {
        QByteArray credential("Bearer ");
        credential += bytes(m_bearer);
        request.secretHeaders.append({"Authorization", Secret::take(std::move(credential))});
    } else if (!m_cookies.isEmpty()) {
        request.secretHeaders.append({"Cookie", cookieHeader()});
    }
}

} // namespace core
