#pragma once

#include <QObject>
#include <optional>

class QDBusVariant;

namespace ui {

//! Whether the desktop is dark, as its settings portal says, now and whenever it changes. Qt 6.4 does not know. Nothing
//! waits for an answer, and a desktop without a portal leaves it open.
class DesktopScheme : public QObject {
    Q_OBJECT

public:
    explicit DesktopScheme(QObject *parent = nullptr);

    std::optional<bool> isDark() const { return m_dark; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void settingChanged(const QString &group, const QString &name, const QDBusVariant &value);

private:
    void set(uint scheme);

    std::optional<bool> m_dark;
};

} // namespace ui
