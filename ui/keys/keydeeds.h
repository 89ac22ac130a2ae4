#pragma once

#include "core/storage/keycache.h"
#include "ui/keys/keyplaces.h"

#include <QObject>

class QWidget;

namespace core {
class Clock;
}

namespace ui {

class KeyActions;
class KeyTable;

//! What the Keys page does with the keys that are selected or listed: by its buttons, its menu and its keyboard alike.
class KeyDeeds : public QObject {
    Q_OBJECT

public:
    using Action = keypermissions::Action;

    KeyDeeds(KeyActions &actions, const KeyPlaces &places, const core::KeyCache &cache, const core::Clock &clock,
             QWidget &page);

    //! With those of \a keys that it suits; says why where it suits none.
    void perform(Action action, const QList<core::CachedKey> &keys);
    void openMenu(const QPoint &globalPosition, const QList<core::CachedKey> &keys, KeyTable &table);
    //! Asks where to, and writes what \a query lets through there.
    void exportKeys(const core::KeyQuery &query, const QString &slug);

Q_SIGNALS:
    void said(const QString &sentence);
    void refused(const QString &sentence);
    void exportFailed(const QString &sentence);

private:
    void performOne(Action action, const core::CachedKey &cached);
    void write(const core::KeyQuery &query, const QString &fileName);

    KeyActions &m_actions;
    const KeyPlaces &m_places;
    const core::KeyCache &m_cache;
    const core::Clock &m_clock;
    QWidget &m_page;
};

} // namespace ui
