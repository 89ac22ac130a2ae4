#pragma once

#include <QDeadlineTimer>
#include <QJsonObject>
#include <QUrl>

namespace test {

struct Answer {
    int status = 0; //!< 0: none, or not the whole of it, came in time
    QByteArray cookie;
    bool replayed = false;
    QJsonObject body;
};

struct Question {
    QByteArray method;
    QByteArray path;
    QJsonObject body{};
    QByteArray requestKey{};
    QByteArray credential{}; //!< a whole header line, without its end
};

//! Asks on a connection of its own. What has not arrived when \a until is over does not count.
Answer ask(const QUrl &address, const Question &question, QDeadlineTimer until);

} // namespace test
