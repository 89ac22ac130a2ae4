#include "ui/kit/secretclipboard.h"

#include <QClipboard>
#include <QMimeData>
#include <functional>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

using namespace std::chrono_literals;

constexpr auto tooSoonForAPerson = 200ms;
constexpr auto oneGo = 500ms; //!< a program that pastes asks for several forms one after the other

//! Hands the text out only when somebody pastes, and nothing any more after its time, even if it was never cleared.
class ExpiringSecret final : public QMimeData {
    Q_OBJECT

public:
    //! \a mayHandOut is asked each time.
    ExpiringSecret(core::Secret secret, std::function<bool()> mayHandOut)
        : m_secret(std::move(secret)), m_mayHandOut(std::move(mayHandOut))
    {
    }

    QStringList formats() const override { return {u"text/plain"_s, hintFormat()}; }
    bool hasFormat(const QString &format) const override { return formats().contains(format); }

protected:
    QVariant retrieveData(const QString &format, QMetaType) const override
    {
        if (format == hintFormat())
            return QByteArrayLiteral("secret");
        if (format != u"text/plain"_s || !m_mayHandOut())
            return {};
        const std::string_view text = m_secret.reveal();
        return QString::fromUtf8(text.data(), qsizetype(text.size()));
    }

private:
    //! What Klipper, CopyQ, GPaste and others look at before they keep something.
    static QString hintFormat() { return u"x-kde-passwordManagerHint"_s; }

    core::Secret m_secret;
    std::function<bool()> m_mayHandOut;
};

} // namespace

SecretClipboard::SecretClipboard(QClipboard &clipboard, Uptime uptime, QObject *parent)
    : QObject(parent), m_clipboard(clipboard), m_uptime(uptime)
{
    m_tick.setInterval(1s);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (remaining() <= 0s)
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
    m_copiedAt = m_uptime();
    m_until = m_copiedAt + m_life;
    m_reads = 0;
    m_wasReadAtOnce = false;
    // The clipboard may keep it for longer than this lives.
    auto *content =
        new ExpiringSecret(secret, [owner = QPointer(this)] { return owner != nullptr && owner->handOut(); });
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

bool SecretClipboard::handOut()
{
    const auto now = m_uptime();
    if (now >= m_until)
        return false;
    if (m_reads == 0)
        m_wasReadAtOnce = now - m_copiedAt < tooSoonForAPerson;
    if (m_reads == 0 || now - m_readAt >= oneGo)
        ++m_reads;
    m_readAt = now;
    // Not from within the answer to the program that reads.
    QMetaObject::invokeMethod(this, &SecretClipboard::wasRead, Qt::QueuedConnection);
    return true;
}

void SecretClipboard::forget(const core::Secret &secret)
{
    for (const auto mode : {QClipboard::Clipboard, QClipboard::Selection}) {
        if (mode == QClipboard::Selection && !m_clipboard.supportsSelection())
            continue;
        if (mode == QClipboard::Clipboard && holdsSecret())
            continue; // ours: it goes by itself
        if (core::Secret::take(m_clipboard.text(mode).trimmed()) == secret)
            m_clipboard.clear(mode);
    }
}

bool SecretClipboard::holdsSecret() const
{
    return m_ours && m_clipboard.ownsClipboard() && m_clipboard.mimeData(QClipboard::Clipboard) == m_ours;
}

std::chrono::seconds SecretClipboard::remaining() const
{
    if (!holdsSecret())
        return 0s;
    return std::max<std::chrono::seconds>(0s, std::chrono::ceil<std::chrono::seconds>(m_until - m_uptime()));
}

} // namespace ui

#include "secretclipboard.moc"
