#include "ui/keys/keyform.h"

#include "core/base/text.h"
#include "core/domain/keyrules.h"
#include "ui/keys/expirychoice.h"
#include "ui/keys/scopegrid.h"
#include "ui/kit/field.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/theme.h"
#include "ui/kit/words.h"

#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
// Longer than what is allowed, so that the form can say so, and short enough to be laid out at once.
constexpr int mostTyped = 1000;
} // namespace

KeyForm::KeyForm(const DialogContext &context, QWidget *parent)
    : QWidget(parent),
      m_can(context.can),
      m_name(new QLineEdit(this)),
      m_note(new QLineEdit(this)),
      m_nameField(new Field(tr("Name"), m_name, tr("You will find and revoke the key by this name."), this)),
      m_noteField(new Field(tr("Note"), m_note, tr("Optional: what uses it, and whom to ask."), this)),
      m_scopes(new ScopeGrid(this)),
      m_fixedScopes(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Text, this)),
      m_expiry(new ExpiryChoice(tr("Expires"), context.organization.organization.policy, context.clock, this))
{
    m_name->setObjectName(u"name"_s);
    m_note->setObjectName(u"note"_s);
    m_scopes->setObjectName(u"scopes"_s);
    m_expiry->setObjectName(u"expires"_s);
    m_name->setMaxLength(mostTyped);
    m_note->setMaxLength(mostTyped);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing::large - spacing::hair);
    auto *words = new QHBoxLayout;
    words->setSpacing(spacing::medium);
    words->addWidget(m_nameField, 1, Qt::AlignTop);
    words->addWidget(m_noteField, 1, Qt::AlignTop);
    layout->addLayout(words);
    layout->addWidget(m_scopes);
    layout->addWidget(m_fixedScopes);
    layout->addWidget(m_expiry);
    layout->addStretch();

    connect(m_name, &QLineEdit::textChanged, this, [this] { m_nameField->setError({}); });
    connect(m_note, &QLineEdit::textChanged, this, [this] { m_noteField->setError({}); });
    for (auto *edit : {m_name, m_note}) {
        connect(edit, &QLineEdit::textChanged, this, &KeyForm::changed);
        connect(edit, &QLineEdit::returnPressed, this, &KeyForm::submitted);
    }
    connect(m_scopes, &ScopeGrid::changed, this, &KeyForm::changed);
    connect(m_expiry, &ExpiryChoice::changed, this, &KeyForm::changed);
    followCapabilities();
}

void KeyForm::followCapabilities()
{
    using core::Capabilities;
    m_noteField->setVisible(m_can.keepsNotes);
    m_name->setReadOnly(!m_can.renames && m_can.creation == Capabilities::Creation::None);
    m_scopes->setVisible(m_can.scopes == Capabilities::Scopes::Free || m_can.scopes == Capabilities::Scopes::Labels);
    m_fixedScopes->setObjectName(u"fixedScopes"_s);
    m_fixedScopes->setWordWrap(true);
    showFixedScopes({});
    m_fixedScopes->setVisible(m_can.scopes == Capabilities::Scopes::Fixed);
    m_expiry->setVisible(m_can.expiry != Capabilities::Expiry::None);
}

void KeyForm::setScopes(const QList<core::Scope> &scopes)
{
    m_scopes->setScopes(scopes);
    QStringList names;
    for (const auto &scope : scopes)
        names += scope.name;
    showFixedScopes(names);
}

void KeyForm::showFixedScopes(const QStringList &scopes)
{
    m_fixed = scopes;
    m_fixedScopes->setText(
        scopes.isEmpty() ? tr("The server decides what a key may do, and does not say it beforehand.")
                         : tr("The server decides what a key may do: %1.").arg(core::shown(scopes.join(u", "_s), 300)));
}

void KeyForm::setExamples(const QList<core::Key> &keys)
{
    m_scopes->setExamples(keys);
}

QStringList KeyForm::startLike(const core::Key &key)
{
    m_name->setText(tr("%1 copy").arg(key.name.left(m_can.longestName)));
    m_name->selectAll();
    m_note->setText(key.note);
    return m_scopes->choose(key.scopes);
}

void KeyForm::fill(const core::Key &key)
{
    m_name->setText(key.name);
    m_note->setText(key.note);
    if (m_can.scopes == core::Capabilities::Scopes::Fixed)
        showFixedScopes(key.scopes);
    m_scopes->setHeld(key.scopes);
    m_scopes->choose(key.scopes);
    m_expiry->setCurrent(key.expiresAt);
    clearErrors();
}

core::NewKey KeyForm::filled() const
{
    const bool fixed = m_can.scopes == core::Capabilities::Scopes::Fixed;
    return {m_name->text().trimmed(), m_note->text().trimmed(), fixed ? m_fixed : m_scopes->chosen(),
            m_expiry->expiresAt()};
}

QString KeyForm::fault() const
{
    using core::keyrules::NameFault;
    switch (core::keyrules::judgeName(m_name->text())) {
    case NameFault::None:
        if (m_name->text().trimmed().size() > m_can.longestName)
            return tr("Here a name has at most %1 characters.").arg(m_can.longestName);
        break;
    case NameFault::Empty: return tr("Give the key a name.");
    case NameFault::TooLong: return tr("A name has at most %1 characters.").arg(core::keyrules::longestName);
    case NameFault::HiddenCharacters: return tr("The name holds a character that cannot be seen: type it anew.");
    }
    if (m_note->text().trimmed().toUcs4().size() > core::keyrules::longestNote)
        return tr("A note has at most %1 characters.").arg(core::keyrules::longestNote);
    if (m_can.scopes == core::Capabilities::Scopes::Free && m_scopes->chosen().isEmpty())
        return tr("Choose at least one scope.");
    return m_expiry->fault();
}

bool KeyForm::showErrors(const core::Error &error)
{
    const auto name = words::fieldMessage(error, u"name"_s);
    const auto note = words::fieldMessage(error, u"note"_s);
    const auto scopes = words::fieldMessage(error, u"scopes"_s);
    const auto expiry = words::fieldMessage(error, u"expires_at"_s);
    m_nameField->setError(name);
    m_noteField->setError(note);
    m_scopes->setError(scopes);
    m_expiry->setError(expiry);
    if (!name.isEmpty())
        m_name->setFocus();
    else if (!note.isEmpty())
        m_note->setFocus();
    return !(name.isEmpty() && note.isEmpty() && scopes.isEmpty() && expiry.isEmpty());
}

void KeyForm::clearErrors()
{
    showErrors(core::Error{core::Error::Kind::Cancelled});
}

void KeyForm::focusFirst()
{
    m_name->setFocus();
}

} // namespace ui
