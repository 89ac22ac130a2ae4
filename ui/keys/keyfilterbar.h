#pragma once

#include "core/storage/keycache.h"

#include <QWidget>

namespace ui {

class Button;
class ChoiceBar;
class PlainLabel;

//! The filters of the keys page with their counts; at the right how many are selected and how old the list is.
class KeyFilterBar : public QWidget {
    Q_OBJECT

public:
    using Show = core::KeyQuery::Show;

    explicit KeyFilterBar(QWidget *parent = nullptr);

    Show chosen() const;
    void choose(Show show);
    void setCounts(const core::ShownCounts &counts);
    void setSelected(int count);
    //! "as of 10:04"; an invalid time: the list is as fresh as it gets.
    void setAsOf(const QDateTime &time, const QDateTime &now);
    //! The button that shows the inspector where it is folded away.
    void setDetailsButton(bool shown, bool pressed);

Q_SIGNALS:
    void chose(core::KeyQuery::Show show);
    void detailsToggled(bool shown);

private:
    ChoiceBar *m_choices;
    PlainLabel *m_selected;
    PlainLabel *m_asOf;
    Button *m_details;
};

} // namespace ui
