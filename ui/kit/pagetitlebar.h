#pragma once

#include <QWidget>

class QDateTime;
class QHBoxLayout;
class QLineEdit;

namespace ui {

class PlainLabel;

//! The top of a page: title, how much there is, how old it is, the search, and what can be done without a row being
//! selected.
class PageTitleBar : public QWidget {
    Q_OBJECT

public:
    //! \a searchName is the search's accessible name, \a hint what it says while it is empty.
    PageTitleBar(const QString &title, const QString &searchName, const QString &hint, QWidget *parent = nullptr);

    //! "as of 10:04"; an invalid time: what is shown is as fresh as it gets.
    //! \a inPart: other parts are.
    void setAsOf(const QDateTime &time, const QDateTime &now, bool inPart = false);
    void setCounts(const QString &counts);

    QString searchText() const;
    void setSearchText(const QString &text);
    void resetSearch(const QString &text = {}); //!< without a word
    void focusSearch();
    //! What was typed elsewhere goes on here.
    void typeSearch(const QString &typed);

Q_SIGNALS:
    void searched(const QString &text); //!< at every key press
    void searchLeft();                  //!< Down or Enter: on to the hits

protected:
    //! At the right end, in the order of the calls.
    void addControl(QWidget *control);
    //! What tests and styles know the parts by.
    void nameParts(const QString &counts, const QString &search);
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QHBoxLayout *m_layout;
    PlainLabel *m_counts;
    PlainLabel *m_asOf;
    QLineEdit *m_search;
};

} // namespace ui
