#include "ui/watched/secretfield.h"

#include "core/credentials/credentialvalue.h"
#include "ui/kit/button.h"
#include "ui/kit/passwordedit.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/secretclipboard.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
//! More than any key has; what is longer is refused and not cut.
constexpr int mostTyped = 8192;
} // namespace

SecretField::SecretField(SecretClipboard &clipboard, QWidget *parent)
    : QWidget(parent),
      m_clipboard(clipboard),
      m_edit(new PasswordEdit),
      m_taken(new PlainLabel),
      m_again(new Button(tr("Another…")))
{
    m_edit->setObjectName(u"secret"_s);
    m_edit->setMaxLength(mostTyped);
    m_edit->setPlaceholderText(tr("Paste the key here"));
    m_taken->setObjectName(u"secretTaken"_s);
    m_again->setAutoDefault(false);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_edit, 1);
    row->addWidget(m_taken, 1);
    row->addWidget(m_again);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textChanged, this, &SecretField::typed);
    connect(m_edit, &QLineEdit::editingFinished, this, &SecretField::take);
    connect(m_again, &QPushButton::clicked, this, [this] {
        clear();
        m_edit->setFocus();
    });
    refresh();
}

QString SecretField::fault() const
{
    if (m_secret.isEmpty() || core::isCredential(m_secret))
        return {};
    return tr("This cannot be a key: a key is 8 to 4,096 letters, digits and signs without spaces.");
}

void SecretField::clear()
{
    m_secret = {};
    refresh();
    Q_EMIT changed();
}

void SecretField::typed(const QString &text)
{
    // A key copied from a page or a file brings its line break along.
    if (const auto trimmed = text.trimmed(); trimmed != text) {
        const QSignalBlocker blocker(m_edit);
        m_edit->setText(trimmed);
    }
    const bool isPasted = m_edit->text().size() > m_length + 1;
    m_length = m_edit->text().size();
    if (isPasted)
        QTimer::singleShot(0, this, &SecretField::take); // the line is in the middle of its paste
}

void SecretField::take()
{
    if (m_edit->text().isEmpty())
        return;
    const bool hadFocus = m_edit->hasFocus();
    m_secret = m_edit->take();
    m_clipboard.forget(m_secret);
    refresh();
    if (hadFocus)
        m_again->setFocus();
    Q_EMIT changed();
}

void SecretField::refresh()
{
    const bool has = !m_secret.isEmpty();
    m_length = 0;
    m_edit->setVisible(!has);
    m_taken->setVisible(has);
    m_again->setVisible(has);
    const auto count = static_cast<int>(m_secret.size());
    m_taken->setText(tr("Taken: %n characters. The clipboard no longer holds it.", nullptr, count));
}

} // namespace ui
