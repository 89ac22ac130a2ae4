#pragma once

#include "ui/kit/panel.h"
#include "ui/kit/pill.h"

#include <QList>
#include <QStringList>
#include <optional>

class QVBoxLayout;

namespace ui {

class FactLine;
class PlainLabel;

//! A titled panel of lines, each about something that has a name: what is to be said of it, and ways on.
class FactPanel : public Panel {
    Q_OBJECT

public:
    struct Line {
        QString id;
        std::optional<Pill::Tint> tint = Pill::Tint::Neutral; //!< not set: no pill
        QString name;                                         //!< may come from a backend, as may the fact
        QString fact;
        QStringList actions{};  //!< buttons, left to right
        QString aside{};        //!< at the end of the line, such as when it was
        QString asideToolTip{}; //!< more exactly
        bool operator==(const Line &) const = default;
    };

    explicit FactPanel(const QString &title, QWidget *parent = nullptr);

    //! Lines that stay keep the keyboard focus that they have.
    void setLines(const QList<Line> &lines);
    //! Below the lines: that there are more, or what to say while there are none.
    void setRemark(const QString &remark);

Q_SIGNALS:
    void acted(const QString &id, int action); //!< the button's place in its line

private:
    void rebuild();

    QList<Line> m_shown;
    QList<FactLine *> m_lines;
    QVBoxLayout *m_column;
    PlainLabel *m_remark;
};

} // namespace ui
