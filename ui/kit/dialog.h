#pragma once

#include "core/base/async.h"

#include <QDialog>
#include <QPointer>

class QVBoxLayout;
class QHBoxLayout;

namespace ui {

class Button;
class NoticeBar;
class PlainLabel;
class ScrollArea;

//! What every dialog of the app has: a title and a sentence that names the organization, a body, a row of buttons, a
//! place for what went wrong, and a pending state in which the form is disabled. Window-modal; never `exec()`d:
//! `open()`.
class Dialog : public QDialog {
    Q_OBJECT

public:
    //! \a name is the window title and the accessible name ("New key").
    Dialog(const QString &name, QWidget *parent);

    //! Opens it, and deletes it once it is closed. Cancelled, unless it was accepted.
    core::Async<> ask();
    //! Below the sentence: what must be known before anything is confirmed; empty: nothing.
    void setRemark(const QString &text);

protected:
    void setHeading(const QString &heading, const QString &sentence);
    QVBoxLayout *body() const { return m_body; }
    //! Buttons stand right to left: the first is the default one, that Return presses unless another has the focus.
    Button *addPrimary(const QString &text, bool danger = false);
    Button *addSecondary(const QString &text);
    //! What ends something, and Cancel, which has the focus: Enter at once must not end anything.
    Button *addEnding(const QString &text);
    Button *addLeading(const QString &text); //!< at the left edge
    //! A line beside the buttons, once: why the first of them cannot be pressed yet.
    PlainLabel *addHint();

    bool isPending() const { return m_pending; }
    void setPending(bool pending);
    //! Shows the words for \a error in the dialog, and enables the form again.
    void showFailure(const core::Error &error);
    void clearFailure();

    //! Runs \a operation with the form disabled; \a succeeded gets the value, failures are shown here.
    template <typename T, typename Done>
    void run(const QFuture<core::Result<T>> &operation, Done succeeded)
    {
        setPending(true);
        core::whenDone(operation, this, [this, succeeded](const core::Result<T> &result) {
            setPending(false);
            if (result)
                succeeded(*result);
            else
                failed(result.error());
        });
    }

    //! What a failed `run` does: shows the error. Forms override it to put messages at their fields first.
    virtual void failed(const core::Error &error);
    void reject() override; //!< not while pending
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    int fittingHeight(int width) const;
    void grow();
    void setButtonHeld(QWidget &button, bool held);
    void giveFocusBack();

    PlainLabel *m_heading;
    PlainLabel *m_sentence;
    PlainLabel *m_remark;
    NoticeBar *m_failure;
    QWidget *m_form;
    QVBoxLayout *m_body;
    QHBoxLayout *m_buttons;
    ScrollArea *m_area = nullptr;
    int m_stretchAt = 0; //!< where the free room between leading and other buttons is
    QPointer<QWidget> m_focused;
    QList<QWidget *> m_held;
    bool m_pending = false;
};

} // namespace ui
