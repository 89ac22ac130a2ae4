#pragma once

#include <QJsonObject>
#include <QList>
#include <QTcpSocket>
#include <QUrl>
#include <functional>

namespace test {

struct StreamEvent {
    QByteArray name;
    QByteArray id;
    QJsonObject data;
};

//! Somebody who listens to an organization, as the standard of Server-Sent Events wants it.
class StreamClient {
public:
    //! \a session: the cookie's value. Begins, unless status() says otherwise.
    StreamClient(const QUrl &gateway, const QString &organization, const QByteArray &session,
                 const QByteArray &lastId = {});

    int status() const { return m_head.mid(9, 3).toInt(); }
    const QByteArray &head() const { return m_head; }
    //! Reads until \a enough; false where the stream ended or the time was over before.
    bool readUntil(const std::function<bool()> &enough, int timeout = 10000);
    bool hears(const QByteArray &name, int count = 1);
    //! Reads until the server has closed.
    bool hearsTheEnd(int timeout = 5000);

    const QList<StreamEvent> &events() const { return m_events; }
    QList<StreamEvent> events(const QByteArray &name) const;
    const QByteArray &lastId() const { return m_lastId; }
    int comments() const { return m_comments; }
    bool endedInGoodForm() const { return m_ended; }

    //! Reads what has come, and nothing more from then on: the connection stays, as behind a dead network.
    void freeze();

private:
    void take();
    void takeLine(const QByteArray &line);

    QTcpSocket m_socket;
    QByteArray m_head;
    QByteArray m_in;   //!< not understood yet
    QByteArray m_text; //!< out of the chunks, without a whole line yet
    StreamEvent m_event;
    bool m_hasData = false;
    QList<StreamEvent> m_events;
    QByteArray m_lastId;
    int m_comments = 0;
    bool m_ended = false;
};

} // namespace test
