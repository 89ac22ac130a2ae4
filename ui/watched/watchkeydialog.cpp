#include "ui/watched/watchkeydialog.h"

#include "core/base/text.h"
#include "core/domain/keyrules.h"
#include "core/services/watched/tokenexpiry.h"
#include "core/storage/watchedstore.h"
#include "ui/keys/dialogcontext.h"
#include "ui/keys/expirychoice.h"
#include "ui/kit/button.h"
#include "ui/kit/field.h"
#include "ui/kit/plainlabel.h"
#include "ui/watched/keepchoice.h"
#include "ui/watched/providerfields.h"
#include "ui/watched/scopenotes.h"
#include "ui/watched/secretfield.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QScreen>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int mostTyped = 500;
//! From this width on the two parts of the form stand side by side.
constexpr int twoColumns = 980;

QLineEdit *line(const QString &name)
{
    auto *edit = new QLineEdit;
    edit->setObjectName(name);
    edit->setMaxLength(mostTyped);
    return edit;
}

QList<core::WatchedOrganization> known(const core::WatchedKeys &keys)
{
    const auto organizations = keys.store().organizations();
    return organizations ? *organizations : QList<core::WatchedOrganization>();
}

} // namespace

WatchKeyDialog::WatchKeyDialog(const WatchContext &context, const QString &organizationId, QWidget *parent)
    : Dialog(tr("Watch a key"), parent),
      m_context(context),
      m_place(new ProviderFields(watchableProviders(), known(context.keys))),
      m_name(line(u"name"_s)),
      m_note(line(u"note"_s)),
      m_owner(line(u"owner"_s)),
      m_secret(new SecretField(context.clipboard)),
      m_keep(new KeepChoice(true)),
      m_scopes(new ScopeNotes),
      m_expiry(new ExpiryChoice(tr("Expires"), {}, context.clock)),
      m_missing(addHint())
{
    setHeading(tr("Watch a key"),
               tr("For a key that was made on its provider's page. It cannot be changed from here, and nothing is sent "
                  "before you ask."));
    build();
    m_place->choose(organizationId);
    m_watch = addPrimary(tr("Watch key"));
    auto *cancel = addSecondary(tr("Cancel"));
    connect(m_place, &ProviderFields::changed, this, &WatchKeyDialog::refresh);
    connect(m_place, &ProviderFields::kindChanged, this, &WatchKeyDialog::kindChanged);
    connect(m_secret, &SecretField::changed, this, &WatchKeyDialog::secretChanged);
    connect(m_expiry, &ExpiryChoice::changed, this, &WatchKeyDialog::refresh);
    connect(m_scopes, &ScopeNotes::changed, this, &WatchKeyDialog::refresh);
    connect(m_name, &QLineEdit::textChanged, this, &WatchKeyDialog::refresh);
    connect(m_watch, &QPushButton::clicked, this, &WatchKeyDialog::submit);
    connect(cancel, &QPushButton::clicked, this, &WatchKeyDialog::reject);
    m_expiry->setCurrent({});
    kindChanged();
    m_place->setFocus();
}

//! Where the key belongs, and beside it the key: one above the other they are higher than most screens.
void WatchKeyDialog::build()
{
    const bool isWide = screen()->availableGeometry().width() > twoColumns;
    setMinimumWidth(isWide ? twoColumns : keyDialogWidth);
    auto *columns = new QBoxLayout(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    columns->setSpacing(isWide ? spacing::large + spacing::hair : spacing::medium);
    for (auto *part : {static_cast<QWidget *>(m_place), keyPart()}) {
        auto *column = new QVBoxLayout;
        column->addWidget(part);
        column->addStretch(1);
        columns->addLayout(column, 1);
    }
    body()->addLayout(columns);
}

QWidget *WatchKeyDialog::keyPart()
{
    m_owner->setPlaceholderText(tr("Optional: whom to ask"));
    m_note->setPlaceholderText(tr("Optional: what uses it"));
    m_scopes->setObjectName(u"scopes"_s);
    m_expiry->setObjectName(u"expires"_s);
    auto *part = new QWidget;
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins({});
    column->setSpacing(spacing::medium);
    column->addWidget(new Field(tr("Key"), m_secret));
    column->addWidget(m_keep);
    column->addWidget(new Field(tr("Name"), m_name));
    auto *words = new QHBoxLayout;
    words->setSpacing(spacing::medium);
    words->addWidget(new Field(tr("Owner"), m_owner), 1, Qt::AlignTop);
    words->addWidget(new Field(tr("Note"), m_note), 1, Qt::AlignTop);
    column->addLayout(words);
    column->addWidget(m_scopes);
    column->addWidget(m_expiry);
    return part;
}

void WatchKeyDialog::kindChanged()
{
    QList<core::Scope> scopes;
    const auto &kind = m_place->kind();
    // What another provider's key can do is not known: the scopes of its template are of our own gateways.
    if (!m_place->provider().watching->isTemplate) {
        for (const auto &scope : m_place->provider().scopes) {
            if (kind.scopes.isEmpty() || kind.scopes.contains(scope.name))
                scopes += scope;
        }
    }
    m_scopes->setSuggested(scopes);
    refresh();
}

//! Where the key says itself when it ends, nobody has to.
void WatchKeyDialog::secretChanged()
{
    if (const auto ends = core::expiryIn(m_secret->secret()); ends.isValid())
        m_expiry->setCurrent(ends);
    refresh();
}

core::NewWatchedKey WatchKeyDialog::described() const
{
    core::NewWatchedKey key;
    key.kindId = m_place->kind().id;
    key.name = m_name->text().trimmed();
    key.note = m_note->text().trimmed();
    key.owner = m_owner->text().trimmed();
    key.scopes = m_scopes->chosen();
    key.expiresAt = m_expiry->expiresAt();
    key.keepSecret = m_keep->keepsSecret();
    return key;
}

QString WatchKeyDialog::fault() const
{
    using core::keyrules::NameFault;
    if (const auto place = m_place->fault(); !place.isEmpty())
        return place;
    if (m_secret->secret().isEmpty())
        return tr("Paste the key.");
    if (const auto secret = m_secret->fault(); !secret.isEmpty())
        return secret;
    switch (core::keyrules::judgeName(m_name->text())) {
    case NameFault::None: break;
    case NameFault::Empty: return tr("Give the key a name.");
    case NameFault::TooLong: return tr("A name has at most %1 characters.").arg(core::keyrules::longestName);
    case NameFault::HiddenCharacters: return tr("The name holds a character that cannot be seen: type it anew.");
    }
    const auto scopes = m_scopes->fault();
    return scopes.isEmpty() ? m_expiry->fault() : scopes;
}

void WatchKeyDialog::submit()
{
    if (isPending() || !fault().isEmpty())
        return;
    clearFailure();
    const auto place = m_place->organization();
    if (!place.id.isEmpty()) {
        if (const auto changed = m_context.keys.change(place); !changed)
            return failed(changed.error());
    }
    run(m_context.keys.add(place, described(), m_secret->secret()), [this](const core::RegisteredKey &key) {
        m_secret->clear();
        accept();
        Q_EMIT registered(key);
    });
}

void WatchKeyDialog::failed(const core::Error &error)
{
    refresh();
    if (error.kind == core::Error::Kind::Conflict && error.facts.contains(u"name"_s))
        m_missing->setText(tr("This key is watched already, as “%1”.").arg(shownName(error.facts.value(u"name"_s))));
    else
        Dialog::failed(error);
}

void WatchKeyDialog::refresh()
{
    const auto wrong = fault();
    m_missing->setText(wrong);
    if (m_watch != nullptr)
        m_watch->setEnabled(wrong.isEmpty() && !isPending());
}

} // namespace ui
