#pragma once

#include "core/base/secret.h"

#include <QByteArray>
#include <vector>

namespace core {

//! Takes a key out of what a server said: servers have been seen to send back what they were sent. As it stands,
//! percent-encoded, in Base64 or in hex, whole or a long piece of it.
class Redaction {
public:
    explicit Redaction(const Secret &key);
    Redaction(const Redaction &) = delete;
    Redaction &operator=(const Redaction &) = delete;
    ~Redaction();

    //! Each piece of the key in \a text becomes "•••".
    QByteArray applied(const QByteArray &text) const;

private:
    qsizetype pieceAt(const QByteArray &text, qsizetype from) const;

    std::vector<QByteArray> m_forms; //!< wiped at the end
    qsizetype m_shortest;            //!< a piece of so many characters is taken for one of the key
};

} // namespace core
