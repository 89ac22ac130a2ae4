#include "core/backend/probe/redaction.h"

#include "core/base/crypto.h"

#include <QByteArrayView>
#include <algorithm>

namespace core {

namespace {

//! Long enough that words of a message are not taken for the key, short enough that what is left of it is worthless.
constexpr qsizetype usualPiece = 8;

qsizetype sharedLength(QByteArrayView a, QByteArrayView b)
{
    const auto end = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return end.first - a.begin();
}

} // namespace

Redaction::Redaction(const Secret &key)
{
    const auto text = key.reveal();
    const QByteArray plain(text.data(), static_cast<qsizetype>(text.size()));
    m_forms = {plain, plain.toPercentEncoding(), plain.toBase64(QByteArray::OmitTrailingEquals),
               plain.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals), plain.toHex()};
    m_shortest = std::clamp<qsizetype>(plain.size() / 2, 1, usualPiece);
}

Redaction::~Redaction()
{
    for (auto &form : m_forms)
        crypto::wipe(form.data(), static_cast<std::size_t>(form.size()));
}

//! How long the piece of the key is that begins there; 0: none does.
qsizetype Redaction::pieceAt(const QByteArray &text, qsizetype from) const
{
    qsizetype longest = 0;
    const QByteArrayView rest = QByteArrayView(text).sliced(from);
    for (const auto &form : m_forms) {
        const QByteArrayView whole(form);
        for (qsizetype at = whole.indexOf(rest.front()); at >= 0 && at + m_shortest <= whole.size();
             at = whole.indexOf(rest.front(), at + 1))
            longest = std::max(longest, sharedLength(rest, whole.sliced(at)));
    }
    return longest >= m_shortest ? longest : 0;
}

QByteArray Redaction::applied(const QByteArray &text) const
{
    QByteArray clean;
    bool inPiece = false;
    for (qsizetype at = 0; at < text.size();) {
        const auto length = pieceAt(text, at);
        if (length == 0)
            clean += text.at(at);
        else if (!inPiece)
            clean += "•••";
        inPiece = length > 0;
        at += std::max<qsizetype>(length, 1);
    }
    return clean;
}

} // namespace core
