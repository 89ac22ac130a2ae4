#pragma once

#include <QFrame>
#include <QList>
#include <functional>

class QHBoxLayout;

namespace ui {

class PlainLabel;

//! A quiet bar with a sentence and up to two buttons: offline, keychain trouble, an interrupted create. Announced to
//! screen readers when it appears.
class NoticeBar : public QFrame {
    Q_OBJECT

public:
    enum class Look { Neutral, Warning, Bad, Good };

    explicit NoticeBar(QWidget *parent = nullptr);

    void show(Look look, const QString &sentence);
    //! Buttons belong to the sentence shown; `show` and `dismiss` take them away.
    void addAction(const QString &text, const std::function<void()> &action);
    void dismiss();
    QString sentence() const;
    //! From edge to edge with a line below instead of a box with rounded corners.
    void setAttachedToTop(bool attached);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PlainLabel *m_text;
    QHBoxLayout *m_layout;
    QList<QWidget *> m_buttons;
    Look m_look = Look::Neutral;
    bool m_attached = false;
};

} // namespace ui
