#pragma once

#include "core/domain/activity.h"
#include "ui/kit/detailspanel.h"

#include <QList>
#include <optional>

class QGridLayout;

namespace ui {

class FittedText;

//! The panel beside the activity: everything that is known about one event, and ways on from it.
class EventInspector : public DetailsPanel {
    Q_OBJECT

public:
    explicit EventInspector(QWidget *parent = nullptr);

    void showNothing();
    void showLoading(); //!< the row that is looked at has no event in memory at the moment
    void showEvent(const core::ActivityEvent &event);
    void focusFirst();

Q_SIGNALS:
    void onlyKeyWanted(const QString &keyId);
    void onlyAddressWanted(const QString &address);
    void keyWanted(const QString &keyId);

private:
    struct Fact {
        PlainLabel *name;
        FittedText *value;
    };

    void build();
    void showParts(bool shown);
    void setFacts(const core::ActivityEvent &event);
    void addFact(const QString &name, const QString &value);

    std::optional<core::ActivityEvent> m_event;
    QWidget *m_buttons;
    Button *m_onlyKey;
    Button *m_onlyAddress;
    Button *m_showKey;
    Button *m_showNewKey;
    QWidget *m_facts;
    QGridLayout *m_grid;
    QList<Fact> m_lines;
    qsizetype m_used = 0;
};

} // namespace ui
