#include "ui/keys/keylist.h"

#include "core/base/text.h"
#include "core/domain/organization.h"
#include "ui/keys/keytable.h"
#include "ui/kit/liststate.h"
#include "ui/kit/quantity.h"
#include "ui/kit/words.h"

namespace ui {

namespace {
constexpr qsizetype longestNeedle = 60;
}

KeyList::KeyList(const core::KeyCache &cache, const core::Clock &clock, core::SettingsStore &settings, QWidget *parent)
    : QStackedWidget(parent),
      m_model(cache, clock),
      m_table(new KeyTable(m_model, clock, settings)),
      m_state(new ListState)
{
    addWidget(m_table);
    addWidget(m_state);
    setFocusProxy(m_table);
    // Rows that are selected shall stay so whatever changes: for that it must be known which keys they are.
    connect(m_table, &KeyTable::selectionCountChanged, this, [this] {
        if (m_table->selectedCount() > mostAtOnce)
            m_model.readRest();
    });
    connect(&m_model, &KeyTableModel::failed, this, &KeyList::failed);
    connect(&m_model, &KeyTableModel::completed, this, [this] {
        selectWanted();
        showFitting();
        Q_EMIT rowsChanged();
    });
}

void KeyList::ask(qint64 organization, core::KeyQuery::Show show, const QString &text)
{
    m_table->showOrganizations(organization == core::everyOrganization);
    auto query = m_model.query();
    query.organization = organization;
    query.show = show;
    query.text = text.trimmed();
    m_model.setQuery(query);
    showFitting();
    Q_EMIT rowsChanged();
}

void KeyList::refresh()
{
    m_model.refresh();
}

void KeyList::explain(const Situation &situation)
{
    m_situation = situation;
    showFitting();
}

void KeyList::showFitting()
{
    const bool empty = m_model.rowCount() == 0 && m_model.isComplete();
    if (empty)
        showWhyEmpty();
    setCurrentWidget(empty ? static_cast<QWidget *>(m_state) : m_table);
}

void KeyList::showWhyEmpty()
{
    const bool filtered = m_model.query().show != core::KeyQuery::Show::All && m_situation.counts.all > 0;
    if (!m_model.query().text.isEmpty()) {
        showNoHits();
    } else if (filtered) {
        m_state->show(tr("No key is in this list"),
                      tr("There are %1 in all.").arg(quantity::keys(m_situation.counts.all)));
        m_state->offer(tr("Show all keys"), false, [this] { Q_EMIT showAllWanted(); });
    } else if (m_situation.everSynchronized) {
        m_state->show(tr("No keys yet"),
                      tr("A key lets a program act for an organization. Its secret is shown once, when it is made."));
        if (m_situation.mayCreate)
            m_state->offer(tr("New key"), true, [this] { Q_EMIT createWanted(); });
    } else if (m_situation.failure) {
        m_state->show(tr("The keys could not be loaded"), words::message(*m_situation.failure));
        m_state->offer(tr("Try again"), false, [this] { Q_EMIT retryWanted(); });
    } else {
        m_state->show(tr("Loading keys…"));
    }
}

void KeyList::showNoHits()
{
    const bool filtered = m_model.query().show != core::KeyQuery::Show::All;
    m_state->show(tr("No key matches “%1”").arg(core::shown(m_model.query().text, longestNeedle)),
                  filtered ? tr("Only the keys of the chosen filter were searched.")
                           : tr("Names, hints, notes, scopes and who made a key were searched."));
    m_state->offer(tr("Clear search"), false, [this] { Q_EMIT clearSearchWanted(); });
}

QList<core::CachedKey> KeyList::selectedKeys() const
{
    if (m_table->selectedCount() > mostAtOnce)
        return {};
    return m_model.keysAt(m_table->selectedRows(mostAtOnce));
}

bool KeyList::selectKey(qint64 organization, const QString &keyId)
{
    m_wantedFrom = organization;
    m_wanted = keyId;
    return selectWanted();
}

bool KeyList::selectWanted()
{
    const int row = m_wanted.isEmpty() ? -1 : m_model.rowOf(m_wantedFrom, m_wanted);
    if (row >= 0)
        m_table->selectOnly(row);
    const bool mayCome = row < 0 && !m_wanted.isEmpty() && !m_model.isComplete();
    if (mayCome)
        m_model.readRest();
    else
        m_wanted.clear();
    return row >= 0 || mayCome;
}

void KeyList::deselect(const QList<core::KeyOfOrganization> &keys)
{
    auto left = selectedKeys();
    left.removeIf([&](const core::CachedKey &each) {
        return keys.contains(core::KeyOfOrganization(each.organization, each.key.id));
    });
    m_table->selectKeys(left);
}

} // namespace ui
