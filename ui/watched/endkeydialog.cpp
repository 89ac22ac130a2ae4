#include "ui/watched/endkeydialog.h"

#include "core/services/watched/watchedkeys.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/quantity.h"
#include "ui/watched/providerpage.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

EndKeyDialog::EndKeyDialog(const WatchContext &context, const QList<WatchedPlace> &places, QWidget *parent)
    : Dialog(tr("Mark as ended"), parent), m_context(context), m_places(places)
{
    setMinimumWidth(keyDialogWidth);
    const auto &first = places.first();
    const auto sentence = tr("Keysteward cannot revoke a key at %1. Revoke it on the provider's page first; then it is "
                             "only noted here, and its secret leaves the keychain.")
                              .arg(first.provider.name);
    if (places.size() == 1)
        setHeading(tr("Mark “%1” as ended?").arg(shownName(first.key.name)),
                   tr("%1 · %2. %3").arg(shownName(first.organization.name), shownName(first.key.hint), sentence));
    else
        setHeading(tr("Mark %1 as ended?").arg(quantity::keys(places.size())), sentence);
    auto *way = new PlainLabel(first.watching().dashboardWay, TextRole::Small, PlainLabel::Colour::Muted);
    way->setWordWrap(true);
    body()->addWidget(way);
    auto *page = new ProviderPage(context.openPage);
    body()->addWidget(page);
    page->setAddress(first.dashboard());
    connect(addEnding(tr("Mark as ended")), &QPushButton::clicked, this, &EndKeyDialog::end);
}

void EndKeyDialog::end()
{
    QStringList done;
    for (const auto &place : m_places) {
        const auto result = m_context.keys.end(place.key.id, core::wordFor(core::RevokeReason::Other));
        if (!result && result.error().kind != core::Error::Kind::Conflict)
            return showFailure(result.error());
        done += place.key.id;
    }
    accept();
    Q_EMIT ended(done);
}

} // namespace ui
