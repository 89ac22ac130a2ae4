#include "ui/kit/button.h"
#include "ui/kit/choicebar.h"
#include "ui/kit/dialog.h"
#include "ui/kit/field.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/scrollarea.h"

#include <QAccessible>
#include <QApplication>
#include <QLineEdit>
#include <QRadioButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace ui;

namespace {

//! A form as the dialogs of the app are.
class Form : public Dialog {
    Q_OBJECT

public:
    Form() : Dialog(u"New key"_s, nullptr), name(new QLineEdit)
    {
        setHeading(u"New key"_s, u"For Northwind."_s);
        body()->addWidget(new Field(u"Name"_s, name));
        create = addPrimary(u"Create key"_s);
        held = addSecondary(u"Not yet"_s);
        held->setEnabled(false);
    }
    void addText(const QString &text)
    {
        auto *label = new PlainLabel(text);
        label->setWordWrap(true);
        body()->addWidget(label);
    }
    void addPart(QWidget *part) { body()->addWidget(part); }
    using Dialog::addHint;
    using Dialog::addLeading;
    using Dialog::addSecondary;
    using Dialog::isPending;
    using Dialog::reject;
    using Dialog::run;
    using Dialog::showFailure;

    QLineEdit *name;
    Button *create;
    Button *held;
};

} // namespace

class WidgetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hostileTextIsNeverRich_data();
    void hostileTextIsNeverRich();
    void choicesAreRadioButtonsToAssistiveTechnology();
    void arrowKeysMoveTheChoice();
    void aDialogIsHeldWhileItWaits();
    void aDialogIsAsHighAsItsWordsNeed();
    void aHintStandsBesideTheButtons();
    void tabLeadsThroughTheButtonsAndReturnStillPressesTheFirst();
    void returnPressesTheButtonThatHasTheFocus();
    void theFocusComesBackToWhatCanBeUsed();
    void aFailureIsSaidInTheDialog();
    void anErrorStandsAtItsField();
    void tabLeavesAField();
    void aNoticeTakesItsButtonsAlong();
    void aBarThatGoesTakesNoAccessibleChildWithIt();
    void aBarLiesInTheMarginAndMovesNothing();
    void whatABarTakesDoesNotChangeTheHeightThatIsNeeded();
};

void WidgetsTest::hostileTextIsNeverRich_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("bold") << u"<b>x"_s;
    QTest::newRow("entity") << u"&lt;b&gt;"_s;
    QTest::newRow("script") << u"key <script>alert(1)</script>"_s;
    QTest::newRow("picture") << u"<img src='/etc/hostname'>"_s;
    QTest::newRow("table") << u"<table><tr><td>"_s.repeated(50);
    QTest::newRow("direction") << u"safe\u202Egnp.exe"_s;
    QTest::newRow("zero width") << u"ad\u200Bmin"_s;
}

void WidgetsTest::hostileTextIsNeverRich()
{
    QFETCH(QString, text);
    PlainLabel label;
    label.setUntrusted(text);
    QCOMPARE(label.textFormat(), Qt::PlainText);
    QVERIFY(!label.text().contains(QChar(0x202E)) && !label.text().contains(QChar(0x200B)));
    NoticeBar bar;
    bar.show(NoticeBar::Look::Bad, text);
    const auto inside = bar.findChildren<QLabel *>();
    QVERIFY(!inside.isEmpty());
    for (const QLabel *each : inside)
        QCOMPARE(each->textFormat(), Qt::PlainText);
    Field field(u"Name"_s, new QLineEdit);
    field.setError(text);
    const auto labels = field.findChildren<QLabel *>();
    for (const QLabel *each : labels)
        QCOMPARE(each->textFormat(), Qt::PlainText);
}

void WidgetsTest::choicesAreRadioButtonsToAssistiveTechnology()
{
    ChoiceBar bar(ChoiceBar::Look::Pills);
    bar.addChoice(1, u"Expires soon"_s);
    bar.addChoice(2, u"Retiring"_s);
    const int before = bar.findChildren<QRadioButton *>().constFirst()->sizeHint().width();
    bar.setCount(1, 12);
    const auto buttons = bar.findChildren<QRadioButton *>();
    QCOMPARE(buttons.size(), 2);
    QVERIFY(buttons.constFirst()->sizeHint().width() > before);
    auto *first = QAccessible::queryAccessibleInterface(buttons.constFirst());
    QCOMPARE(first->role(), QAccessible::RadioButton);
    QCOMPARE(first->text(QAccessible::Name), u"Expires soon"_s);
    QCOMPARE(bar.chosen(), -1);
    bar.choose(2);
    QCOMPARE(bar.chosen(), 2);
    bar.setChoiceEnabled(1, false, u"<b>No</b>"_s);
    QVERIFY(!buttons.constFirst()->isEnabled());
    QVERIFY(!buttons.constFirst()->toolTip().contains(u'<'));
}

void WidgetsTest::arrowKeysMoveTheChoice()
{
    ChoiceBar bar;
    for (int id = 0; id < 3; ++id)
        bar.addChoice(id, QString::number(id));
    bar.choose(0);
    bar.show();
    QVERIFY(QTest::qWaitForWindowExposed(&bar));
    QSignalSpy chose(&bar, &ChoiceBar::chose);
    const auto buttons = bar.findChildren<QRadioButton *>();
    buttons.constFirst()->setFocus();
    QTest::keyClick(buttons.constFirst(), Qt::Key_Right);
    QCOMPARE(bar.chosen(), 1);
    QCOMPARE(chose.size(), 1);
    QTest::mouseClick(buttons.at(2), Qt::LeftButton);
    QCOMPARE(bar.chosen(), 2);
    QCOMPARE(chose.size(), 2);
    bar.choose(0);
    QCOMPARE(chose.size(), 2); // by a person only
}

void WidgetsTest::aDialogIsHeldWhileItWaits()
{
    Form form;
    form.open();
    QVERIFY(QTest::qWaitForWindowExposed(&form));
    const core::Settle<int> settle;
    int got = 0;
    form.run(settle.operation(), [&](int value) { got = value; });
    QVERIFY(form.isPending());
    QVERIFY(!form.name->isEnabled());
    QVERIFY(!form.create->isEnabled());
    form.reject();
    QVERIFY(form.isVisible());
    settle(7);
    QTRY_COMPARE(got, 7);
    QVERIFY(form.name->isEnabled());
    QVERIFY(form.create->isEnabled());
    QVERIFY(!form.held->isEnabled()); // as the form left it
    form.reject();
    QVERIFY(!form.isVisible());
}

void WidgetsTest::aDialogIsAsHighAsItsWordsNeed()
{
    Form form;
    form.addText(
        u"Every word of this is wrapped at the width of the dialog, and not at what Qt guesses it to be. "_s.repeated(
            6));
    form.open();
    QVERIFY(QTest::qWaitForWindowExposed(&form));
    const auto *area = form.findChild<ui::ScrollArea *>();
    QTRY_COMPARE(area->height(), area->wholeHeight(form.width()));
    QVERIFY(!area->verticalScrollBar()->isVisible());
}

void WidgetsTest::aHintStandsBesideTheButtons()
{
    Form form;
    auto *hint = form.addHint();
    auto *cancel = form.addSecondary(u"Cancel"_s);
    hint->setText(u"Give the key a name."_s);
    form.open();
    QVERIFY(QTest::qWaitForWindowExposed(&form));
    QTRY_VERIFY(hint->geometry().right() < form.held->x());
    QVERIFY(hint->geometry().right() < cancel->x());
    QVERIFY(cancel->x() < form.create->x());
    QCOMPARE(hint->geometry().center().y(), form.create->geometry().center().y());
}

void WidgetsTest::tabLeadsThroughTheButtonsAndReturnStillPressesTheFirst()
{
    Form form;
    form.held->setEnabled(true);
    form.open();
    form.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&form));
    form.name->setFocus();
    QTest::keyClick(form.name, Qt::Key_Tab);
    QVERIFY(form.held->hasFocus()); // from left to right
    QTest::keyClick(form.held, Qt::Key_Tab);
    QVERIFY(form.create->hasFocus());
    QTest::keyClick(form.create, Qt::Key_Tab);
    QVERIFY(form.name->hasFocus());
    QSignalSpy created(form.create, &QPushButton::clicked);
    QTest::keyClick(form.name, Qt::Key_Return);
    QCOMPARE(created.size(), 1);
}

void WidgetsTest::returnPressesTheButtonThatHasTheFocus()
{
    Form form;
    QSignalSpy created(form.create, &QPushButton::clicked);
    form.held->setEnabled(true);
    auto *leading = form.addLeading(u"Disable instead"_s);
    form.open();
    form.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&form));
    for (auto *button : {form.held, leading}) {
        QSignalSpy pressed(button, &QPushButton::clicked);
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Return);
        QCOMPARE(pressed.size(), 1);
    }
    QVERIFY(created.isEmpty());
}

void WidgetsTest::theFocusComesBackToWhatCanBeUsed()
{
    Form form;
    auto *note = new QLineEdit;
    form.addPart(note);
    form.open();
    form.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&form));
    form.name->setFocus();
    const core::Settle<int> settle;
    form.run(settle.operation(), [&](int) { form.name->setEnabled(true); });
    form.name->setEnabled(false); // for a reason of its own
    settle(1);
    QTRY_VERIFY(note->hasFocus());
}

void WidgetsTest::aFailureIsSaidInTheDialog()
{
    Form form;
    form.open();
    QVERIFY(QTest::qWaitForWindowExposed(&form));
    auto *bar = form.findChild<NoticeBar *>();
    QVERIFY(!bar->isVisible());
    form.run(core::ready<int>(core::Error{core::Error::Kind::Offline}), [](int) { QFAIL("it has failed"); });
    QTRY_VERIFY(bar->isVisible());
    QVERIFY(bar->sentence().contains(u"cannot be reached"_s));
    QVERIFY(form.create->isEnabled());
    form.showFailure({core::Error::Kind::Cancelled});
    QVERIFY(!bar->isVisible());
}

void WidgetsTest::anErrorStandsAtItsField()
{
    auto *input = new QLineEdit;
    Field field(u"Name"_s, input, u"You will find the key by this name."_s);
    QCOMPARE(input->accessibleName(), u"Name"_s);
    QCOMPARE(input->accessibleDescription(), u"You will find the key by this name."_s);
    field.setError(u"This name is taken."_s);
    QVERIFY(field.hasError());
    QCOMPARE(input->accessibleDescription(), u"This name is taken."_s);
    field.setHelp(u"Other help."_s);
    QCOMPARE(input->accessibleDescription(), u"This name is taken."_s);
    field.setError({});
    QVERIFY(!field.hasError());
    QCOMPARE(input->accessibleDescription(), u"Other help."_s);
}

//! Also where the inputs were made before their fields.
void WidgetsTest::tabLeavesAField()
{
    QWidget form;
    auto *layout = new QVBoxLayout(&form);
    auto *name = new QLineEdit(&form);
    auto *note = new QLineEdit(&form);
    layout->addWidget(new Field(u"Name"_s, name, {}, &form));
    layout->addWidget(new Field(u"Note"_s, note, {}, &form));
    auto *create = new Button(u"Create key"_s, Button::Look::Plain, &form);
    layout->addWidget(create);
    form.show();
    form.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&form));
    name->setFocus();
    for (auto *next : std::initializer_list<QWidget *>{note, create, name}) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), next);
    }
}

void WidgetsTest::aNoticeTakesItsButtonsAlong()
{
    NoticeBar bar;
    int pressed = 0;
    bar.show(NoticeBar::Look::Warning, u"A key was created but its secret was not shown."_s);
    bar.addAction(u"Show it now"_s, [&] {
        ++pressed;
        bar.dismiss(); // while its own button is being pressed
    });
    QVERIFY(bar.isVisible());
    bar.findChild<QPushButton *>()->click();
    QCOMPARE(pressed, 1);
    QVERIFY(!bar.isVisible());
    QTRY_VERIFY(bar.findChildren<QPushButton *>().isEmpty());
}

//! A screen reader counts the children first, and asks for each later.
void WidgetsTest::aBarThatGoesTakesNoAccessibleChildWithIt()
{
    auto *content = new QWidget;
    content->setMinimumHeight(500);
    ScrollArea area(content);
    area.resize(300, 200);
    area.show();
    QVERIFY(QTest::qWaitForWindowExposed(&area));
    QTRY_VERIFY(area.verticalScrollBar()->isVisible());
    auto *accessible = QAccessible::queryAccessibleInterface(&area);
    QVERIFY(accessible != nullptr);
    const int counted = accessible->childCount();
    QVERIFY(accessible->indexOfChild(QAccessible::queryAccessibleInterface(area.viewport())) >= 0);
    area.resize(300, 600);
    QTRY_VERIFY(!area.verticalScrollBar()->isVisible());
    for (int place = 0; place < counted; ++place)
        QVERIFY(accessible->child(place) != nullptr);
    QVERIFY(accessible->child(counted) == nullptr);
}

void WidgetsTest::aBarLiesInTheMarginAndMovesNothing()
{
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(20, 20, 20, 20);
    auto *part = new QWidget;
    part->setFixedHeight(300);
    layout->addWidget(part);
    ScrollArea area(content);
    area.resize(300, 200);
    area.show();
    QVERIFY(QTest::qWaitForWindowExposed(&area));
    QTRY_VERIFY(area.verticalScrollBar()->isVisible());
    QTRY_COMPARE(part->width(), 260);
    QVERIFY(part->mapTo(&area, QPoint(part->width(), 0)).x() <= area.verticalScrollBar()->mapTo(&area, QPoint()).x());
    area.resize(300, 400);
    QTRY_VERIFY(!area.verticalScrollBar()->isVisible());
    QTRY_COMPARE(part->width(), 260);
}

//! A dialog is made as high as its form needs: the room that a bar takes now must not be counted as the form's.
void WidgetsTest::whatABarTakesDoesNotChangeTheHeightThatIsNeeded()
{
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(20, 20, 20, 20);
    const auto make = [&](qsizetype letters) {
        auto *label = new PlainLabel(QString(letters, u'w') + u' ' + QString(letters, u'w'));
        label->setWordWrap(true);
        layout->addWidget(label);
    };
    for (qsizetype letters = 1; letters < 30; ++letters) // some of them only just fit
        make(letters);
    ScrollArea area(content);
    area.resize(300, 3000);
    area.show();
    QVERIFY(QTest::qWaitForWindowExposed(&area));
    const int needed = area.wholeHeight(300);
    QVERIFY(!area.verticalScrollBar()->isVisible());
    area.resize(300, 100);
    QTRY_VERIFY(area.verticalScrollBar()->isVisible());
    QCOMPARE(area.wholeHeight(300), needed);
}

QTEST_MAIN(WidgetsTest)
#include "tst_widgets.moc"
