#include "ui/watched/watchkeydialog.h"

#include "core/base/text.h"
#include "core/domain/keyrules.h"
#include "core/services/watched/tokenexpiry.h"
#include "core/storage/watchedstore.h"
#include "ui/keys/dialogcontext.h"
#include "ui/keys/expirychoice.h"
#include "ui/keys/formhint.h"
#include "ui/keys/scopegrid.h"
#include "ui/kit/button.h"
#include "ui/kit/field.h"
#include "ui/watched/providerfields.h"
#include "ui/watched/secretfield.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QRadioButton>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int mostTyped = 500;
constexpr qsizetype mostScopes = 50;

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
      m_keep(new QRadioButton(tr("Keep the secret in the keychain"))),
      m_fingerprint(new QRadioButton(tr("Keep only its fingerprint"))),
      m_scopes(new ScopeGrid),
      m_otherScopes(line(u"otherScopes"_s)),
      m_expiry(new ExpiryChoice(tr("Expires"), {}, context.clock)),
      m_missing(new FormHint(*this))
{
    setMinimumWidth(keyFormWidth);
    setHeading(tr("Watch a key"),
               tr("For a key that was made on its provider's page. Keysteward reminds, checks and guides; it cannot "
                  "change the key there, and sends nothing before you ask."));
    build();
    m_place->choose(organizationId);
    m_watch = addPrimary(tr("Watch key"));
    auto *cancel = addSecondary(tr("Cancel"));
    connect(m_place, &ProviderFields::changed, this, &WatchKeyDialog::refresh);
    connect(m_place, &ProviderFields::kindChanged, this, &WatchKeyDialog::kindChanged);
    connect(m_secret, &SecretField::changed, this, &WatchKeyDialog::secretChanged);
    connect(m_expiry, &ExpiryChoice::changed, this, &WatchKeyDialog::refresh);
    for (auto *edit : {m_name, m_note, m_owner, m_otherScopes})
        connect(edit, &QLineEdit::textChanged, this, &WatchKeyDialog::refresh);
    connect(m_watch, &QPushButton::clicked, this, &WatchKeyDialog::submit);
    connect(cancel, &QPushButton::clicked, this, &WatchKeyDialog::reject);
    m_expiry->setCurrent({});
    kindChanged();
    m_place->setFocus();
}

void WatchKeyDialog::build()
{
    auto *words = new QHBoxLayout;
    words->setSpacing(spacing::medium);
    words->addWidget(new Field(tr("Name"), m_name, tr("You will find the key by this name.")), 1, Qt::AlignTop);
    words->addWidget(new Field(tr("Owner"), m_owner, tr("Optional: whom to ask.")), 1, Qt::AlignTop);
    words->addWidget(new Field(tr("Note"), m_note, tr("Optional: what uses it.")), 1, Qt::AlignTop);
    m_scopes->setObjectName(u"scopes"_s);
    m_expiry->setObjectName(u"expires"_s);
    body()->addWidget(m_place);
    body()->addWidget(secretPart());
    body()->addLayout(words);
    body()->addWidget(m_scopes);
    body()->addWidget(
        new Field(tr("Other scopes"), m_otherScopes,
                  tr("Separated by commas. Scopes are notes: the provider decides what the key can do.")));
    body()->addWidget(m_expiry);
}

QWidget *WatchKeyDialog::secretPart()
{
    m_keep->setObjectName(u"keepSecret"_s);
    m_fingerprint->setObjectName(u"keepFingerprint"_s);
    m_keep->setChecked(true);
    m_fingerprint->setToolTip(tr("The key can be recognized, and is asked for again where it is to be checked"));
    auto *part = new QWidget;
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins({});
    column->addWidget(new Field(tr("Key"), m_secret));
    auto *row = new QHBoxLayout;
    row->addWidget(m_keep);
    row->addWidget(m_fingerprint);
    row->addStretch();
    column->addLayout(row);
    return part;
}

void WatchKeyDialog::kindChanged()
{
    QList<core::Scope> scopes;
    const auto &kind = m_place->kind();
    for (const auto &scope : m_place->provider().scopes) {
        if (kind.scopes.isEmpty() || kind.scopes.contains(scope.name))
            scopes += scope;
    }
    // What another provider's key can do is not known: those of its template are of our own gateways.
    const bool areKnown = !m_place->provider().watching->isTemplate;
    m_scopes->setScopes(areKnown ? scopes : QList<core::Scope>());
    m_scopes->setVisible(areKnown);
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
    key.scopes = m_scopes->isVisibleTo(this) ? m_scopes->chosen() : QStringList();
    for (const auto &other : m_otherScopes->text().split(u',')) {
        if (const auto scope = other.trimmed(); !scope.isEmpty() && !key.scopes.contains(scope))
            key.scopes += scope;
    }
    key.expiresAt = m_expiry->expiresAt();
    key.keepSecret = m_keep->isChecked();
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
    const auto scopes = described().scopes;
    if (scopes.size() > mostScopes || core::hasHidden(m_otherScopes->text()))
        return tr("At most %1 scopes, without characters that cannot be seen.").arg(mostScopes);
    return m_expiry->fault();
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
