#include "ui/kit/secretclipboard.h"

#include <QClipboard>
#include <QDeadlineTimer>
#include <QMimeData>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

//! Hands the text out only when somebody pastes, and nothing any more after the deadline, even if it was never cleared.
class ExpiringSecret final : public QMimeData {
    Q_OBJECT

public:
    ExpiringSecret(core::Secret secret, QDeadlineTimer deadline) : m_secret(std::move(secret)), m_deadline(deadline) {}

    QStringList formats() const override { return {u"text/plain"_s, hintFormat()}; }
    bool hasFormat(const QString &format) const override { return formats().contains(format); }

protected:
    QVariant retrieveData(const QString &format, QMetaType) const override
    {
        if (format == hintFormat())
            return QByteArrayLiteral("secret");
        if (format != u"text/plain"_s || m_deadline.hasExpired())
            return {};
        const std::string_view text = m_secret.reveal();
        return QString::fromUtf8(text.data(), qsizetype(text.size()));
    }

private:
    //! What Klipper, CopyQ, GPaste and others look at before they keep something.
    static QString hintFormat() { return u"x-kde-passwordManagerHint"_s; }

    core::Secret m_secret;
    QDeadlineTimer m_deadline;
};

} // namespace

SecretClipboard::SecretClipboard(QClipboard &clipboard, QObject *parent) : QObject(parent), m_clipboard(clipboard)
{
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (remaining() <= std::chrono::seconds(0))
            clear();
        else
            Q_EMIT remainingChanged();
    });
    connect(&m_clipboard, &QClipboard::dataChanged, this, [this] {
        if (m_tick.isActive() && !holdsSecret()) {
            m_tick.stop();
            Q_EMIT remainingChanged();
        }
    });
}

SecretClipboard::~SecretClipboard()
{
    if (holdsSecret())
        m_clipboard.clear(QClipboard::Clipboard);
}

void SecretClipboard::copy(const core::Secret &secret)
{
    const QDeadlineTimer deadline(m_life);
    m_until = deadline.deadline();
    auto *content = new ExpiringSecret(secret, deadline);
    m_ours = content;
    m_clipboard.setMimeData(content, QClipboard::Clipboard);
    m_tick.start();
    Q_EMIT remainingChanged();
}

void SecretClipboard::clear()
{
    const bool held = holdsSecret();
    m_tick.stop();
    if (held)
        m_clipboard.clear(QClipboard::Clipboard);
    m_ours.clear();
    Q_EMIT remainingChanged();
}

bool SecretClipboard::holdsSecret() const
{
    return m_ours && m_clipboard.ownsClipboard() && m_clipboard.mimeData(QClipboard::Clipboard) == m_ours;
}

std::chrono::seconds SecretClipboard::remaining() const
{
    if (!holdsSecret())
        return std::chrono::seconds(0);
    const qint64 left = m_until - QDeadlineTimer::current().deadline();
    return std::chrono::seconds(std::max<qint64>(0, (left + 999) / 1000));
}

} // namespace ui

#include "secretclipboard.moc"
