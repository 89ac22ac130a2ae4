#pragma once

#include "core/gateway/api/problem.h"

#include <QDateTime>
#include <QSet>
#include <QStringList>
#include <optional>

namespace gateway::api {

//! The JSON object of a request body. MALFORMED_JSON where it is none, or nested deeper than 32.
Outcome<QJsonObject> parseBody(const std::string &body);

//! Reads a request's members strictly: another type, a missing or an unknown member is a fault. Read everything, then
//! ask `problem`.
class BodyReader {
public:
    explicit BodyReader(QJsonObject object) : m_object(std::move(object)) {}

    bool has(const QString &member) const { return m_object.contains(member); }

    QString text(const QString &member);
    QString textOr(const QString &member, const QString &fallback);
    QStringList texts(const QString &member);
    bool boolean(const QString &member);
    qint64 integer(const QString &member, qint64 least, qint64 most);
    QDateTime time(const QString &member);
    //! Invalid where the member is null; it must be there.
    QDateTime timeOrNull(const QString &member);

    //! Records a fault of a member that was read.
    void fail(const QString &member, const QString &words);
    bool failed(const QString &member) const { return m_faults.contains(member); }
    //! All faults, unknown members among them.
    std::optional<Problem> problem();

private:
    QJsonValue take(const QString &member);

    QJsonObject m_object;
    QSet<QString> m_known;
    QJsonObject m_faults;
};

} // namespace gateway::api
