#include "ui/kit/secretview.h"

#include "core/base/crypto.h"
#include "core/domain/keytoken.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using ui::SecretView;

class SecretViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init();
    void itIsReadAloudOnlyWhileItIsShown();
    void itIsHiddenWhenTheWindowIsLeft();
    void whatIsPaintedDoesNotDependOnAHiddenSecret();
    void showingDoesNotMoveWhatIsBelow();
    void whatIsForgottenCannotBeShown();

private:
    QString m_text;
    core::Secret m_secret;
};

void SecretViewTest::init()
{
    const std::string text = keytoken::generate("wa_");
    m_text = QString::fromStdString(text);
    m_secret = core::Secret::copy(text);
}

void SecretViewTest::itIsReadAloudOnlyWhileItIsShown()
{
    SecretView view;
    view.setSecret(m_secret, 3);
    auto *accessible = QAccessible::queryAccessibleInterface(&view);
    QVERIFY(accessible);
    QCOMPARE(accessible->role(), QAccessible::StaticText);
    QCOMPARE(accessible->text(QAccessible::Name), u"Secret"_s);
    auto *text = accessible->textInterface();
    QVERIFY(text);
    const auto says = [&](const QString &words) {
        return accessible->text(QAccessible::Value).contains(words) ||
               text->text(0, text->characterCount()).contains(words) ||
               accessible->text(QAccessible::Description).contains(words);
    };
    QVERIFY(!says(m_text));
    QVERIFY(!says(m_text.mid(3, 6)));
    QSignalSpy changed(&view, &SecretView::shownChanged);
    view.setShown(true);
    QCOMPARE(text->text(0, text->characterCount()), m_text);
    QCOMPARE(accessible->text(QAccessible::Value), m_text);
    QCOMPARE(text->selectionCount(), 0);
    view.setShown(false);
    QVERIFY(!says(m_text.mid(3, 6)));
    QCOMPARE(changed.size(), 2);
}

void SecretViewTest::itIsHiddenWhenTheWindowIsLeft()
{
    QWidget window;
    auto *layout = new QVBoxLayout(&window);
    auto *view = new SecretView;
    layout->addWidget(view);
    view->setSecret(m_secret, 3);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    view->setShown(true);
    QVERIFY(view->isShown());
    QEvent left(QEvent::WindowDeactivate);
    QCoreApplication::sendEvent(&window, &left);
    QVERIFY(!view->isShown());
    view->setShown(true);
    window.hide(); // as the lock does with every dialog
    QVERIFY(!view->isShown());
}

void SecretViewTest::whatIsPaintedDoesNotDependOnAHiddenSecret()
{
    const auto pictureOf = [](const core::Secret &secret, bool shown) {
        SecretView view;
        view.setSecret(secret, 3);
        view.resize(600, 60);
        view.setShown(shown);
        QImage picture(view.size(), QImage::Format_RGB32);
        view.render(&picture);
        return picture;
    };
    const core::Secret other = core::Secret::copy(keytoken::generate("wa_"));
    QCOMPARE(pictureOf(m_secret, false), pictureOf(other, false));
    QVERIFY(pictureOf(m_secret, true) != pictureOf(other, true));
    QVERIFY(pictureOf(m_secret, true) != pictureOf(m_secret, false));
}

void SecretViewTest::showingDoesNotMoveWhatIsBelow()
{
    SecretView view;
    view.setSecret(m_secret, 3);
    const int high = view.heightForWidth(200);
    view.setShown(true);
    QCOMPARE(view.heightForWidth(200), high);
    QVERIFY(high > view.heightForWidth(2000));
}

void SecretViewTest::whatIsForgottenCannotBeShown()
{
    SecretView view;
    view.setSecret(m_secret, 3);
    view.forget();
    view.setShown(true);
    QVERIFY(!view.isShown());
    QCOMPARE(view.spokenText(), QString());
}

QTEST_MAIN(SecretViewTest)
#include "tst_secretview.moc"
