#include "ui/activity/eventwords.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ActivityEvent;
using core::EventKind;

class EventWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void everyKindHasAWord();
    void aRequestIsItsMethodAndPath();
    void aChangeSaysWhoMadeIt();
    void aFailedSignInSaysWhoTried();
    void hiddenCharactersBecomeVisible();
    void todayIsATimeAndAnotherDayIsNamed();
    void onlyWhatWasAnsweredHasAStatus();
};

void EventWordsTest::everyKindHasAWord()
{
    QSet<QString> words;
    for (const auto kind : core::allEventKinds()) {
        const auto word = ui::eventwords::kind(kind);
        QVERIFY(!word.isEmpty());
        words += word;
    }
    QCOMPARE(words.size(), core::allEventKinds().size());
    QVERIFY(!words.contains(ui::eventwords::kind(EventKind::Unknown)));
}

void EventWordsTest::aRequestIsItsMethodAndPath()
{
    ActivityEvent event;
    event.kind = EventKind::Request;
    event.method = u"GET"_s;
    event.path = u"/api/v1/contacts"_s;
    QCOMPARE(ui::eventwords::what(event), u"GET /api/v1/contacts"_s);
    QCOMPARE(ui::eventwords::key(event), QString());
}

void EventWordsTest::aChangeSaysWhoMadeIt()
{
    ActivityEvent event;
    event.kind = EventKind::KeyRevoked;
    event.actor = {core::EventActor::Kind::User, u"u1"_s, u"Amara Okafor"_s};
    event.detail = u"compromised"_s;
    QCOMPARE(ui::eventwords::what(event), u"by Amara Okafor, compromised"_s);
    event.kind = EventKind::KeyRotated;
    event.detail = u"0192-an-id"_s;
    QCOMPARE(ui::eventwords::what(event), u"by Amara Okafor"_s);
    event.actor.name.clear();
    QCOMPARE(ui::eventwords::what(event), QString());
}

void EventWordsTest::aFailedSignInSaysWhoTried()
{
    ActivityEvent event;
    event.kind = EventKind::SessionFailed;
    event.detail = u"ops@northwind.example"_s;
    QCOMPARE(ui::eventwords::what(event), u"ops@northwind.example"_s);
}

void EventWordsTest::hiddenCharactersBecomeVisible()
{
    ActivityEvent event;
    event.kind = EventKind::Request;
    event.method = u"GET"_s;
    event.path = u"/a"_s + QChar(0x202e) + u"b\nc"_s;
    event.key = core::EventKey{u"k"_s, u"CRM"_s + QChar(0x200b), {}};
    event.address = u"1"_s + QChar(0x7) + u"2"_s;
    for (const auto &text : {ui::eventwords::what(event), ui::eventwords::key(event), ui::eventwords::address(event)}) {
        QVERIFY2(text.contains(u'⟦'), qPrintable(text));
        QVERIFY(!text.contains(u'\n'));
    }
}

void EventWordsTest::todayIsATimeAndAnotherDayIsNamed()
{
    const QDateTime now({2026, 11, 20}, {10, 5}, Qt::UTC);
    QCOMPARE(ui::eventwords::time(QDateTime({2026, 11, 20}, {9, 4, 3}, Qt::UTC), now), u"09:04:03"_s);
    QCOMPARE(ui::eventwords::time(QDateTime({2026, 11, 19}, {9, 4, 3}, Qt::UTC), now), u"19 Nov 09:04"_s);
    QCOMPARE(ui::eventwords::exactTime(QDateTime({2026, 11, 19}, {9, 4, 3}, Qt::UTC)),
             u"19 November 2026, 09:04:03 UTC"_s);
}

void EventWordsTest::onlyWhatWasAnsweredHasAStatus()
{
    ActivityEvent event;
    QCOMPARE(ui::eventwords::status(event), QString());
    event.status = 403;
    QCOMPARE(ui::eventwords::status(event), u"403"_s);
    const auto &tokens = ui::lightTokens();
    QCOMPARE(ui::eventwords::statusTone(200, tokens).foreground, tokens.good.foreground);
    QCOMPARE(ui::eventwords::statusTone(403, tokens).foreground, tokens.bad.foreground);
    QCOMPARE(ui::eventwords::statusTone(429, tokens).foreground, tokens.warning.foreground);
}

QTEST_MAIN(EventWordsTest)
#include "tst_eventwords.moc"
