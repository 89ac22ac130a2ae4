#pragma once

#include <QList>
#include <QWidget>

class QVBoxLayout;

namespace core {
struct Error;
struct ServerPlace;
} // namespace core

namespace ui {

class Button;
class NoticeBar;
class PlainLabel;

//! Signing in where a browser does the asking: a button, and in its place, while the browser is waited for, what to do
//! there and the ways out. Cancel, Escape and leaving the page give up.
class BrowserWait : public QWidget {
    Q_OBJECT

public:
    virtual void start(const core::ServerPlace &server) = 0;

Q_SIGNALS:
    void wanted(); //!< the button
    void busyChanged(bool busy);
    void signedIn(const QString &accountId);
    //! Cancelled, where the person gave up.
    void failed(const core::Error &error);

protected:
    enum class Phase {
        Asking,    //!< nothing is in the browser yet
        InBrowser, //!< everything is to be seen
        Ending     //!< the browser is done, and it is too late to cancel
    };

    //! \a way: the button beside Cancel, which helps to get to the browser.
    BrowserWait(const QString &start, const QString &way, QWidget *parent);

    Button &startButton() const { return *m_start; }
    Button &way() const { return *m_way; }
    NoticeBar &notice() const { return *m_notice; }
    PlainLabel &line() const { return *m_line; }
    //! Something above the line, shown with it.
    void addPart(QWidget *part);
    void setPhase(Phase phase, const QString &sentence);
    //! Puts what is waited for in the button's place, and the button back.
    void setBusy(bool busy);
    bool isBusy() const { return m_busy; }
    //! Ends what `start` began; called only while busy.
    virtual void giveUp() = 0;

    void hideEvent(QHideEvent *event) override;

private:
    void layOut();

    Button *m_start;
    QWidget *m_waiting;
    QVBoxLayout *m_lines;
    NoticeBar *m_notice;
    PlainLabel *m_line;
    Button *m_way;
    Button *m_cancel;
    QList<QWidget *> m_inBrowser;
    bool m_busy = false;
};

//! What went wrong in the browser, or on the way from there; empty: nothing that has to do with it.
QString browserFailure(const core::Error &error);

} // namespace ui
