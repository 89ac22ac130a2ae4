#pragma once

#include <QList>
#include <QString>
#include <QWidget>
#include <chrono>

class QSpinBox;

namespace ui {

class ChoiceBar;

//! How long something lasts: one of a few, or a number of hours.
class SpanChoice : public QWidget {
    Q_OBJECT

public:
    struct Span {
        QString name;
        std::chrono::seconds length;
    };

    //! \a name is the accessible name; the span at \a chosen is chosen first.
    SpanChoice(const QString &name, const QList<Span> &spans, int chosen, QWidget *parent = nullptr);

    std::chrono::seconds span() const;
    void focusChosen();

Q_SIGNALS:
    void changed();

private:
    bool isCustom() const;

    const QList<Span> m_spans;
    ChoiceBar *m_choices;
    QSpinBox *m_hours;
};

} // namespace ui
