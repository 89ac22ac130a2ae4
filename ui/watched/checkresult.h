#pragma once

#include "ui/kit/panel.h"
#include "ui/watched/watchcontext.h"

class QPlainTextEdit;

namespace ui {

class Button;
class Pill;
class PlainLabel;

//! What a check said: a word, what it means, the provider's own words, and behind a fold the raw status and headers.
class CheckResult : public Panel {
    Q_OBJECT

public:
    explicit CheckResult(QWidget *parent = nullptr);

    void show(const core::KeyCheck &check, const WatchedPlace &place, const QDateTime &now);

private:
    Pill *m_pill;
    PlainLabel *m_when;
    PlainLabel *m_sentence;
    PlainLabel *m_said;
    PlainLabel *m_waiting;
    Button *m_fold;
    QPlainTextEdit *m_raw;
};

} // namespace ui
