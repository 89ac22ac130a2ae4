#pragma once

#include "core/storage/keycache.h"

#include <QAbstractTableModel>
#include <QCache>
#include <QTimer>
#include <functional>
#include <vector>

namespace core {
class Clock;
} // namespace core

namespace ui {

//! The keys of one organization, or of all, as a table of any size: it holds four bytes a row and a few pages of keys
//! around what is on screen. The head of a result is there at once. How many rows follow it is known at once as well,
//! without a search; which ones is read by another thread when somebody comes near them, and until then they are empty.
//! The rest of a search follows by itself.
class KeyTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Status, Hint, Scopes, LastUsed, Expires, Organization, ColumnCount };
    enum Role {
        KeyIdRole = Qt::UserRole, //!< QString
        ShownStatusRole           //!< int of words::Shown
    };

    KeyTableModel(const core::KeyCache &cache, const core::Clock &clock, QObject *parent = nullptr);

    //! How the organizations of keys are named; without it, as the cache names them.
    void setNaming(std::function<QString(qint64 organization)> naming) { m_naming = std::move(naming); }
    //! Shows another result, from its top. `now` is the model's business. The selection goes, except where only the
    //! order changed.
    void setQuery(const core::KeyQuery &query);
    const core::KeyQuery &query() const { return m_query; }
    //! Reads the rows again: rows that stay keep their selection, others come and go one by one where they are few.
    void refresh();
    //! Whether it is known of every row which key it is.
    bool isComplete() const { return m_complete; }
    //! Has the rest read that is not there yet.
    void readRest();

    //! Valid until the next call; null where the row cannot be read (it was removed and `refresh` has not come yet).
    const core::CachedKey *rowAt(int row) const;
    QList<core::CachedKey> keysAt(const QModelIndexList &indexes) const;
    //! -1 where the key is not among the rows.
    int rowOf(qint64 organization, const QString &keyId) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

Q_SIGNALS:
    void completed();                      //!< the rest was read, or a refresh is done
    void failed(const core::Error &error); //!< the cache could not be read; what was shown stays

private:
    using Rows = std::vector<quint32>;

    void complete(bool changed);
    void refreshHead();
    void adopt(const Rows &rows, bool changed);
    void setUnread(std::size_t count);
    void take(const Rows &rows);
    void takeAtOnce(const Rows &rows, const std::vector<bool> &kept, const std::vector<bool> &known);
    void reorder(const Rows &rows);
    void removeRuns(const std::vector<bool> &kept);
    void insertRuns(const Rows &rows, const std::vector<bool> &known);
    const QList<core::CachedKey> *page(int number) const;

    const core::KeyCache &m_cache;
    const core::Clock &m_clock;
    std::function<QString(qint64 organization)> m_naming;
    core::KeyQuery m_query;
    Rows m_rows;
    std::size_t m_unread = 0; //!< rows behind these
    bool m_complete = true;
    bool m_readingRest = false;
    int m_turn = 0;        //!< an answer to an older question is dropped
    mutable QTimer m_rest; //!< runs until the rest of a result is asked for
    mutable QCache<int, QList<core::CachedKey>> m_pages;
};

} // namespace ui
