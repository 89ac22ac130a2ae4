#pragma once

#include "core/domain/key.h"
#include "ui/keys/keyaddition.h"
#include "ui/keys/keyplaces.h"
#include "ui/kit/detailspanel.h"

#include <functional>
#include <map>
#include <utility>

namespace core {
class KeyCache;
class Usage;
struct UsageBreakdown;
} // namespace core

namespace ui {

class Button;
class KeyFacts;
class KeyUse;
class SnippetView;

//! The panel beside the table: one key's facts, what may be done with it and how it is used; or what may be done with
//! several. Buttons that would be refused are not there.
class KeyInspector : public DetailsPanel {
    Q_OBJECT

public:
    using Action = keypermissions::Action;

    //! With how many of the selected keys an action can be done.
    using Suited = std::function<qsizetype(Action)>;

    //! \a makeAddition: empty where there is nothing to add to any key.
    KeyInspector(const core::KeyCache &cache, core::Usage &usage, KeyAdditionMaker makeAddition = {},
                 QWidget *parent = nullptr);

    //! Of the key that is shown next.
    void setPlace(const KeyHome &place);
    const KeyHome &place() const { return m_place; }
    void showNothing();
    void showKey(const core::Key &key, const QDateTime &now);
    void showMany(int count, const Suited &suited);
    void focusFirst();

Q_SIGNALS:
    void wanted(ui::keypermissions::Action action);
    void keyWanted(const QString &keyId);
    void narrowWanted(const core::Key &key, const core::UsageBreakdown &used);

private:
    void build();
    void addActions();
    void addAction(Action action, const QString &text, QLayout *layout, bool danger = false);
    void offer(Action action, bool offered);

    const core::KeyCache &m_cache;
    core::Usage &m_usage;
    const KeyAdditionMaker m_makeAddition;
    KeyHome m_place;
    std::pair<qint64, QString> m_shown; //!< the organization and id of the one key
    // Made for the first key that is looked at: the start has none.
    QWidget *m_buttons = nullptr;
    std::map<Action, Button *> m_actions;
    KeyAddition *m_addition = nullptr;
    KeyFacts *m_facts = nullptr;
    QWidget *m_useLine = nullptr;
    KeyUse *m_use = nullptr;
    QWidget *m_line = nullptr;
    SnippetView *m_snippets = nullptr;
};

} // namespace ui
