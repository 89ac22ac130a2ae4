#pragma once

#include "core/net/httpclient.h"

#include <QNetworkReply>
#include <QTimer>

namespace core {

//! An answer without an end, read as it comes. Ends when destroyed.
class HttpStream : public QObject {
    Q_OBJECT

public:
    //! \a reply: of a GET that was just sent.
    HttpStream(std::unique_ptr<QNetworkReply> reply, const HttpDeadlines &deadlines);
    //! One that could not even be begun.
    explicit HttpStream(const Error &fault);
    ~HttpStream() override;

Q_SIGNALS:
    void began(); //!< with status 200
    void received(const QByteArray &bytes);
    //! The answer where it was another one than 200, otherwise what ended the stream: TimedOut after a silence,
    //! Offline where the connection ended, also in good form. Once, and nothing comes after it.
    void ended(const core::Result<core::HttpReply> &refusal);

private:
    void gotHeaders();
    void gotBytes();
    void closed();
    void end(const Result<HttpReply> &refusal);

    std::unique_ptr<QNetworkReply> m_reply;
    HttpDeadlines m_deadlines;
    QTimer m_deadline;
    QByteArray m_refusal;
    bool m_hasBegun = false;
    bool m_hasEnded = false;
    bool m_untrusted = false;
};

} // namespace core
