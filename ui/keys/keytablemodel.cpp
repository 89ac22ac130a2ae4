#include "ui/keys/keytablemodel.h"

#include "core/base/clock.h"
#include "ui/keys/keycells.h"
#include "ui/keys/keycolumns.h"
#include "ui/keys/rowlist.h"
#include "ui/kit/words.h"

#include <algorithm>

namespace ui {

namespace {

// Some screenfuls: to read a page takes part in the time to the first picture.
constexpr int pageSize = 64;
constexpr int keptPages = 32;
// The head of a result. What is sought is met on the way, at a price for each row.
constexpr qsizetype firstRows = 512;
constexpr qsizetype firstHits = 128;
// Who comes so near to the end of the head soon wants the rest.
constexpr int nearEnd = 256;
// The rest of a search is asked for when its head has been painted and no further letter came: reading it takes a
// processor away from both. Where the head does not fill a screen, nobody waits.
constexpr std::chrono::milliseconds headTime{40};
constexpr qsizetype screenful = 40;
// Up to here a whole result is read on the spot, within a frame.
constexpr std::size_t quickRows = 5000;
// Each run of rows that comes or goes costs every view a pass over its rows: beyond so many, or so many rows to pass
// over in all, everything is told at once.
constexpr std::size_t mostRuns = 256;
constexpr std::size_t runBudget = 20'000'000;

} // namespace

KeyTableModel::KeyTableModel(const core::KeyCache &cache, const core::Clock &clock, QObject *parent)
    : QAbstractTableModel(parent), m_cache(cache), m_clock(clock), m_pages(keptPages)
{
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, &KeyTableModel::readRest);
}

void KeyTableModel::setQuery(const core::KeyQuery &query)
{
    auto reordered = query;
    reordered.sort = m_query.sort;
    reordered.order = m_query.order;
    reordered.now = m_query.now;
    const bool sameRows = reordered == m_query && m_complete && m_rows.size() <= quickRows;
    m_query = query;
    if (sameRows) {
        refresh();
        return;
    }
    ++m_turn;
    m_rest.stop();
    m_cache.dropAllRows();
    m_readingRest = false;
    m_query.now = m_clock.now();
    const auto first = m_cache.firstRows(m_query, m_query.text.isEmpty() ? firstRows : firstHits);
    beginResetModel();
    m_pages.clear();
    m_rows = first ? rowlist::narrowed(first->rows) : Rows();
    m_unread = first ? static_cast<std::size_t>(first->following()) : 0;
    m_complete = !first || first->complete;
    endResetModel();
    if (!first)
        Q_EMIT failed(first.error());
    else if (m_complete)
        Q_EMIT completed();
    else if (!first->total)
        m_rest.start(first->rows.size() < screenful ? std::chrono::milliseconds(0) : headTime);
}

void KeyTableModel::refresh()
{
    ++m_turn;
    m_query.now = m_clock.now();
    if (m_unread > 0 && !m_readingRest) {
        refreshHead();
        return;
    }
    m_rest.stop();
    if (!m_complete || m_rows.size() > quickRows) {
        complete(true);
        return;
    }
    // One row more than asked for tells that the result has outgrown this way.
    const auto rows = m_cache.rows(m_query, quickRows + 1);
    if (!rows) {
        Q_EMIT failed(rows.error());
    } else if (static_cast<std::size_t>(rows->size()) > quickRows) {
        complete(true);
    } else {
        take(rowlist::narrowed(*rows));
        Q_EMIT completed();
    }
}

//! Nobody has come near the other rows yet: their number is enough.
void KeyTableModel::refreshHead()
{
    const auto first = m_cache.firstRows(m_query, firstRows);
    if (!first) {
        Q_EMIT failed(first.error());
        return;
    }
    take(rowlist::narrowed(first->rows));
    setUnread(static_cast<std::size_t>(first->following()));
    m_complete = first->complete;
    Q_EMIT completed();
}

void KeyTableModel::readRest()
{
    if (!m_complete && !m_readingRest)
        complete(false);
}

void KeyTableModel::complete(bool changed)
{
    m_readingRest = true;
    const auto take = [this, changed, turn = m_turn](const core::Result<QList<qint64>> &rows) {
        if (turn != m_turn)
            return;
        m_complete = true;
        m_readingRest = false;
        if (!rows) {
            setUnread(0);
            Q_EMIT failed(rows.error());
            return;
        }
        adopt(rowlist::narrowed(*rows), changed);
        Q_EMIT completed();
    };
    core::whenDone(m_cache.allRows(m_query), this, take);
}

//! What follows the head is known now. Where it goes on from there, nothing that was shown moves or is painted again,
//! unless what the keys say may have \a changed.
void KeyTableModel::adopt(const Rows &rows, bool changed)
{
    const auto head = m_rows.size();
    if (rows.size() < head || !std::equal(m_rows.cbegin(), m_rows.cend(), rows.cbegin())) {
        setUnread(0);
        take(rows);
        return;
    }
    setUnread(rows.size() - head);
    m_rows = rows;
    m_unread = 0;
    m_pages.clear();
    if (const auto from = changed ? 0 : static_cast<int>(head); from < rowCount())
        Q_EMIT dataChanged(index(from, 0), index(rowCount() - 1, ColumnCount - 1));
}

void KeyTableModel::setUnread(std::size_t count)
{
    const auto read = static_cast<int>(m_rows.size());
    const auto before = rowCount();
    const auto after = read + static_cast<int>(count);
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_unread = count;
        endInsertRows();
    } else if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_unread = count;
        endRemoveRows();
    }
}

//! Turns the rows that are shown into \a rows, so that every row that stays is the same row to the views.
void KeyTableModel::take(const Rows &rows)
{
    m_pages.clear();
    if (rows != m_rows) {
        quint32 largest = 0;
        for (const Rows *list : {&std::as_const(m_rows), &rows}) {
            if (!list->empty())
                largest = std::max(largest, *std::max_element(list->begin(), list->end()));
        }
        const auto kept = rowlist::marked(rows, largest);
        const auto known = rowlist::marked(m_rows, largest);
        const auto runs = rowlist::runsWithout(m_rows, kept) + rowlist::runsWithout(rows, known);
        if (runs <= mostRuns && runs * rows.size() <= runBudget) {
            removeRuns(kept);
            Rows staying;
            std::copy_if(rows.begin(), rows.end(), std::back_inserter(staying),
                         [&](quint32 row) { return known[row]; });
            reorder(staying);
            insertRuns(rows, known);
        } else {
            takeAtOnce(rows, kept, known);
        }
    }
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, ColumnCount - 1));
}

//! New rows come at the end, everything finds its place, and what is gone leaves from the end: three steps for any
//! change.
void KeyTableModel::takeAtOnce(const Rows &rows, const std::vector<bool> &kept, const std::vector<bool> &known)
{
    Rows gone;
    std::copy_if(m_rows.begin(), m_rows.end(), std::back_inserter(gone), [&](quint32 row) { return !kept[row]; });
    Rows added;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(added), [&](quint32 row) { return !known[row]; });
    if (!added.empty()) {
        const auto end = static_cast<int>(m_rows.size());
        beginInsertRows({}, end, end + static_cast<int>(added.size()) - 1);
        m_rows.insert(m_rows.end(), added.begin(), added.end());
        m_pages.clear();
        endInsertRows();
    }
    auto order = rows;
    order.insert(order.end(), gone.begin(), gone.end());
    reorder(order);
    if (!gone.empty()) {
        beginRemoveRows({}, static_cast<int>(rows.size()), static_cast<int>(m_rows.size()) - 1);
        m_rows = rows;
        m_pages.clear();
        endRemoveRows();
    }
}

void KeyTableModel::removeRuns(const std::vector<bool> &kept)
{
    for (auto end = m_rows.size(); end > 0;) {
        if (kept[m_rows[end - 1]]) {
            --end;
            continue;
        }
        auto begin = end;
        while (begin > 0 && !kept[m_rows[begin - 1]])
            --begin;
        beginRemoveRows({}, static_cast<int>(begin), static_cast<int>(end) - 1);
        m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(begin),
                     m_rows.begin() + static_cast<std::ptrdiff_t>(end));
        m_pages.clear();
        endRemoveRows();
        end = begin;
    }
}

void KeyTableModel::insertRuns(const Rows &rows, const std::vector<bool> &known)
{
    for (std::size_t begin = 0; begin < rows.size();) {
        if (known[rows[begin]]) {
            ++begin;
            continue;
        }
        auto end = begin;
        while (end < rows.size() && !known[rows[end]])
            ++end;
        const auto at = [](Rows::const_iterator from, std::size_t by) {
            return from + static_cast<std::ptrdiff_t>(by);
        };
        beginInsertRows({}, static_cast<int>(begin), static_cast<int>(end) - 1);
        m_rows.insert(at(m_rows.cbegin(), begin), at(rows.cbegin(), begin), at(rows.cbegin(), end));
        m_pages.clear();
        endInsertRows();
        begin = end;
    }
}

//! The same rows in another order.
void KeyTableModel::reorder(const Rows &rows)
{
    if (rows == m_rows)
        return;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const auto from = persistentIndexList();
    QHash<quint32, int> places;
    const auto isRead = [&](const QModelIndex &index) { return static_cast<std::size_t>(index.row()) < m_rows.size(); };
    for (const auto &index : from) {
        if (isRead(index))
            places.insert(m_rows[static_cast<std::size_t>(index.row())], -1);
    }
    int place = 0;
    for (const auto row : rows) {
        if (const auto at = places.find(row); at != places.end())
            *at = place;
        ++place;
    }
    QModelIndexList to;
    to.reserve(from.size());
    for (const auto &index : from) {
        to.append(isRead(index)
                      ? createIndex(places.value(m_rows[static_cast<std::size_t>(index.row())]), index.column())
                      : index);
    }
    m_rows = rows;
    m_pages.clear();
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

const QList<core::CachedKey> *KeyTableModel::page(int number) const
{
    if (const auto *page = m_pages.object(number))
        return page;
    const auto begin = static_cast<std::size_t>(number) * pageSize;
    const auto end = std::min(begin + pageSize, m_rows.size());
    QList<qint64> ids;
    for (auto at = begin; at < end; ++at)
        ids.append(m_rows[at]);
    const auto read = m_cache.cachedKeys(ids);
    auto keys = read ? *read : QList<core::CachedKey>();
    if (keys.size() != ids.size()) {
        // Some were removed since: each by itself then, with an empty key in the place of one that is gone.
        keys.clear();
        for (const auto id : std::as_const(ids)) {
            const auto one = m_cache.cachedKeys({id});
            keys.append(one ? one->value(0) : core::CachedKey());
        }
    }
    for (auto &each : keys)
        each.organizationName = m_naming ? m_naming(each.organization) : each.organizationName;
    m_pages.insert(number, new QList<core::CachedKey>(std::move(keys)));
    return m_pages.object(number);
}

const core::CachedKey *KeyTableModel::rowAt(int row) const
{
    if (m_unread > 0 && row >= static_cast<int>(m_rows.size()) - nearEnd && !m_readingRest && !m_rest.isActive())
        m_rest.start(0);
    if (row < 0 || row >= static_cast<int>(m_rows.size()))
        return nullptr;
    const auto &found = page(row / pageSize)->at(row % pageSize);
    return found.organization == 0 ? nullptr : &found;
}

QList<core::CachedKey> KeyTableModel::keysAt(const QModelIndexList &indexes) const
{
    QList<core::CachedKey> keys;
    for (const auto &index : indexes) {
        if (const auto *found = rowAt(index.row()))
            keys.append(*found);
    }
    return keys;
}

int KeyTableModel::rowOf(qint64 organization, const QString &keyId) const
{
    const auto id = m_cache.rowOf(organization, keyId);
    const auto at = std::find(m_rows.begin(), m_rows.end(), static_cast<quint32>(id));
    return id == 0 || at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

int KeyTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size() + m_unread);
}

int KeyTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant KeyTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto wanted = role == Qt::DisplayRole || role == Qt::ToolTipRole || role == Qt::AccessibleDescriptionRole ||
                        role == KeyIdRole || role == ShownStatusRole;
    const auto *found = wanted ? rowAt(index.row()) : nullptr;
    if (!found)
        return {};
    switch (role) {
    case Qt::DisplayRole: return keycells::text(*found, index.column(), m_query.now);
    case Qt::ToolTipRole: return keycells::toolTip(*found, index.column());
    case Qt::AccessibleDescriptionRole: return keycells::exactText(*found, index.column());
    case KeyIdRole: return found->key.id;
    case ShownStatusRole: return static_cast<int>(words::shownStatus(found->key, m_query.now));
    default: return {};
    }
}

QVariant KeyTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    return keycells::title(section);
}

void KeyTableModel::sort(int column, Qt::SortOrder order)
{
    auto query = m_query;
    query.sort = keycolumns::sortFor(column);
    query.order = order;
    if (query != m_query)
        setQuery(query);
}

} // namespace ui
