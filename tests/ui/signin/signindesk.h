#pragma once

#include "core/credentials/memorystore.h"
#include "core/services/browsersignin.h"
#include "core/services/localgateway.h"
#include "tests/core/services/desk.h"
#include "ui/signin/signinpage.h"

#include <QTemporaryDir>

class QLineEdit;
class QPushButton;

namespace test {

//! The sign-in page over the app's services, before anybody has signed in, with a browser that only notes what it is to
//! open; and hands and eyes for it.
class SignInDesk {
public:
    explicit SignInDesk(std::chrono::milliseconds patience = std::chrono::minutes(1));
    //! False: the page did not come on the screen.
    bool show();

    QLineEdit *edit(const QString &name) const;
    QLineEdit *gateway() const;
    //! That is to be seen, by its text or its accessible name; null: there is none.
    QPushButton *button(const QString &name) const;
    //! Everything that can be read, line by line.
    QString words() const;
    //! The same of another window.
    static QPushButton *buttonOn(const QWidget &widget, const QString &name);
    static QString wordsOn(const QWidget &widget);

    core::MemoryStore credentials;
    bool hasBrowser = true;
    QUrl opened; //!< in the browser, the last one

private:
    QTemporaryDir m_folder;

public:
    Desk services;
    core::LocalGateway local;
    core::BrowserSignIn browser;
    ui::SignInPage page;
};

//! As by a keyboard, in place of what is there.
void type(QLineEdit *edit, const QString &text);
QString textOf(const core::Secret &secret);

} // namespace test
