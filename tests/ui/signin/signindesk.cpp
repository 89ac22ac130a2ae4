#include "tests/ui/signin/signindesk.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;

namespace test {

SignInDesk::SignInDesk(std::chrono::milliseconds patience)
    : services(m_folder.path(), credentials),
      local(u"/nowhere/keysteward-gateway"_s, m_folder.filePath(u"local"_s)),
      browser(
          services.sessions,
          [this](const QUrl &address) {
              opened = address;
              return hasBrowser;
          },
          patience),
      page(services.sessions, browser, local, credentials)
{
}

bool SignInDesk::show()
{
    page.resize(1024, 640);
    page.show();
    return QTest::qWaitForWindowExposed(&page);
}

QLineEdit *SignInDesk::edit(const QString &name) const
{
    return page.findChild<QLineEdit *>(name);
}

QLineEdit *SignInDesk::gateway() const
{
    return page.findChild<QComboBox *>(u"gateway"_s)->lineEdit();
}

QPushButton *SignInDesk::button(const QString &name) const
{
    return buttonOn(page, name);
}

QString SignInDesk::words() const
{
    return wordsOn(page);
}

QPushButton *SignInDesk::buttonOn(const QWidget &widget, const QString &name)
{
    for (auto *each : widget.findChildren<QPushButton *>()) {
        if (each->isVisible() && (each->text() == name || each->accessibleName() == name))
            return each;
    }
    return nullptr;
}

QString SignInDesk::wordsOn(const QWidget &widget)
{
    QStringList words;
    for (auto *label : widget.findChildren<QLabel *>()) {
        if (label->isVisible())
            words += label->text();
    }
    return words.join(u'\n');
}

void type(QLineEdit *edit, const QString &text)
{
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

QString textOf(const core::Secret &secret)
{
    return QString::fromUtf8(secret.reveal().data(), qsizetype(secret.size()));
}

} // namespace test
