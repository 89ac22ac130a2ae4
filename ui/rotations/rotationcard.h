#pragma once

#include "core/domain/callers.h"
#include "core/domain/rotation.h"
#include "ui/kit/panel.h"

namespace ui {

class Button;
class CallerList;
class Chart;
class Pill;
class PlainLabel;
class StepStrip;
struct KeyHome;

//! One rotation that is under way: how far it has come, who still calls the old key, and what can be done about it.
class RotationCard : public Panel {
    Q_OBJECT

public:
    explicit RotationCard(QWidget *parent = nullptr);

    void show(const core::Rotation &rotation, const KeyHome &home, const QDateTime &now);
    void setCallers(const std::optional<core::Callers> &callers, const QDateTime &now);
    const core::Rotation &rotation() const { return m_rotation; }

Q_SIGNALS:
    void extendWanted();
    void retireWanted();
    void activityWanted(const core::ActivityFilter &filter);

private:
    void build();
    void connectParts();
    void refresh(const QDateTime &now);
    void showCallers(bool shown);
    core::ActivityFilter requests() const;

    core::Rotation m_rotation;
    std::optional<core::Callers> m_callers;
    PlainLabel *m_name;
    PlainLabel *m_organization;
    Pill *m_ending;
    StepStrip *m_steps;
    Chart *m_chart;
    PlainLabel *m_caption;
    CallerList *m_callerList;
    Button *m_who;
    Button *m_activity;
    Button *m_extend;
    Button *m_retire;
    Button *m_goOn; //!< where only the person can end the old key
};

} // namespace ui
