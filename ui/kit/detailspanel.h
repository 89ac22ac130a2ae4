#pragma once

#include <QWidget>

class QVBoxLayout;

namespace ui {

class Button;
class PlainLabel;
class ScrollArea;

//! A hairline between two parts of a panel.
class HairLine : public QWidget {
    Q_OBJECT

public:
    explicit HairLine(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

//! The panel beside a table, about the rows that are selected: a heading, a sentence, and what a page adds to them. It
//! scrolls where it is too low.
class DetailsPanel : public QWidget {
    Q_OBJECT

public:
    explicit DetailsPanel(QWidget *parent = nullptr);

    static constexpr int panelWidth = 320;

    //! Whether the panel is shown in place of a part of the table, so that it can be closed.
    void setClosable(bool closable);

Q_SIGNALS:
    void closeWanted();

protected:
    void setHeading(const QString &heading, const QString &hint);
    //! Empty: none.
    void setSentence(const QString &sentence);
    void addAboveSentence(QWidget *part);
    void addPart(QWidget *part);
    //! For what is about something else than before: it begins at its heading, however far the other was scrolled.
    void scrollToTop();

    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeTop();

    PlainLabel *m_heading;
    PlainLabel *m_hint;
    PlainLabel *m_sentence;
    Button *m_close;
    QVBoxLayout *m_content;
    ScrollArea *m_scroll;
};

} // namespace ui
