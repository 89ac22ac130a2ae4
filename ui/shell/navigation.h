#pragma once

#include "ui/kit/icons.h"
#include "ui/kit/menubutton.h"

#include <QPushButton>

namespace ui {

//! The organization on screen, as a button that opens the list of all. Accessible name "Organization".
class OrganizationButton : public MenuButton {
    Q_OBJECT

public:
    explicit OrganizationButton(QWidget *parent = nullptr);

    //! Both are shown as plain text; \a line stands below the name ("Owner · 3 more").
    void setWords(const QString &name, const QString &line);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    QString m_line;
};

//! A page in the sidebar.
class PageButton : public QPushButton {
    Q_OBJECT

public:
    PageButton(Symbol symbol, const QString &name, QWidget *parent = nullptr);
    //! How much waits there for a person; 0 shows nothing.
    void setWaiting(int count);
    QSize sizeHint() const override;

protected:
    void nextCheckState() override { setChecked(true); } //!< the page on screen stays the page on screen
    void paintEvent(QPaintEvent *event) override;

private:
    Symbol m_symbol;
    int m_waiting = 0;
};

//! Who is signed in where, with a dot for the connection; opens the account's menu. Accessible name "Account".
class AccountButton : public MenuButton {
    Q_OBJECT

public:
    enum class Connection { Good, Waiting, Bad };

    explicit AccountButton(QWidget *parent = nullptr);

    //! \a state is the connection in a word, for the tooltip and for screen readers.
    void setWords(const QString &host, const QString &email, Connection connection, const QString &state);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_host;
    QString m_email;
    Connection m_connection = Connection::Waiting;
};

} // namespace ui
