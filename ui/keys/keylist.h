#pragma once

#include "core/base/error.h"
#include "ui/keys/keytablemodel.h"

#include <QStackedWidget>

namespace core {
class SettingsStore;
}

namespace ui {

class KeyTable;
class ListState;

//! The keys that a filter and a search let through, or in their place a sentence that says why there are none.
class KeyList : public QStackedWidget {
    Q_OBJECT

public:
    //! What an empty list is explained by.
    struct Situation {
        core::ShownCounts counts;
        bool everSynchronized = false;
        bool mayCreate = false;
        std::optional<core::Error> failure;
    };

    //! More than these are not changed at once: each is a request of its own.
    static constexpr int mostAtOnce = 500;

    KeyList(const core::KeyCache &cache, const core::Clock &clock, core::SettingsStore &settings,
            QWidget *parent = nullptr);

    KeyTable &table() const { return *m_table; }
    int count() const { return m_model.rowCount(); }
    core::KeyQuery query() const { return m_model.query(); }

    //! As KeyTableModel::setNaming.
    void setNaming(std::function<QString(qint64 organization)> naming) { m_model.setNaming(std::move(naming)); }
    //! Answered at once: called at each key press in the search, too.
    void ask(qint64 organization, core::KeyQuery::Show show, const QString &text);
    void refresh();
    void explain(const Situation &situation);

    //! None where more are selected than may be changed at once.
    QList<core::CachedKey> selectedKeys() const;
    //! As soon as its row is there. False: it is not, and will not come.
    bool selectKey(qint64 organization, const QString &keyId);
    void deselect(const QList<core::KeyOfOrganization> &keys);

Q_SIGNALS:
    void rowsChanged();
    void failed(const core::Error &error);
    void clearSearchWanted();
    void showAllWanted();
    void retryWanted();
    void createWanted();

private:
    void showFitting();
    void showWhyEmpty();
    void showNoHits();
    bool selectWanted();

    KeyTableModel m_model;
    KeyTable *m_table;
    ListState *m_state;
    Situation m_situation;
    qint64 m_wantedFrom = 0;
    QString m_wanted;
};

} // namespace ui
