#include "ui/watched/endkeydialog.h"

#include "core/credentials/credentialnames.h"
#include "tests/support/check.h"
#include "tests/ui/watched/watchedrig.h"

#include <QApplication>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace core;
using namespace Qt::StringLiterals;
using test::button;
using test::says;
using test::someKey;

class EndKeyDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_rig = std::make_unique<test::WatchedRig>();
        m_first = m_rig->watch(u"First"_s, someKey());
        const auto place = *m_rig->desk->store.organization(m_first.organizationId);
        m_second = m_rig->watch(test::newKey(u"Second"_s), someKey(), place);
    }
    void cleanup()
    {
        m_dialog.reset();
        m_rig.reset();
    }

    void theKeysAreMarkedHereAndTheProviderHearsOfNothing()
    {
        open({m_first, m_second});
        QVERIFY(says(*m_dialog, u"Mark 2 keys as ended?"_s));
        QVERIFY(says(*m_dialog, u"Keysteward cannot revoke a key at Watsi."_s));
        QCOMPARE(end(), (QStringList{m_first.id, m_second.id}));
        for (const auto &key : {m_first, m_second}) {
            QVERIFY(m_rig->now(key).endedAt.isValid());
            QTRY_VERIFY(!test::wait(m_rig->credentials.read(watchedName(key.id))));
        }
        QVERIFY(m_rig->provider.requests().isEmpty());
        QVERIFY(!m_dialog->isVisible());
    }

    void oneThatHasEndedMeanwhileIsNoFailure()
    {
        open({m_first, m_second});
        QVERIFY_RESULT(m_rig->desk->keys.end(m_first.id, u"unused"_s));
        QCOMPARE(end().size(), 2);
        QCOMPARE(m_rig->now(m_first).endedReason, u"unused"_s);
        QVERIFY(m_rig->now(m_second).endedAt.isValid());
    }

    void whoCancelsHasChangedNothing()
    {
        open({m_first});
        QVERIFY(says(*m_dialog, u"Mark “First” as ended?"_s));
        QVERIFY(says(*m_dialog, u"Shop · %1. Keysteward cannot revoke"_s.arg(m_first.hint)));
        QVERIFY(button(*m_dialog, u"Cancel"_s)->hasFocus());
        button(*m_dialog, u"Cancel"_s)->click();
        QVERIFY(!m_dialog->isVisible());
        QVERIFY(!m_rig->now(m_first).endedAt.isValid());
    }

    void theProvidersPageIsOneStepAway()
    {
        open({m_first});
        button(*m_dialog, u"Open provider's page"_s)->click();
        QCOMPARE(m_rig->opened, QList<QUrl>{QUrl(u"https://watsi.ai"_s)});
        QVERIFY(m_dialog->isVisible());
    }

private:
    void open(const QList<WatchedKey> &keys)
    {
        QList<ui::WatchedPlace> places;
        for (const auto &key : keys)
            places += m_rig->placeOf(key);
        m_dialog = std::make_unique<ui::EndKeyDialog>(m_rig->context(), places, &m_rig->window);
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }

    //! The ids of the keys that were said to have ended.
    QStringList end()
    {
        QSignalSpy ended(m_dialog.get(), &ui::EndKeyDialog::ended);
        button(*m_dialog, u"Mark as ended"_s)->click();
        return ended.size() == 1 ? ended.first().first().toStringList() : QStringList();
    }

    std::unique_ptr<test::WatchedRig> m_rig;
    std::unique_ptr<ui::EndKeyDialog> m_dialog;
    WatchedKey m_first;
    WatchedKey m_second;
};

QTEST_MAIN(EndKeyDialogTest)
#include "tst_endkeydialog.moc"
