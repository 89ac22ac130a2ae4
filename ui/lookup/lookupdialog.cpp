#include "ui/lookup/lookupdialog.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/domain/profile.h"
#include "core/services/directory.h"
#include "core/services/keyscan.h"
#include "core/services/sessions.h"
#include "ui/keys/dialogcontext.h"
#include "ui/keys/keyactions.h"
#include "ui/keys/keypermissions.h"
#include "ui/kit/button.h"
#include "ui/kit/field.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/quantity.h"
#include "ui/kit/words.h"
#include "ui/lookup/foundtextedit.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMimeData>
#include <QStandardPaths>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

//! Names a line by the places of the found key and of its holder.
QString lineId(qsizetype finding, qsizetype holder)
{
    return u"%1/%2"_s.arg(finding).arg(holder);
}

QStringList filesIn(const QMimeData &content)
{
    QStringList files;
    for (const auto &url : content.urls()) {
        if (url.isLocalFile())
            files += url.toLocalFile();
    }
    return files;
}

Pill::Tint tintFor(words::Shown status)
{
    switch (status) {
    case words::Shown::Active: return Pill::Tint::Bad; // it works, and it was lying about
    case words::Shown::ExpiresSoon: return Pill::Tint::Bad;
    case words::Shown::Retiring: return Pill::Tint::Retiring;
    case words::Shown::Expired:
    case words::Shown::Revoked:
    case words::Shown::Disabled:
    case words::Shown::Unknown: break;
    }
    return Pill::Tint::Neutral;
}

} // namespace

LookupDialog::LookupDialog(const Services &services, QWidget *parent)
    : Dialog(tr("Whose key is this?"), parent),
      m_services(services),
      m_lookup(services.sessions, services.directory, services.keys),
      m_text(new FoundTextEdit),
      m_outcome(new NoticeBar),
      m_found(new FactPanel(tr("Found")))
{
    setMinimumWidth(keyDialogWidth);
    setAcceptDrops(true);
    setHeading(tr("Whose key is this?"),
               tr("Paste a text that a key may stand in, or drop a file here. It is searched on this computer and not "
                  "kept; gateways are asked by a hash, never with the key itself."));
    m_text->setPlaceholderText(tr("Paste the text here"));
    body()->addWidget(new Field(tr("Found text"), m_text, tr("What you paste is taken at once and cleared.")));
    body()->addWidget(m_outcome);
    body()->addWidget(m_found);
    m_found->hide();
    auto *lookUp = addPrimary(tr("Look up"));
    auto *close = addSecondary(tr("Close"));
    auto *choose = addLeading(tr("Choose files…"));

    connect(m_text, &FoundTextEdit::pasted, this, &LookupDialog::take);
    connect(m_text, &FoundTextEdit::filled, this, [this] { search(m_text->take()); });
    connect(lookUp, &QPushButton::clicked, this, [this] { search(m_text->take()); });
    connect(close, &QPushButton::clicked, this, &LookupDialog::reject);
    connect(choose, &QPushButton::clicked, this, &LookupDialog::chooseFiles);
    connect(m_found, &FactPanel::acted, this, &LookupDialog::act);
    connect(&services.actions, &KeyActions::revoked, this, &LookupDialog::askAgain);
    m_text->setFocus();
}

void LookupDialog::dragEnterEvent(QDragEnterEvent *event)
{
    if (!isPending() && (event->mimeData()->hasText() || event->mimeData()->hasUrls()))
        event->acceptProposedAction();
}

void LookupDialog::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    take(event->mimeData());
}

void LookupDialog::take(const QMimeData *content)
{
    if (content == nullptr)
        return;
    const auto files = filesIn(*content);
    if (!files.isEmpty())
        searchFiles(files);
    else
        search(core::Secret::take(content->text()));
}

void LookupDialog::search(const core::Secret &text)
{
    const auto found = core::keysIn(text, m_lookup.prefixes());
    if (!m_lookup.knowsAnyForm())
        return lookUp(found, tr("this text"));
    core::whenDone(m_lookup.recognize(core::wordsIn(text)), this,
                   [this, found](const core::Result<QList<core::FoundKey>> &recognized) {
                       auto all = found;
                       for (const auto &key : recognized ? *recognized : QList<core::FoundKey>()) {
                           if (!all.contains(key))
                               all += key;
                       }
                       lookUp(all, tr("this text"));
                   });
}

void LookupDialog::chooseFiles()
{
    auto *dialog = new QFileDialog(this, tr("Files to search"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::HomeLocation));
    connect(dialog, &QFileDialog::filesSelected, this, &LookupDialog::searchFiles);
    dialog->open();
}

void LookupDialog::searchFiles(const QStringList &fileNames)
{
    auto *scan = new core::KeyScan(m_lookup.prefixes(), this);
    const auto operation = scan->start(fileNames);
    core::whenDone(operation, this, [scan](const core::Result<core::ScannedKeys> &) { scan->deleteLater(); });
    m_outcome->show(NoticeBar::Look::Neutral, tr("Searching the file…"));
    run(operation, [this](const core::ScannedKeys &found) { scanned(found); });
}

//! Only reading a file runs here: the words for the app's own files would be about others.
void LookupDialog::failed(const core::Error &error)
{
    m_outcome->show(NoticeBar::Look::Bad, tr("The file could not be searched: %1.").arg(error.detail));
}

void LookupDialog::scanned(const core::ScannedKeys &scanned)
{
    lookUp(scanned.keys, tr("this file"));
    if (!scanned.complete)
        m_outcome->show(NoticeBar::Look::Warning,
                        scanned.keys.size() >= core::KeyFinder::mostKeys
                            ? tr("Only the first %1 are shown.").arg(quantity::keys(scanned.keys.size()))
                            : tr("Only the first %1 MB were searched.").arg(scanned.read >> 20));
}

void LookupDialog::lookUp(const QList<core::FoundKey> &keys, const QString &where)
{
    ++m_search;
    m_findings.clear();
    for (const auto &key : keys)
        m_findings.append({key});
    clearFailure();
    if (keys.isEmpty())
        m_outcome->show(NoticeBar::Look::Neutral,
                        tr("No key stands in %1: nothing in it begins like a key that Keysteward knows and has a right "
                           "checksum. A cut or mistyped key is not recognized.")
                            .arg(where));
    else
        m_outcome->dismiss();
    for (qsizetype i = 0; i < m_findings.size(); ++i)
        ask(i);
    refresh();
}

void LookupDialog::ask(qsizetype finding)
{
    core::whenDone(m_lookup.find(m_findings[finding].key), this,
                   [this, finding, search = m_search](const core::Result<core::KeyWhereabouts> &where) {
                       if (search != m_search || !where)
                           return;
                       m_findings[finding].where = *where;
                       refresh();
                   });
}

void LookupDialog::askAgain()
{
    ++m_search;
    for (qsizetype i = 0; i < m_findings.size(); ++i)
        ask(i);
}

void LookupDialog::refresh()
{
    QList<FactPanel::Line> lines;
    for (qsizetype i = 0; i < m_findings.size(); ++i) {
        const auto &finding = m_findings[i];
        const auto holders = finding.where ? finding.where->holders.size() : 0;
        for (qsizetype holder = 0; holder < holders; ++holder)
            lines += holderLine(finding.where->holders[holder], lineId(i, holder));
        if (holders == 0)
            lines += unknownLine(finding, lineId(i, 0));
    }
    m_found->setLines(lines);
    m_found->setVisible(!lines.isEmpty());
}

FactPanel::Line LookupDialog::unknownLine(const Finding &finding, const QString &id) const
{
    FactPanel::Line line{id, Pill::Tint::Neutral, finding.key.hint, tr("Looking…"), {}};
    if (!finding.where)
        return line;
    const auto &where = *finding.where;
    if (!where.refusals.isEmpty()) {
        const auto place = m_services.directory.organization(where.refusals.first().organization);
        line.tint = Pill::Tint::Warning;
        line.fact = tr("Not known. %1 could not be asked: %2")
                        .arg(place ? shownName(place->organization.name) : QString(),
                             words::message(where.refusals.first().error));
    } else if (where.asked > 0) {
        line.fact = tr("None of your organizations has this key.");
    } else {
        const auto profiles = core::shippedProfiles();
        const auto profile = std::find_if(profiles.begin(), profiles.end(),
                                          [&](const auto &each) { return each.keyPrefix == finding.key.prefix; });
        line.fact = tr("A key of %1, which none of your organizations uses.")
                        .arg(profile == profiles.end() ? finding.key.prefix : profile->name);
    }
    return line;
}

FactPanel::Line LookupDialog::holderLine(const core::KeyWhereabouts::Holder &holder, const QString &id) const
{
    const auto now = m_services.clock.now();
    const auto place = m_services.directory.organization(holder.organization);
    const auto status = words::shownStatus(holder.key, now);
    FactPanel::Line line;
    line.id = id;
    line.tint = tintFor(status);
    line.name = shownName(holder.key.name);
    line.fact = tr("%1 · %2 · %3 · %4")
                    .arg(place ? shownName(place->organization.name) : QString(), words::status(status),
                         core::shown(holder.key.hint, 40),
                         holder.key.lastUsed
                             ? tr("used %1 from %2")
                                   .arg(words::lastUse(holder.key, now), core::shown(holder.key.lastUsed->address, 50))
                         : holder.key.useIsTold ? tr("never used")
                                                : tr("its server does not tell when it is used"));
    line.actions = {tr("Show key")};
    if (keypermissions::isOffered(keypermissions::Action::Revoke, holder.key,
                                  m_services.directory.standing(holder.organization), now))
        line.actions += tr("Revoke…");
    return line;
}

void LookupDialog::act(const QString &id, int action)
{
    const auto &where = m_findings[id.section(u'/', 0, 0).toInt()].where;
    const auto holder = where->holders[id.section(u'/', 1, 1).toInt()];
    if (action == 0) {
        accept();
        Q_EMIT keyWanted(holder.organization, holder.key.id);
    } else {
        m_services.actions.revoke(holder.organization, {holder.key});
    }
}

} // namespace ui
