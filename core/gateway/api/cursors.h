#pragma once

#include "core/base/crypto.h"

#include <QJsonArray>
#include <QString>
#include <optional>

namespace gateway::api {

//! Cursors as clients see them: opaque, signed, and good only for the list that they were made for.
class Cursors {
public:
    explicit Cursors(const crypto::Digest &key) : m_key(key) {}

    QString write(const QJsonArray &place, const QString &list) const;
    //! Nothing for what was not written by this gateway for this list.
    std::optional<QJsonArray> read(const QString &cursor, const QString &list) const;

private:
    QByteArray signature(const QByteArray &place, const QString &list) const;

    const crypto::Digest m_key;
};

} // namespace gateway::api
