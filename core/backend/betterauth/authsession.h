#pragma once

#include "core/net/httpclient.h"

namespace core {

//! What a better-auth server knows a person by: a bearer token where it hands one out, else all its cookies, kept byte
//! for byte under whatever names they have.
class AuthSession {
public:
    AuthSession() = default;
    //! Reads what `kept` made. Anything else is no session.
    static AuthSession from(const Secret &kept);

    //! For the keychain.
    Secret kept() const;
    bool isEmpty() const { return m_bearer.isEmpty() && m_cookies.isEmpty(); }

    //! Takes over what \a reply hands out, renews or takes back.
    void take(const HttpReply &reply);
    void addTo(HttpRequest &request) const;

    const QString &personId() const { return m_personId; }
    void setPersonId(const QString &id) { m_personId = id; }

private:
    Secret cookieHeader() const;
    void readCookies(QByteArrayView header);

    QString m_personId;
    Secret m_bearer;
    QList<headers::Cookie> m_cookies;
};

} // namespace core
