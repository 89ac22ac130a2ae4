#include "ui/watched/watchedfacts.h"

#include "tests/support/check.h"
#include "tests/ui/watched/watchedrig.h"

#include <QRegularExpression>
#include <QSignalSpy>

using namespace core;
using namespace Qt::StringLiterals;
using test::button;
using test::says;
using test::someKey;

class WatchedFactsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_rig = std::make_unique<test::WatchedRig>();
        m_key = m_rig->watch(u"Live"_s, someKey());
        m_facts = std::make_unique<ui::WatchedFacts>(m_rig->context());
        m_facts->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_facts.get()));
    }
    void cleanup()
    {
        m_facts.reset();
        m_rig.reset();
    }

    void anotherServersKeyIsNoneOfTheirs()
    {
        Key other;
        other.id = u"of a gateway"_s;
        QVERIFY(!m_facts->showKey(other));
    }

    void aCheckIsThereAsSoonAsItWasMade()
    {
        show();
        QVERIFY(says(*m_facts, u"Its secret is in the keychain."_s));
        QVERIFY(!says(*m_facts, u"Watsi takes the key."_s));
        QVERIFY_RESULT(test::wait(m_rig->desk->keys.check(m_key.id)));
        QVERIFY(says(*m_facts, u"Watsi takes the key."_s));
        QSignalSpy wanted(m_facts.get(), &ui::WatchedFacts::checkWanted);
        button(*m_facts, u"Check now…"_s)->click();
        QCOMPARE(wanted.first().first().toString(), m_key.id);
        QCOMPARE(m_rig->provider.requests().size(), 1); // to ask for the dialog is not to send
    }

    void aRotationUnderWayIsGoneOnWith()
    {
        show();
        QVERIFY(!button(*m_facts, u"Go on with the rotation…"_s));
        auto described = test::newKey(u"Live"_s);
        described.replaces = m_key.id;
        m_rig->watch(described, someKey(), *m_rig->desk->store.organization(m_key.organizationId));
        show();
        QSignalSpy wanted(m_facts.get(), &ui::WatchedFacts::rotationWanted);
        button(*m_facts, u"Go on with the rotation…"_s)->click();
        QCOMPARE(wanted.first().first().toString(), m_key.id);
    }

    void ofAKeyThatHasEndedNothingIsAsked()
    {
        QVERIFY_RESULT(m_rig->desk->keys.end(m_key.id, u"unused"_s));
        show();
        QVERIFY(says(*m_facts, u"Marked as ended here"_s));
        QVERIFY(!button(*m_facts, u"Check now…"_s));
        QVERIFY(button(*m_facts, u"Open provider's page"_s));
    }

    void theSnippetsCallWhatTheProviderHas()
    {
        ui::snippets::Subject subject;
        m_facts->tellUse(keyOf(m_key), subject);
        QCOMPARE(subject.gateway, m_rig->provider.address());
        QCOMPARE(subject.path, u"/api/v1/conversations?limit=1"_s);
        QCOMPARE(subject.header, u"Authorization"_s);
    }

private:
    void show() { QVERIFY(m_facts->showKey(keyOf(m_rig->now(m_key)))); }

    std::unique_ptr<test::WatchedRig> m_rig;
    std::unique_ptr<ui::WatchedFacts> m_facts;
    WatchedKey m_key;
};

QTEST_MAIN(WatchedFactsTest)
#include "tst_watchedfacts.moc"
