#include "ui/keys/keyactions.h"

#include "core/base/clock.h"
#include "core/services/directory.h"
#include "core/services/keys.h"
#include "core/services/sessions.h"
#include "core/storage/keycache.h"
#include "ui/keys/bulkrevokedialog.h"
#include "ui/keys/editkeydialog.h"
#include "ui/keys/extenddialog.h"
#include "ui/keys/keyplaces.h"
#include "ui/keys/narrowscopesdialog.h"
#include "ui/keys/newkeydialog.h"
#include "ui/keys/organizationdialog.h"
#include "ui/keys/retiredialog.h"
#include "ui/keys/revealdialog.h"
#include "ui/keys/revokedialog.h"
#include "ui/keys/rotatedialog.h"
#include "ui/kit/words.h"

#include <QPointer>
#include <algorithm>

namespace ui {

using Kind = core::Error::Kind;

namespace {
constexpr qsizetype mostExamples = 15; //!< keys that a new one may start like
}

class KeyActions::Private {
public:
    Private(KeyActions &owner, const Services &services, QWidget &over)
        : q(owner),
          sessions(services.sessions),
          directory(services.directory),
          keys(services.keys),
          cache(services.cache),
          clock(services.clock),
          clipboard(services.clipboard),
          window(over),
          places(services.sessions, services.directory),
          confirmation(services.sessions, services.directory)
    {
    }
    ~Private() { delete dialog; }

    bool raiseOpenDialog();
    void chooseOrganization();
    DialogContext describe(const core::CachedOrganization &found);
    std::optional<DialogContext> contextFor(qint64 organization);
    void revokeMany(const QList<core::CachedKey> &cached, const QString &leftOut);
    void open(QDialog *shown);
    void openChange(KeyChangeDialog *change);
    NewKeyDialog *openNewKey(const DialogContext &context);
    void reveal(const DialogContext &context, const core::Revealed &revealed);
    void acknowledge(const QString &intentId);
    template <typename T, typename Then>
    void finish(const core::Async<T> &operation, Then then);

    KeyActions &q;
    core::Sessions &sessions;
    core::Directory &directory;
    core::Keys &keys;
    core::KeyCache &cache;
    const core::Clock &clock;
    SecretClipboard &clipboard;
    QWidget &window;
    const KeyPlaces places;
    Confirmation confirmation;
    QPointer<QDialog> dialog; //!< one at a time
    QPointer<RevealDialog> revealDialog;
    int acknowledging = 0;
};

KeyActions::KeyActions(const Services &services, QWidget &window)
    : m_directory(services.directory), m_clock(services.clock), d(std::make_unique<Private>(*this, services, window))
{
}

KeyActions::~KeyActions() = default;

void KeyActions::setConfirmer(Confirmation::Confirmer confirmer)
{
    d->confirmation.setConfirmer(std::move(confirmer));
}

bool KeyActions::isRevealOpen() const
{
    const QWidget *dialog = d->revealDialog;
    return (dialog && dialog->isVisible()) || d->acknowledging > 0;
}

//! Whether there is one.
bool KeyActions::Private::raiseOpenDialog()
{
    QWidget *open = dialog;
    if (open == nullptr || !open->isVisible())
        return false;
    open->raise();
    open->activateWindow();
    return true;
}

DialogContext KeyActions::Private::describe(const core::CachedOrganization &found)
{
    return {keys, confirmation, clock, found, directory.standing(found.reference).can, places.nameOf(found)};
}

//! Where a change may begin now; otherwise says why not.
std::optional<DialogContext> KeyActions::Private::contextFor(qint64 organization)
{
    if (raiseOpenDialog())
        return {};
    const auto found = directory.organization(organization);
    if (!found) {
        Q_EMIT q.failed(core::Error{Kind::NotFound});
        return {};
    }
    if (const auto error = places.obstacle(*found)) {
        Q_EMIT q.failed(*error);
        return {};
    }
    if (found->organization.role == core::Role::Viewer) {
        Q_EMIT q.said(tr("Your role in %1 is %2: it can look at keys, not change them.")
                          .arg(shownName(found->organization.name), words::role(found->organization.role)));
        return {};
    }
    return describe(*found);
}

void KeyActions::Private::open(QDialog *shown)
{
    dialog = shown;
    shown->setAttribute(Qt::WA_DeleteOnClose);
    shown->open();
}

//! Hands a success to \a then; says what failed.
template <typename T, typename Then>
void KeyActions::Private::finish(const core::Async<T> &operation, Then then)
{
    core::whenDone(operation, &q, [this, then](const core::Result<T> &result) {
        if (result)
            then(*result);
        else if (result.error().kind != Kind::Cancelled)
            Q_EMIT q.failed(result.error());
    });
}

NewKeyDialog *KeyActions::Private::openNewKey(const DialogContext &context)
{
    auto *create = new NewKeyDialog(context, &window);
    const auto rows = cache.rows(
        {.organization = context.reference(), .show = core::KeyQuery::Show::Active, .now = clock.now()}, mostExamples);
    if (const auto like = cache.keys(rows ? *rows : QList<qint64>()))
        create->setExamples(*like);
    connect(create, &NewKeyDialog::created, &q,
            [this, context](const core::Revealed &revealed) { reveal(context, revealed); });
    connect(create, &NewKeyDialog::leftUnknown, &q, &KeyActions::failed);
    core::whenDone(directory.scopes(context.reference()), create,
                   [create](const core::Result<QList<core::Scope>> &scopes) {
                       if (scopes)
                           create->setScopes(*scopes);
                       else
                           create->showScopesFailure(scopes.error());
                   });
    open(create);
    return create;
}

//! Asks where, among the organizations in which a key can be created now; not where only one is left.
void KeyActions::Private::chooseOrganization()
{
    std::optional<core::Error> trouble;
    const auto choices = places.openForCreation(&trouble);
    if (places.registersKeys(core::everyOrganization)) {
        Q_EMIT q.registrationWanted(core::everyOrganization); // its dialog asks where, too
    } else if (choices.isEmpty()) {
        if (trouble)
            Q_EMIT q.failed(*trouble);
        else
            Q_EMIT q.said(tr("You cannot create keys in any of these organizations."));
    } else if (choices.size() == 1) {
        q.create(choices.first().reference);
    } else if (!raiseOpenDialog()) {
        auto *choice =
            new OrganizationDialog(tr("New key"), tr("Where is the new key for?"), choices, sessions, &window);
        connect(choice, &OrganizationDialog::chosen, &q, &KeyActions::create);
        open(choice);
    }
}

void KeyActions::createHere(qint64 organization)
{
    if (organization == core::everyOrganization)
        d->chooseOrganization();
    else if (const auto context = d->contextFor(organization))
        d->openNewKey(*context);
}

void KeyActions::clone(qint64 organization, const core::Key &like)
{
    if (const auto context = d->contextFor(organization))
        d->openNewKey(*context)->startLike(like);
}

void KeyActions::Private::reveal(const DialogContext &context, const core::Revealed &revealed)
{
    auto *shown = new RevealDialog(context, clipboard, revealed, &window);
    const auto name = shownName(revealed.key.key.name);
    const bool rotated = revealed.key.replaced.has_value();
    const auto intent = revealed.intentId;
    const auto organization = context.reference();
    connect(shown, &RevealDialog::stored, &q, [=, this, key = revealed.key.key.id](core::HandOver way) {
        acknowledge(intent);
        Q_EMIT q.handedOver(organization, key, way);
        if (rotated)
            Q_EMIT q.rotated(organization, key);
        else
            Q_EMIT q.created(organization, key);
        Q_EMIT q.said(rotated ? tr("“%1” has a new secret.").arg(name) : tr("“%1” was created.").arg(name));
    });
    connect(shown, &RevealDialog::revokedInstead, &q, [=, this, key = revealed.key.key.id] {
        Q_EMIT q.revoked({{organization, key}});
        Q_EMIT q.said(tr("“%1” was revoked.").arg(name));
    });
    revealDialog = shown;
    open(shown);
}

//! In the background: where it fails it is tried again at the next start, and the secret is on nobody's screen any
//! more.
void KeyActions::Private::acknowledge(const QString &intentId)
{
    ++acknowledging;
    core::whenDone(keys.acknowledge(intentId), &q, [this](const core::Result<> &) { --acknowledging; });
}

void KeyActions::Private::openChange(KeyChangeDialog *change)
{
    connect(change, &KeyChangeDialog::saved, &q,
            [this](const core::Key &saved) { Q_EMIT q.said(tr("“%1” was changed.").arg(shownName(saved.name))); });
    open(change);
}

void KeyActions::edit(qint64 organization, const core::Key &key)
{
    const auto context = d->contextFor(organization);
    auto *backend = context ? d->sessions.backend(context->organization.accountId) : nullptr;
    if (!backend)
        return;
    auto *dialog = new EditKeyDialog(*context, *backend, key, &d->window);
    core::whenDone(d->directory.scopes(organization), dialog, [dialog](const core::Result<QList<core::Scope>> &scopes) {
        if (scopes)
            dialog->setScopes(*scopes);
    });
    d->openChange(dialog);
}

void KeyActions::narrowScopes(qint64 organization, const core::Key &key, const core::UsageBreakdown &used)
{
    const auto context = d->contextFor(organization);
    auto *backend = context ? d->sessions.backend(context->organization.accountId) : nullptr;
    if (backend)
        d->openChange(new NarrowScopesDialog(*context, *backend, key, used, &d->window));
}

void KeyActions::rotateHere(qint64 organization, const core::Key &key)
{
    const auto context = d->contextFor(organization);
    if (!context)
        return;
    auto *dialog = new RotateDialog(*context, key, &d->window);
    connect(dialog, &RotateDialog::rotated, this,
            [this, context](const core::Revealed &revealed) { d->reveal(*context, revealed); });
    connect(dialog, &RotateDialog::leftUnknown, this, &KeyActions::failed);
    d->open(dialog);
}

void KeyActions::setEnabled(qint64 organization, const core::Key &key, bool enabled)
{
    if (!d->contextFor(organization))
        return;
    const auto change = [this, organization, key, enabled] { return d->keys.setEnabled(organization, key, enabled); };
    d->finish(d->confirmation.guard(organization, &d->window, change), [this, enabled](const core::Key &changed) {
        const auto name = shownName(changed.name);
        Q_EMIT said(enabled ? tr("“%1” works again.").arg(name)
                            : tr("“%1” is disabled: it is refused until somebody enables it again.").arg(name));
    });
}

void KeyActions::retireHere(qint64 organization, const core::Key &key)
{
    const auto context = d->contextFor(organization);
    if (!context)
        return;
    auto *dialog = new RetireDialog(*context, key, &d->window);
    connect(dialog, &RetireDialog::retired, this,
            [this](const core::Key &retired) { Q_EMIT said(tr("“%1” has retired.").arg(shownName(retired.name))); });
    d->open(dialog);
}

void KeyActions::extendOverlap(qint64 organization, const core::Key &key)
{
    const auto context = d->contextFor(organization);
    if (!context)
        return;
    auto *dialog = new ExtendDialog(*context, key, &d->window);
    connect(dialog, &ExtendDialog::extended, this, [this](const core::Key &extended) {
        Q_EMIT said(tr("“%1” works until %2.").arg(shownName(extended.name), dayAndTime(extended.retiresAt)));
    });
    d->open(dialog);
}

//! What cannot be done in one of several organizations is said at its keys.
void KeyActions::Private::revokeMany(const QList<core::CachedKey> &cached, const QString &leftOut)
{
    DialogContexts contexts;
    for (const auto &each : cached) {
        if (const auto found = directory.organization(each.organization))
            contexts.try_emplace(each.organization, describe(*found));
    }
    const bool possible = std::any_of(contexts.begin(), contexts.end(),
                                      [this](const auto &each) { return !places.obstacle(each.second.organization); });
    if ((!possible || contexts.size() == 1) && !contextFor(cached.first().organization))
        return; // and it has said why
    auto *revokeThem = new BulkRevokeDialog(contexts, cached, &window);
    revokeThem->setRemark(leftOut);
    connect(revokeThem, &BulkRevokeDialog::revoked, &q, [this](const QList<core::KeyOfOrganization> &done) {
        Q_EMIT q.revoked(done);
        if (!done.isEmpty())
            Q_EMIT q.said(done.size() == 1 ? tr("1 key was revoked.") : tr("%1 keys were revoked.").arg(done.size()));
    });
    open(revokeThem);
}

void KeyActions::revokeHere(const QList<core::CachedKey> &keys, const QString &leftOut)
{
    if (keys.size() > 1 && !d->raiseOpenDialog())
        d->revokeMany(keys, leftOut);
    if (keys.size() != 1)
        return;
    const auto context = d->contextFor(keys.first().organization);
    if (!context)
        return;
    auto *dialog = new RevokeDialog(*context, keys.first().key, &d->window);
    dialog->setRemark(leftOut);
    connect(dialog, &RevokeDialog::revoked, this, [this, organization = context->reference()](const core::Key &key) {
        Q_EMIT revoked({{organization, key.id}});
        Q_EMIT said(tr("“%1” was revoked.").arg(shownName(key.name)));
    });
    connect(dialog, &RevokeDialog::disabled, this, [this](const core::Key &key) {
        Q_EMIT said(tr("“%1” is disabled: it is refused until somebody enables it again.").arg(shownName(key.name)));
    });
    d->open(dialog);
}

void KeyActions::showInterrupted(const core::Intent &intent)
{
    const auto context = d->contextFor(d->directory.referenceOf(intent.accountId, intent.organizationId));
    if (!context)
        return;
    const auto show = [this, id = intent.id] { return d->keys.showInterrupted(id); };
    const auto shownAgain = d->confirmation.guard(context->reference(), &d->window, show);
    core::whenDone(
        shownAgain, this, [this, context, name = shownName(intent.name)](const core::Result<core::Revealed> &result) {
            if (result)
                d->reveal(*context, *result);
            else if (result.error().kind == Kind::NotFound)
                Q_EMIT said(tr("“%1” was never made: the gateway did not receive the request. Nothing is left over.")
                                .arg(name));
            else if (result.error().kind == Kind::Conflict)
                Q_EMIT said(tr("The secret of “%1” can no longer be shown. Rotate the key for a new one, or revoke it.")
                                .arg(name));
            else if (result.error().kind != Kind::Cancelled)
                Q_EMIT failed(result.error());
        });
}

void KeyActions::revokeInterrupted(const core::Intent &intent)
{
    const auto context = d->contextFor(d->directory.referenceOf(intent.accountId, intent.organizationId));
    if (!context)
        return;
    const auto revokeIt = [this, id = intent.id] { return d->keys.revokeInterrupted(id); };
    d->finish(d->confirmation.guard(context->reference(), &d->window, revokeIt),
              [this, organization = context->reference(), name = shownName(intent.name),
               id = intent.resultKeyId](const std::monostate &) {
                  if (!id.isEmpty())
                      Q_EMIT revoked({{organization, id}});
                  Q_EMIT said(tr("“%1” was revoked.").arg(name));
              });
}

} // namespace ui
