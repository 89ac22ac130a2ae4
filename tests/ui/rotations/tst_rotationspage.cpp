#include "ui/rotations/rotationspage.h"

#include "core/services/callerwatch.h"
#include "core/services/keysync.h"
#include "core/services/rotations.h"
#include "core/services/usage.h"
#include "core/storage/rotationstore.h"
#include "tests/support/check.h"
#include "tests/ui/keys/actionrig.h"
#include "ui/keys/extenddialog.h"
#include "ui/keys/retiredialog.h"
#include "ui/keys/revealdialog.h"
#include "ui/keys/rotatedialog.h"
#include "ui/kit/chart.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::dialog;
using test::press;
using test::pressSoon;
using test::wordsOn;

//! The page over the app's real services and a real gateway.
class RotationsPageTest : public QObject {
    Q_OBJECT

    struct Parts {
        explicit Parts(test::ActionRig &rig)
            : store(*rig.desk->database),
              usageCache(*rig.desk->database),
              sync(rig.desk->sessions, rig.desk->directory, rig.desk->cache, rig.desk->clock),
              rotations(rig.desk->directory, rig.desk->keys, sync, rig.desk->cache, store, rig.desk->clock),
              usage(rig.desk->sessions, rig.desk->directory, usageCache, rig.desk->clock),
              callers(rig.desk->sessions, rig.desk->directory, usage, rig.desk->clock),
              page({rig.desk->sessions, rig.desk->directory, sync, rig.desk->cache, rotations, callers, rig.desk->clock,
                    *rig.actions})
        {
            QObject::connect(rig.actions.get(), &ui::KeyActions::handedOver, &rotations,
                             &core::Rotations::noteHandOver);
        }
        core::RotationStore store;
        core::UsageCache usageCache;
        core::KeySync sync;
        core::Rotations rotations;
        core::Usage usage;
        core::CallerWatch callers;
        ui::RotationsPage page;
    };

    std::unique_ptr<test::ActionRig> m_rig;
    std::unique_ptr<Parts> m_parts;

    void show()
    {
        QVERIFY_RESULT(test::wait(m_parts->sync.synchronize(m_rig->organization)));
        m_parts->page.resize(1000, 700);
        m_parts->page.setOrganization(m_rig->organization);
        m_parts->page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&m_parts->page));
    }
    bool says(const QString &words) { return wordsOn(&m_parts->page).contains(words); }
    QWidget *named(const QString &name)
    {
        for (auto *each : m_parts->page.findChildren<QWidget *>()) {
            if (each->isVisible() && each->accessibleName() == name)
                return each;
        }
        return nullptr;
    }
    //! A key that was rotated with a day's overlap, its secret acknowledged.
    core::Revealed rotate(const QString &name, core::Secret *oldSecret = nullptr)
    {
        const auto made =
            test::wait(m_rig->desk->keys.create(m_rig->organization, {name, {}, {u"contacts:read"_s}, {}}));
        if (!made)
            return {};
        if (oldSecret)
            *oldSecret = made->key.secret;
        const auto rotated = test::wait(m_rig->desk->keys.rotate(m_rig->organization, made->key.key, {24h, {}}));
        const bool complete = rotated && test::wait(m_rig->desk->keys.acknowledge(rotated->intentId));
        return complete ? *rotated : core::Revealed();
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_rig = std::make_unique<test::ActionRig>();
        QVERIFY(m_rig->start());
        m_parts = std::make_unique<Parts>(*m_rig);
    }
    void cleanup()
    {
        m_parts.reset();
        m_rig.reset();
    }

    void whileNothingIsReadNothingIsClaimed()
    {
        m_parts->page.setOrganization(m_rig->organization);
        m_parts->page.show();
        QVERIFY(says(u"The keys are being read."_s));
        QVERIFY(!says(u"Nothing is due"_s));
        show();
        QTRY_VERIFY(says(u"No rotation is running."_s));
        QVERIFY(says(u"Nothing is due"_s));
        QVERIFY(says(u"0 running · 0 due"_s));
    }

    void theStepsFollowWhatHappens()
    {
        const auto key = m_rig->makeKey(u"CRM sync"_s);
        show();
        m_rig->actions->rotate(m_rig->organization, key);
        auto *rotate = dialog<ui::RotateDialog>(m_rig->window);
        QVERIFY(rotate);
        QVERIFY(press(rotate, u"Rotate key"_s));
        auto *reveal = dialog<ui::RevealDialog>(m_rig->window);
        QVERIFY(reveal);
        QTRY_VERIFY(named(u"Handed over: under way"_s));
        QVERIFY(says(u"Its secret has not arrived yet"_s));
        QVERIFY(named(u"New key works: not yet"_s));
        QVERIFY(press(reveal, u"Check now"_s));
        QTRY_VERIFY(wordsOn(reveal).contains(u"The key works: 200 from GET /api/v1/whoami"_s));
        QTRY_VERIFY(named(u"New key works: done"_s));
        QVERIFY(press(reveal, u"I have stored this key"_s));
        QVERIFY(press(reveal, u"Done"_s));
        QTRY_VERIFY(named(u"Handed over: done"_s));
        QVERIFY(says(u"Said to be stored"_s));
        QTRY_VERIFY(named(u"Callers switching: done"_s)); // nobody ever called the old one
        QVERIFY(named(u"Old key retired: under way"_s));
        QTRY_VERIFY(!m_rig->actions->isRevealOpen());
    }

    void theChartAndTheCallersAreThoseOfTheOldKey()
    {
        core::Secret oldSecret;
        const auto rotated = rotate(u"CRM sync"_s, &oldSecret);
        for (int i = 0; i < 5; ++i)
            QVERIFY_RESULT(test::wait(m_rig->backend().checkKey(rotated.key.replaced->id, oldSecret)));
        show();
        QVERIFY(named(u"Rotation of CRM sync"_s));
        const auto refreshed = [this](const QString &words) {
            m_parts->page.refresh();
            return says(words);
        };
        QTRY_VERIFY_WITH_TIMEOUT(refreshed(u"Old key: 5 requests in the last hour from 1 address"_s), 20000);
        qint64 charted = 0;
        for (const auto &count : m_parts->page.findChild<ui::Chart *>()->counts())
            charted += count.total();
        QCOMPARE(charted, 5);
        QSignalSpy wanted(&m_parts->page, &ui::Page::activityWanted);
        QVERIFY(!test::button(&m_parts->page, u"127.0.0.1"_s));
        QVERIFY(press(&m_parts->page, u"Who still calls it?"_s));
        QVERIFY(pressSoon(&m_parts->page, u"127.0.0.1"_s));
        QVERIFY(press(&m_parts->page, u"Show its requests"_s));
        QCOMPARE(wanted.size(), 2);
        const auto first = wanted[0][1].value<core::ActivityFilter>();
        QCOMPARE(first.keyId, rotated.key.replaced->id);
        QCOMPARE(first.address, u"127.0.0.1"_s);
        QCOMPARE(wanted[1][1].value<core::ActivityFilter>().address, QString());
    }

    void anOverlapIsExtendedAndEnded()
    {
        const auto rotated = rotate(u"CRM sync"_s);
        show();
        QVERIFY(pressSoon(&m_parts->page, u"Extend overlap…"_s));
        auto *extend = dialog<ui::ExtendDialog>(m_rig->window);
        QVERIFY(extend);
        QVERIFY(wordsOn(extend).contains(u"It will work until"_s));
        QVERIFY(press(extend, u"7 days"_s));
        QVERIFY(press(extend, u"Extend overlap"_s));
        QTRY_COMPARE(m_rig->said.size(), 1);
        QVERIFY(m_rig->said.first().startsWith(u"“CRM sync (previous)” works until "_s));
        const auto end = m_rig->now(*rotated.key.replaced).retiresAt;
        QCOMPARE(rotated.key.replaced->retiresAt.daysTo(end), 7);
        QVERIFY(says(m_rig->said.first()));

        QVERIFY(pressSoon(&m_parts->page, u"Retire old key now…"_s));
        auto *retire = dialog<ui::RetireDialog>(m_rig->window);
        QVERIFY(retire);
        QVERIFY(press(retire, u"Retire now"_s));
        QTRY_VERIFY(!named(u"Rotation of CRM sync"_s));
        QTRY_VERIFY(says(u"not called since"_s));
        QVERIFY(says(u"No rotation is running."_s));
        QSignalSpy wanted(&m_parts->page, &ui::Page::keyWanted);
        QVERIFY(pressSoon(&m_parts->page, u"Show key"_s));
        QCOMPARE(wanted.first().at(1).toString(), rotated.key.key.id);
    }

    void anOverlapAtItsLongestCannotBeExtended()
    {
        auto retiring = *rotate(u"CRM sync"_s).key.replaced;
        retiring.expiresAt = retiring.retiresAt;
        ui::ExtendDialog extend(m_rig->context(), retiring, &m_rig->window);
        extend.open();
        QVERIFY(wordsOn(&extend).contains(u"It cannot work longer"_s));
        QVERIFY(!test::button(&extend, u"Extend overlap"_s)->isEnabled());
        retiring.expiresAt = retiring.retiresAt.addSecs(60);
        ui::ExtendDialog little(m_rig->context(), retiring, &m_rig->window);
        little.open();
        QVERIFY(wordsOn(&little).contains(u"when it expires by itself."_s));
        QVERIFY(test::button(&little, u"Extend overlap"_s)->isEnabled());
    }

    void severalRunSideBySideAndStayInTheirPlace()
    {
        rotate(u"CRM sync"_s);
        rotate(u"Nightly export"_s);
        show();
        QTRY_VERIFY(says(u"2 running"_s));
        auto *first = named(u"Rotation of CRM sync"_s);
        auto *second = named(u"Rotation of Nightly export"_s);
        QVERIFY(first && second);
        QVERIFY(first->mapTo(&m_parts->page, QPoint()).y() < second->mapTo(&m_parts->page, QPoint()).y());
        auto *button = test::button(second, u"Extend overlap…"_s);
        button->setFocus();
        QTRY_VERIFY(button->hasFocus());
        m_parts->page.refresh();
        QSignalSpy changed(&m_parts->rotations, &core::Rotations::changed);
        QTRY_VERIFY(!changed.isEmpty());
        QCOMPARE(named(u"Rotation of CRM sync"_s), first); // nothing is taken from under a person
        QVERIFY(button->hasFocus());
    }

    void whatIsDueIsRotatedFromHere()
    {
        auto key = m_rig->makeKey(u"Nightly export"_s);
        key.createdAt = m_rig->desk->clock.now().addDays(-200);
        show();
        QVERIFY_RESULT(m_rig->desk->cache.put(m_rig->organization, {key}));
        m_parts->page.setOrganization(m_rig->organization);
        QTRY_VERIFY(says(u"200 days old; policy is 180"_s));
        QVERIFY(says(u"0 running · 1 due"_s));
        QVERIFY(pressSoon(&m_parts->page, u"Rotate…"_s));
        QVERIFY(dialog<ui::RotateDialog>(m_rig->window));
    }

    void theCalendarIsAskedForAtTheTop()
    {
        show();
        QSignalSpy wanted(&m_parts->page, &ui::RotationsPage::calendarWanted);
        auto *button = m_parts->page.findChild<QAbstractButton *>(u"exportCalendar"_s);
        QVERIFY(button != nullptr && button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
    }
};

QTEST_MAIN(RotationsPageTest)
#include "tst_rotationspage.moc"
