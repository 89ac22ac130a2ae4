#pragma once

#include "ui/kit/panel.h"

class QVBoxLayout;

namespace ui {

class Pill;
class PlainLabel;

//! A step of a guide: its number, what it is about, whether it is done, and, while it is its turn, what there is to do.
class GuideStep : public Panel {
    Q_OBJECT

public:
    enum class State { Waiting, Current, Done };

    GuideStep(int number, const QString &title, QWidget *parent = nullptr);

    QVBoxLayout *content() const { return m_content; }
    void setState(State state);
    State state() const { return m_state; }

private:
    PlainLabel *m_title;
    Pill *m_pill;
    QWidget *m_body;
    QVBoxLayout *m_content;
    State m_state = State::Done;
};

} // namespace ui
