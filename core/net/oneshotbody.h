#pragma once

#include <QByteArray>
#include <QIODevice>

namespace core {

//! A request body that can be read once. QNetworkAccessManager repeats a request whose connection ended before the
//! answer, changes included (Qt 6.4.2: twice in clear, four times over TLS); a body it cannot rewind is what stops it.
class OneShotBody : public QIODevice {
    Q_OBJECT

public:
    explicit OneShotBody(QByteArray content);
    ~OneShotBody() override;

    //! Whether some of it was handed out: the request may have left the machine.
    bool wasRead() const { return m_position > 0; }
    bool isSequential() const override { return true; }
    bool reset() override { return false; }
    bool atEnd() const override { return m_position >= m_content.size(); }
    qint64 bytesAvailable() const override;

protected:
    qint64 readData(char *data, qint64 most) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    QByteArray m_content;
    qint64 m_position = 0;
};

} // namespace core
