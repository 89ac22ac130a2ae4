#pragma once

#include <QWidget>

class QButtonGroup;
class QHBoxLayout;

namespace ui {

//! A few choices side by side of which one holds ("30 days | 90 days | …"), as real radio buttons to keyboard and
//! screen readers. `Segments` look joined; `Pills` stand apart (the filters of the keys page).
class ChoiceBar : public QWidget {
    Q_OBJECT

public:
    enum class Look { Segments, Pills };

    explicit ChoiceBar(Look look = Look::Segments, QWidget *parent = nullptr);

    //! \a name is also the accessible name; a count shown behind it is not part of it.
    void addChoice(int id, const QString &name);
    int chosen() const; //!< −1: none
    void choose(int id);
    //! "Expires soon · 1"; −1 takes the count away.
    void setCount(int id, qint64 count);
    void setChoiceEnabled(int id, bool enabled, const QString &why = {});

Q_SIGNALS:
    void chose(int id); //!< by a person

private:
    void keepOneTabStop();

    QButtonGroup *m_group;
    QHBoxLayout *m_layout;
    Look m_look;
    bool m_choosing = false; //!< by the program
};

} // namespace ui
