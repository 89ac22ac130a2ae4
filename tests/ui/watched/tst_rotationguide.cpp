#include "ui/watched/rotationguide.h"

#include "core/storage/watchedstore.h"
#include "tests/support/check.h"
#include "tests/ui/watched/watchedrig.h"
#include "ui/watched/guidestep.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>

using namespace core;
using namespace Qt::StringLiterals;
using test::button;
using test::says;
using test::someKey;
using State = ui::GuideStep::State;

class RotationGuideTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_rig = std::make_unique<test::WatchedRig>();
        m_oldSecret = someKey();
        m_newSecret = someKey();
    }
    void cleanup()
    {
        m_guide.reset();
        m_rig.reset();
        QGuiApplication::clipboard()->clear();
    }

    void itLeadsToTheProofAndGoesOnAfterARestart()
    {
        m_old = m_rig->watch(u"Live"_s, m_oldSecret);
        open();
        QCOMPARE(current(), 1);
        press(u"made"_s);
        QCOMPARE(current(), 2);
        test::paste(*m_guide, m_newSecret);
        QTRY_VERIFY(button(*m_guide, u"registerNew"_s));
        press(u"registerNew"_s);
        QTRY_COMPARE(current(), 3);
        QVERIFY(m_rig->provider.requests().isEmpty());
        restart();
        QCOMPARE(current(), 3);
        const auto tail = [](const Secret &secret) { return QString::fromLatin1(test::bytesOf(secret).last(4)); };
        QVERIFY(says(*m_guide, u"Old key: …%1. New key: …%2."_s.arg(tail(m_oldSecret), tail(m_newSecret))));

        m_rig->provider.say(401);
        press(u"checkNew"_s);
        QTRY_VERIFY(says(*m_guide, u"Watsi refuses the key."_s));
        QCOMPARE(current(), 3);
        m_rig->provider.say(200, R"({"chats":[]})");
        press(u"checkNew"_s);
        QTRY_COMPARE(current(), 4);
        QTRY_VERIFY(m_guide->findChild<QWidget *>(u"step4"_s)->isAncestorOf(m_guide->focusWidget()));
        QVERIFY(m_rig->provider.requests().last().contains(test::bytesOf(m_newSecret)));
        restart();
        QCOMPARE(current(), 4);

        QSignalSpy handedOver(m_guide.get(), &ui::RotationGuide::handedOver);
        press(u"handedOver"_s);
        QTRY_COMPARE(current(), 5);
        QCOMPARE(handedOver.size(), 1);
        restart();
        QCOMPARE(current(), 5);
        press(u"revokedThere"_s);
        QTRY_COMPARE(current(), 6);
        restart();

        press(u"checkOld"_s);
        QTRY_VERIFY(says(*m_guide, u"Watsi takes the key."_s));
        QCOMPARE(current(), 6);
        QVERIFY(!m_rig->now(m_old).endedAt.isValid());
        m_rig->provider.say(401);
        QSignalSpy finished(m_guide.get(), &ui::RotationGuide::finished);
        press(u"checkOld"_s);
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(m_rig->provider.requests().last().contains(test::bytesOf(m_oldSecret)));
        QVERIFY(!m_guide->isVisible());
        QVERIFY(m_rig->now(m_old).endedAt.isValid());
        QCOMPARE(m_rig->now(m_old).replacedBy, finished.first().first().toString());
    }

    void theNewKeyCanBeCopiedForThoseWhoUseIt()
    {
        m_old = m_rig->watch(u"Live"_s, m_oldSecret);
        registerNew();
        press(u"checkNew"_s);
        QTRY_COMPARE(current(), 4);
        restart();
        press(u"Copy the new key"_s);
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), QString::fromLatin1(test::bytesOf(m_newSecret)));
    }

    //! Of short keys nothing is shown, so that nothing tells them apart.
    void keysWithoutAHintAreNotNamed()
    {
        m_oldSecret = Secret::copy("short-and-old");
        m_newSecret = Secret::copy("short-and-new");
        m_old = m_rig->watch(u"Live"_s, m_oldSecret);
        registerNew();
        QVERIFY(!says(*m_guide, u"Old key: "_s));
    }

    void theOldKeyIsNotTakenForTheNewOne()
    {
        m_old = m_rig->watch(u"Live"_s, m_oldSecret);
        open();
        press(u"made"_s);
        test::paste(*m_guide, m_oldSecret);
        QTRY_VERIFY(button(*m_guide, u"registerNew"_s));
        press(u"registerNew"_s);
        QTRY_VERIFY(says(*m_guide, u"This key is watched already, as “Live”."_s));
        QCOMPARE(current(), 2);
        QVERIFY(m_rig->now(m_old).replacedBy.isEmpty());
    }

    void whereOnlyFingerprintsAreKeptTheOldKeyIsAskedFor()
    {
        auto described = test::newKey(u"Live"_s);
        described.keepSecret = false;
        m_old = m_rig->watch(described, m_oldSecret, test::watsiAt(m_rig->provider.address()));
        registerNew();
        press(u"checkNew"_s); // just pasted: known until the guide is closed
        QTRY_COMPARE(current(), 4);
        press(u"handedOver"_s);
        press(u"revokedThere"_s);
        QTRY_COMPARE(current(), 6);
        QVERIFY(!button(*m_guide, u"checkOld"_s));
        test::paste(*m_guide, m_oldSecret);
        QTRY_VERIFY(button(*m_guide, u"checkOld"_s));
        m_rig->provider.say(401);
        press(u"checkOld"_s);
        QTRY_VERIFY(m_rig->now(m_old).endedAt.isValid());
    }

    void aBearerTokenIsToBecomeAnApiToken()
    {
        auto place = test::watsiAt(m_rig->provider.address());
        place.profileId = u"wati"_s;
        place.tenant = u"10042"_s;
        auto described = test::newKey(u"Live"_s);
        described.kindId = u"bearer-token"_s;
        m_old = m_rig->watch(described, m_oldSecret, place);
        m_rig->provider.say(200, R"({"channels":[]})");
        open();
        QVERIFY(says(*m_guide, u"This token dies at once when the person's password is changed"_s));
        press(u"made"_s);
        QCOMPARE(m_guide->findChild<QComboBox *>(u"newKind"_s)->currentText(), u"API token"_s);
        test::paste(*m_guide, m_newSecret);
        QTRY_VERIFY(button(*m_guide, u"registerNew"_s));
        press(u"registerNew"_s);
        QTRY_COMPARE(current(), 3);
        press(u"checkNew"_s);
        QTRY_COMPARE(current(), 4);
        QVERIFY(m_rig->provider.requests().last().startsWith("GET /api/ext/v3/channels?"));
        press(u"handedOver"_s);
        QVERIFY(says(*m_guide, u"It takes the token in the address"_s));
        press(u"revokedThere"_s);
        QTRY_COMPARE(current(), 6);
        m_rig->provider.say(401);
        press(u"checkOld"_s);
        QTRY_VERIFY(m_rig->now(m_old).endedAt.isValid());
        QVERIFY(m_rig->provider.requests().last().startsWith("GET /10042/api/v1/getContacts?"));
    }

    void itGrowsWithWhatItShows()
    {
        m_old = m_rig->watch(u"Live"_s, m_oldSecret);
        registerNew();
        m_rig->provider.say(401, R"({"error":{"message":"No such key"}})");
        press(u"checkNew"_s);
        QTRY_VERIFY(says(*m_guide, u"Watsi says: “No such key”"_s));
        const auto *bar = m_guide->findChild<QScrollArea *>()->verticalScrollBar();
        QTRY_VERIFY2(!bar->isVisible(), qPrintable(u"%1 of %2"_s.arg(bar->maximum()).arg(m_guide->height())));
    }

    void theProvidersPageIsOpenedInTheBrowser()
    {
        m_old = m_rig->watch(u"Live"_s, m_oldSecret);
        open();
        press(u"Open provider's page"_s);
        QCOMPARE(m_rig->opened, QList<QUrl>{QUrl(u"https://watsi.ai"_s)});
        QVERIFY(!says(*m_guide, u"No browser"_s));
        m_rig->hasBrowser = false;
        press(u"Open provider's page"_s);
        QVERIFY(says(*m_guide, u"No browser could be opened. The page is https://watsi.ai"_s));
        QVERIFY(m_rig->provider.requests().isEmpty());
    }

    void onlyAWebPageIsOpened_data()
    {
        QTest::addColumn<QString>("address");
        for (const auto *address : {"http://watsi.ai", "file:///etc/passwd", "javascript:1", "watsi.ai"})
            QTest::newRow(address) << QString::fromLatin1(address);
    }
    void onlyAWebPageIsOpened()
    {
        QFETCH(QString, address);
        m_old = m_rig->watch(u"Live"_s, m_oldSecret);
        auto place = *m_rig->desk->store.organization(m_old.organizationId);
        place.dashboardUrl = address;
        QVERIFY_RESULT(m_rig->desk->keys.change(place));
        open();
        QVERIFY(!button(*m_guide, u"Open provider's page"_s));
    }

private:
    void open()
    {
        m_guide = std::make_unique<ui::RotationGuide>(m_rig->context(), m_rig->placeOf(m_old), &m_rig->window);
        m_guide->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_guide.get()));
    }

    void restart()
    {
        m_guide.reset();
        m_rig->restart();
        open();
    }

    void registerNew()
    {
        open();
        press(u"made"_s);
        test::paste(*m_guide, m_newSecret);
        QTRY_VERIFY(button(*m_guide, u"registerNew"_s));
        press(u"registerNew"_s);
        QTRY_COMPARE(current(), 3);
    }

    void press(const QString &name)
    {
        QTRY_VERIFY2(button(*m_guide, name), qPrintable(name));
        button(*m_guide, name)->click();
    }

    //! The number of the step whose turn it is.
    int current() const
    {
        for (int number = 1; number <= 6; ++number) {
            if (m_guide->findChild<ui::GuideStep *>(u"step%1"_s.arg(number))->state() == State::Current)
                return number;
        }
        return 0;
    }

    std::unique_ptr<test::WatchedRig> m_rig;
    std::unique_ptr<ui::RotationGuide> m_guide;
    WatchedKey m_old;
    Secret m_oldSecret;
    Secret m_newSecret;
};

QTEST_MAIN(RotationGuideTest)
#include "tst_rotationguide.moc"
