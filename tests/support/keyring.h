#pragma once

#include <QDBusConnection>
#include <QDBusVirtualObject>

namespace test {

//! The desktop's keyring, worked from outside as its owner would. For programs run by with-keyring.sh.
class Keyring {
public:
    Keyring();
    ~Keyring();
    Keyring(const Keyring &) = delete;
    Keyring &operator=(const Keyring &) = delete;

    bool lock();
    bool unlock();
    bool isLocked() const;
    //! Puts an entry there as any other program of the same person can.
    bool plant(const QString &name, const QByteArray &value) const;

private:
    QDBusConnection m_bus;
};

//! Owns the Secret Service's name on the bus and never answers anybody.
class SilentSecretService : public QDBusVirtualObject {
    Q_OBJECT

public:
    SilentSecretService();
    ~SilentSecretService() override;

    bool isThere() const { return m_isThere; }
    QString introspect(const QString &path) const override;
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override;

private:
    bool m_isThere = false;
};

} // namespace test
