#pragma once

#include "core/storage/keycache.h"

#include <QWidget>

namespace ui {

class Button;
class ChoiceBar;
class PlainLabel;

//! The filters of the keys page with their counts; at the right how many keys are selected.
class KeyFilterBar : public QWidget {
    Q_OBJECT

public:
    using Show = core::KeyQuery::Show;

    explicit KeyFilterBar(QWidget *parent = nullptr);

    Show chosen() const;
    void choose(Show show);
    void setCounts(const core::ShownCounts &counts);
    void setSelected(int count);
    //! The button that shows the inspector where it is folded away.
    void setDetailsButton(bool shown, bool pressed);

Q_SIGNALS:
    void chose(core::KeyQuery::Show show);
    void detailsToggled(bool shown);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showCounts();
    int roomForFilters() const;

    core::ShownCounts m_counts;
    ChoiceBar *m_choices;
    PlainLabel *m_selected;
    Button *m_details;
};

} // namespace ui
