#include "ui/rotations/rotationspage.h"

#include "tests/core/services/watched/watcheddesk.h"
#include "tests/support/check.h"
#include "tests/ui/keys/screentest.h"
#include "ui/keys/extenddialog.h"
#include "ui/keys/retiredialog.h"
#include "ui/keys/revealdialog.h"
#include "ui/keys/rotatedialog.h"
#include "ui/kit/chart.h"

#include <QSignalSpy>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::dialog;
using test::press;
using test::pressSoon;
using test::wordsOn;

class RotationsPageTest : public test::ScreenTest {
    Q_OBJECT

    std::unique_ptr<test::Watcher> m_watcher;

    core::WatchedKeys *watchedKeys() override
    {
        m_watcher = std::make_unique<test::Watcher>();
        return &m_watcher->desk->keys;
    }
    std::unique_ptr<ui::Page> makeScreen() override
    {
        auto &desk = *m_rig->desk;
        connect(m_rig->actions.get(), &ui::KeyActions::handedOver, &m_following->rotations,
                &core::Rotations::noteHandOver);
        return std::make_unique<ui::RotationsPage>(
            ui::RotationsPage::Services{desk.sessions, desk.directory, m_following->sync, desk.cache,
                                        m_following->rotations, m_following->callers, desk.clock, *m_rig->actions});
    }
    ui::RotationsPage &page() { return static_cast<ui::RotationsPage &>(screen()); }
    void show(qint64 organization)
    {
        QVERIFY_RESULT(test::wait(m_following->sync.synchronize(organization)));
        ScreenTest::show(organization, {1000, 700});
    }
    void show() { show(m_rig->organization); }
    bool says(const QString &words) { return wordsOn(&page()).contains(words); }
    QWidget *named(const QString &name)
    {
        for (auto *each : page().findChildren<QWidget *>()) {
            if (each->isVisible() && each->accessibleName() == name)
                return each;
        }
        return nullptr;
    }
    //! A key that was rotated with a day's overlap, its secret acknowledged.
    core::Revealed rotate(const QString &name, core::Secret *oldSecret = nullptr)
    {
        return rotateAt(m_rig->organization, name, oldSecret);
    }
    core::Revealed rotateAt(qint64 organization, const QString &name, core::Secret *oldSecret = nullptr)
    {
        const auto made = test::wait(m_rig->desk->keys.create(organization, {name, {}, {u"contacts:read"_s}, {}}));
        if (!made)
            return {};
        if (oldSecret)
            *oldSecret = made->key.secret;
        const auto rotated = test::wait(m_rig->desk->keys.rotate(organization, made->key.key, {24h, {}}));
        const bool complete = rotated && test::wait(m_rig->desk->keys.acknowledge(rotated->intentId));
        return complete ? *rotated : core::Revealed();
    }

private Q_SLOTS:
    void whileNothingIsReadNothingIsClaimed()
    {
        page().setOrganization(m_rig->organization);
        page().show();
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
            page().refresh();
            return says(words);
        };
        QTRY_VERIFY_WITH_TIMEOUT(refreshed(u"Old key: 5 requests in the last hour from 1 address"_s), 20000);
        qint64 charted = 0;
        for (const auto &count : page().findChild<ui::Chart *>()->counts())
            charted += count.total();
        QCOMPARE(charted, 5);
        QSignalSpy wanted(&page(), &ui::Page::activityWanted);
        QVERIFY(!test::button(&page(), u"127.0.0.1"_s));
        QVERIFY(press(&page(), u"Who still calls it?"_s));
        QVERIFY(pressSoon(&page(), u"127.0.0.1"_s));
        QVERIFY(press(&page(), u"Show its requests"_s));
        QCOMPARE(wanted.size(), 2);
        const auto first = wanted[0][1].value<core::ActivityFilter>();
        QCOMPARE(first.keyId, rotated.key.replaced->id);
        QCOMPARE(first.address, u"127.0.0.1"_s);
        QCOMPARE(wanted[1][1].value<core::ActivityFilter>().address, QString());
    }

    //! A page whose time is the gateway's, which is put forward by half an hour after each step.
    void theChartFallsToNothingAsCallersSwitchAndThenTheOldKeyIsSilent()
    {
        auto &desk = *m_rig->desk;
        auto &clock = m_rig->gateway.clock();
        test::Following following(*desk.database, desk.sessions, desk.directory, desk.keys, desk.cache, clock);
        ui::RotationsPage later({desk.sessions, desk.directory, following.sync, desk.cache, following.rotations,
                                 following.callers, clock, *m_rig->actions});
        core::Secret oldSecret;
        const auto rotated = rotate(u"CRM sync"_s, &oldSecret);
        const auto oldId = rotated.key.replaced->id;
        m_rig->gateway.awaitHalfHour();
        later.resize(1000, 700);
        later.setOrganization(m_rig->organization);
        later.show();
        const auto refreshed = [&](const QString &words) {
            later.refresh();
            return wordsOn(&later).contains(words);
        };
        const auto charted = [&] {
            QMap<QDateTime, qint64> counted;
            for (const auto &count : later.findChild<ui::Chart *>()->counts()) {
                if (count.total() > 0)
                    counted.insert(count.start, count.total());
            }
            return counted;
        };
        const auto stepIsDone = [&] {
            const auto steps = later.findChildren<QWidget *>();
            return std::any_of(steps.begin(), steps.end(), [](const QWidget *each) {
                return each->accessibleName() == u"Callers switching: done"_s;
            });
        };
        const auto callOld = [&](int times) {
            for (int i = 0; i < times; ++i) {
                if (!test::wait(m_rig->backend().checkKey(oldId, oldSecret)))
                    return false;
            }
            return true;
        };
        // In the last hour, of which the half hour before is a part: 5, then 5 + 2, then 2 + 1.
        const auto said = u"Old key: %1 requests in the last hour from 1 address"_s;
        QVERIFY(callOld(5));
        QTRY_VERIFY_WITH_TIMEOUT(refreshed(said.arg(5)), 20000);
        clock.advance(core::callers::halfHour);
        QVERIFY(callOld(2));
        QTRY_VERIFY_WITH_TIMEOUT(refreshed(said.arg(7)), 20000);
        clock.advance(core::callers::halfHour + 1min);
        QVERIFY(callOld(1));
        QTRY_VERIFY_WITH_TIMEOUT(refreshed(said.arg(3)), 20000);
        QVERIFY_RESULT(test::wait(m_rig->backend().checkKey(rotated.key.key.id, rotated.key.secret)));
        QTRY_VERIFY_WITH_TIMEOUT(refreshed(u"Seen in use"_s), 20000);
        QVERIFY(!stepIsDone());
        QCOMPARE(charted(), m_rig->gateway.requestsByHalfHour(oldId));
        QCOMPARE(charted().values(), (QList<qint64>{5, 2, 1}));

        clock.advance(61min);
        QTRY_VERIFY_WITH_TIMEOUT(refreshed(u"Old key: last called 1 h ago from 127.0.0.1"_s), 20000);
        QTRY_VERIFY(stepIsDone());
        const auto last = [&] { return later.findChild<ui::Chart *>()->counts().last(); };
        QTRY_COMPARE(last().start, core::callers::halfHourOf(clock.now()));
        QCOMPARE(last().total(), 0);
        QCOMPARE(charted(), m_rig->gateway.requestsByHalfHour(oldId));
    }

    void anOverlapIsExtendedAndEnded()
    {
        const auto rotated = rotate(u"CRM sync"_s);
        show();
        QVERIFY(pressSoon(&page(), u"Extend overlap…"_s));
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

        QVERIFY(pressSoon(&page(), u"Retire old key now…"_s));
        auto *retire = dialog<ui::RetireDialog>(m_rig->window);
        QVERIFY(retire);
        QVERIFY(press(retire, u"Retire now"_s));
        QTRY_VERIFY(!named(u"Rotation of CRM sync"_s));
        QTRY_VERIFY(says(u"not called since"_s));
        QVERIFY(says(u"No rotation is running."_s));
        QSignalSpy wanted(&page(), &ui::Page::keyWanted);
        QVERIFY(pressSoon(&page(), u"Show key"_s));
        QCOMPARE(wanted.first().at(1).toString(), rotated.key.key.id);
    }

    void aRotationAtAProviderIsGoneOnWithInItsGuide()
    {
        auto &desk = *m_rig->desk;
        const auto old = m_watcher->watch(u"Live"_s, test::someKey());
        auto described = test::newKey(u"Live"_s);
        described.replaces = old.id;
        const auto place = *m_watcher->desk->store.organization(old.organizationId);
        const auto fresh = m_watcher->watch(described, test::someKey(), place);
        const auto account = desk.sessions.watch();
        QVERIFY_RESULT(test::wait(desk.directory.refresh(account)));
        m_rig->organization = desk.directory.referenceOf(account, old.organizationId);
        show();
        QTRY_VERIFY(named(u"Rotation of Live"_s));
        QVERIFY(!test::button(&page(), u"Extend overlap…"_s));
        QVERIFY(!test::button(&page(), u"Retire old key now…"_s));
        QVERIFY(!test::button(&page(), u"Who still calls it?"_s));
        QVERIFY(named(u"New key works: not yet"_s));
        m_following->rotations.noteProof(m_rig->organization, fresh.id);
        QTRY_VERIFY(named(u"New key works: done"_s));
        QVERIFY(says(u"its provider took it"_s));
        QSignalSpy wanted(m_rig->actions.get(), &ui::KeyActions::manualRotationWanted);
        QVERIFY(press(&page(), u"Go on with the rotation…"_s));
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().toString(), old.id);
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
        QVERIFY(first->mapTo(&page(), QPoint()).y() < second->mapTo(&page(), QPoint()).y());
        auto *button = test::button(second, u"Extend overlap…"_s);
        button->setFocus();
        QTRY_VERIFY(button->hasFocus());
        page().refresh();
        QSignalSpy changed(&m_following->rotations, &core::Rotations::changed);
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
        page().setOrganization(m_rig->organization);
        QTRY_VERIFY(says(u"200 days old; policy is 180"_s));
        QVERIFY(says(u"0 running · 1 due"_s));
        QVERIFY(pressSoon(&page(), u"Rotate…"_s));
        QVERIFY(dialog<ui::RotateDialog>(m_rig->window));
    }

    void thoseOfAllOrganizationsStandTogetherAndEachGoesToItsOwnServer()
    {
        auto &desk = *m_rig->desk;
        test::LiveGateway other(u"Contoso"_s);
        QVERIFY(other.start());
        const auto there = desk.organization(desk.signIn(other.address(), other.email(), other.password()));
        QVERIFY(there != 0);
        const auto here = rotate(u"CRM sync"_s);
        const auto elsewhere = rotateAt(there, u"CRM sync"_s);
        show(core::everyOrganization);
        QTRY_VERIFY(says(u"2 running"_s));
        auto *card = named(u"Rotation of CRM sync in Contoso"_s);
        QVERIFY(card && named(u"Rotation of CRM sync in Northwind"_s));
        QVERIFY(wordsOn(card).contains(u"Contoso"_s));

        QVERIFY(press(card, u"Retire old key now…"_s));
        auto *retire = dialog<ui::RetireDialog>(m_rig->window);
        QVERIFY(retire);
        QVERIFY(press(retire, u"Retire now"_s));
        QTRY_VERIFY(says(u"1 running"_s));
        QVERIFY(named(u"Rotation of CRM sync in Northwind"_s));
        QVERIFY(says(u"Contoso · Old key retired"_s));
        QCOMPARE(m_rig->now(*here.key.replaced).status, core::KeyStatus::Retiring);
        QSignalSpy wanted(&page(), &ui::Page::keyWanted);
        QVERIFY(press(&page(), u"Show key"_s));
        QCOMPARE(wanted.first().at(0).toLongLong(), there);
        QCOMPARE(wanted.first().at(1).toString(), elsewhere.key.key.id);

        // One server that is away leaves the others alone.
        other.stop();
        page().refresh();
        rotate(u"Nightly export"_s);
        QTRY_VERIFY_WITH_TIMEOUT(named(u"Rotation of Nightly export in Northwind"_s), 20000);
        QVERIFY(says(u"Contoso · Old key retired"_s));
        page().setOrganization(m_rig->organization);
        QVERIFY(named(u"Rotation of CRM sync"_s)); // of one, it need not be said
        QVERIFY(!says(u"Contoso"_s));
    }

    void ofAllWhatWasNeverReadIsNamed()
    {
        QVERIFY_RESULT(test::wait(m_following->sync.synchronize(m_rig->organization)));
        auto unread = m_rig->desk->directory.organization(m_rig->organization)->organization;
        const auto known = unread;
        unread.id = u"unread"_s;
        unread.name = u"<b>Unread</b>"_s;
        QVERIFY_RESULT(m_rig->desk->organizations.replace(m_rig->account, {known, unread}));
        Q_EMIT m_rig->desk->sessions.accountsChanged();
        ScreenTest::show(core::everyOrganization, {1000, 700});
        QVERIFY(says(u"Those of <b>Unread</b> were not read yet."_s));
        QVERIFY(says(u"Nothing is due among the keys that are known."_s));
    }

    void whatIsDueNamesItsOrganizationAndIsRotatedThere()
    {
        auto &desk = *m_rig->desk;
        const auto key = m_rig->makeKey(u"Nightly export"_s);
        auto aged = key;
        aged.createdAt = desk.clock.now().addDays(-200);
        show(core::everyOrganization);
        QVERIFY_RESULT(desk.cache.put(m_rig->organization, {aged}));
        page().setOrganization(core::everyOrganization);
        QTRY_VERIFY(says(u"Northwind · 200 days old; policy is 180"_s));
        QVERIFY(pressSoon(&page(), u"Rotate…"_s));
        QVERIFY(dialog<ui::RotateDialog>(m_rig->window));
    }

    void theCalendarIsAskedForAtTheTop()
    {
        show();
        QSignalSpy wanted(&page(), &ui::RotationsPage::calendarWanted);
        auto *button = page().findChild<QAbstractButton *>(u"exportCalendar"_s);
        QVERIFY(button != nullptr && button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
    }
};

QTEST_MAIN(RotationsPageTest)
#include "tst_rotationspage.moc"
