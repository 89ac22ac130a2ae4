#pragma once

#include "core/storage/keycache.h"

#include <QWidget>

class QLineEdit;

namespace ui {

class Button;
class PlainLabel;

//! The top of the Keys page: title, counts, how old the list is, the search, and what can be done without a key being
//! selected.
class KeyTitleBar : public QWidget {
    Q_OBJECT

public:
    explicit KeyTitleBar(QWidget *parent = nullptr);

    void setCounts(const core::ShownCounts &counts);
    //! "as of 10:04"; an invalid time: the list is as fresh as it gets.
    void setAsOf(const QDateTime &time, const QDateTime &now);
    //! \a refusal: why this person may not create keys; empty where they may.
    void setCreating(const QString &refusal);
    void setExporting(bool possible);

    QString searchText() const;
    void setSearchText(const QString &text);
    void resetSearch(); //!< without a word
    void focusSearch();
    //! What was typed elsewhere goes on here.
    void typeSearch(const QString &typed);

Q_SIGNALS:
    void searched(const QString &text); //!< at every key press
    void searchLeft();                  //!< Down or Enter: on to the hits
    void exportWanted();
    void createWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    PlainLabel *m_counts;
    PlainLabel *m_asOf;
    QLineEdit *m_search;
    Button *m_export;
    Button *m_create;
};

} // namespace ui
