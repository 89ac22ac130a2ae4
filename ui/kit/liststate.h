#pragma once

#include <QWidget>
#include <functional>

class QVBoxLayout;

namespace ui {

class Button;
class PlainLabel;

//! What stands in a list's place while there is nothing to list: a sentence, what to do about it, and a button that
//! does.
class ListState : public QWidget {
    Q_OBJECT

public:
    explicit ListState(QWidget *parent = nullptr);

    void show(const QString &sentence, const QString &advice = {});
    //! Offers one way on; goes with the next `show`.
    void offer(const QString &text, bool primary, const std::function<void()> &action);
    //! To what is offered, if anything is.
    void focusOffer();
    QString sentence() const;

private:
    QVBoxLayout *m_column;
    PlainLabel *m_sentence;
    PlainLabel *m_advice;
    Button *m_button = nullptr;
};

} // namespace ui
