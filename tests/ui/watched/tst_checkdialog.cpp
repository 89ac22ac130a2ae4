#include "ui/watched/checkdialog.h"

#include "tests/support/check.h"
#include "tests/ui/watched/watchedrig.h"
#include "ui/kit/pill.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QRegularExpression>

using namespace core;
using namespace Qt::StringLiterals;
using test::button;
using test::says;
using test::someKey;

class CheckDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_rig = std::make_unique<test::WatchedRig>();
        m_secret = someKey();
    }
    void cleanup()
    {
        m_dialog.reset();
        m_rig.reset();
    }

    void itSaysWhatItWillSendAndSendsItWhenAsked()
    {
        open(m_rig->watch(u"Live"_s, m_secret));
        QVERIFY(says(*m_dialog, u"GET "_s + m_rig->provider.address().toString() + u"/api/v1/conversations?limit=1"_s));
        QVERIFY(m_rig->provider.requests().isEmpty());
        check();
        QCOMPARE(outcome(), u"Valid"_s);
        QCOMPARE(m_rig->provider.requests().size(), 1);
    }

    void everyOutcomeHasItsWords_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("403") << 403 << u"Valid, not permitted"_s << u"Watsi knows the key"_s;
        QTest::newRow("401") << 401 << u"Invalid"_s << u"Watsi refuses the key."_s;
        QTest::newRow("429") << 429 << u"Limited"_s << u"This says nothing of the key."_s;
        QTest::newRow("500") << 500 << u"Cannot tell"_s << u"in trouble"_s;
        QTest::newRow("302") << 302 << u"Cannot tell"_s << u"The key was not sent there."_s;
    }
    void everyOutcomeHasItsWords()
    {
        QFETCH(int, status);
        QFETCH(QString, word);
        QFETCH(QString, sentence);
        open(m_rig->watch(u"Live"_s, m_secret));
        m_rig->provider.say(status, R"({"error":{"code":"C","message":"<b>Because</b>"}})",
                            "Location: https://elsewhere.example/\r\nX-Odd: yes\r\n");
        check();
        QCOMPARE(outcome(), word);
        QVERIFY(says(*m_dialog, sentence));
        QVERIFY(says(*m_dialog, u"<b>Because</b>"_s));
        button(*m_dialog, u"Show the answer"_s)->click();
        const auto raw = m_dialog->findChild<QPlainTextEdit *>(u"rawAnswer"_s)->toPlainText();
        QVERIFY2(raw.startsWith(u"HTTP %1\n"_s.arg(status)), qPrintable(raw));
        QVERIFY(raw.contains(u"x-odd: yes"_s));
    }

    void aProviderThatAsksToWaitLocksTheButtonAndSaysWhy()
    {
        const auto key = m_rig->watch(u"Live"_s, m_secret);
        open(key);
        m_rig->provider.say(429, "{}", "Retry-After: 2\r\n");
        check();
        QVERIFY(!button(*m_dialog, u"Check now"_s));
        QVERIFY(says(*m_dialog, u"Watsi asked to wait until "_s));
        open(key);
        QVERIFY(!button(*m_dialog, u"Check now"_s));
        QTRY_VERIFY_WITH_TIMEOUT(button(*m_dialog, u"Check now"_s), 10000);
        QCOMPARE(m_rig->provider.requests().size(), 1);
    }

    void aFingerprintAsksForTheKeyItself()
    {
        auto described = test::newKey(u"Live"_s);
        described.keepSecret = false;
        open(m_rig->watch(described, m_secret, test::watsiAt(m_rig->provider.address())));
        QVERIFY(!button(*m_dialog, u"Check now"_s));
        test::paste(*m_dialog, someKey());
        QTRY_VERIFY(button(*m_dialog, u"Check now"_s));
        button(*m_dialog, u"Check now"_s)->click();
        QTRY_VERIFY(says(*m_dialog, u"This is another key: nothing was sent."_s));
        QVERIFY(m_rig->provider.requests().isEmpty());
        button(*m_dialog, u"Another…"_s)->click();
        test::paste(*m_dialog, m_secret);
        QTRY_VERIFY(button(*m_dialog, u"Check now"_s));
        check();
        QCOMPARE(outcome(), u"Valid"_s);
    }

private:
    void open(const WatchedKey &key)
    {
        m_dialog = std::make_unique<ui::CheckDialog>(m_rig->context(), m_rig->placeOf(key), &m_rig->window);
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }

    void check()
    {
        auto *now = button(*m_dialog, u"Check now"_s);
        QVERIFY(now != nullptr);
        now->click();
        QTRY_VERIFY(!outcome().isEmpty());
    }

    QString outcome() const
    {
        const auto *pill = m_dialog->findChild<ui::Pill *>(u"checkOutcome"_s);
        return pill->isVisible() ? pill->text() : QString();
    }

    std::unique_ptr<test::WatchedRig> m_rig;
    std::unique_ptr<ui::CheckDialog> m_dialog;
    Secret m_secret;
};

QTEST_MAIN(CheckDialogTest)
#include "tst_checkdialog.moc"
