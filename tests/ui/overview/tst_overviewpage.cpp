#include "ui/overview/overviewpage.h"

#include "core/backend/backend.h"
#include "core/domain/attention.h"
#include "tests/core/services/tokencaller.h"
#include "tests/support/check.h"
#include "tests/ui/keys/screentest.h"
#include "ui/keys/editkeydialog.h"
#include "ui/kit/chart.h"
#include "ui/kit/factpanel.h"
#include "ui/overview/endtokendialog.h"
#include "ui/overview/figurecard.h"
#include "ui/overview/period.h"

#include <QAccessible>
#include <QLabel>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Show = core::KeyQuery::Show;
using test::button;
using test::dialog;
using test::press;
using test::pressSoon;
using test::wordsOn;

namespace {

const QString unreachable = u"The gateway cannot be reached."_s;
const QString activeKeys = u"Active keys"_s;
const QString refusals = u"Requests refused"_s;

} // namespace

class OverviewPageTest : public test::ScreenTest {
    Q_OBJECT

    std::unique_ptr<ui::Page> makeScreen() override
    {
        auto &desk = *m_rig->desk;
        return std::make_unique<ui::OverviewPage>(
            ui::OverviewPage::Services{desk.sessions, desk.directory, desk.keys, m_following->sync, desk.cache,
                                       m_following->usage, desk.clock, *m_rig->actions});
    }
    ui::Page &page() { return screen(); }
    void show() { ScreenTest::show(m_rig->organization, {1100, 800}); }
    QString figure(const QString &label)
    {
        const auto *card = qobject_cast<ui::FigureCard *>(button(&page(), label));
        return card ? card->figure() : u"no such card"_s;
    }
    ui::Chart &chart() { return *page().findChild<ui::Chart *>(u"calls"_s); }
    QString said(const char *panel) { return wordsOn(page().findChild<ui::FactPanel *>(QLatin1StringView(panel))); }
    qint64 charted() { return core::attention::sumOf(chart().counts()).total(); }
    static QString read(QWidget *widget, QAccessible::Text kind)
    {
        return QAccessible::queryAccessibleInterface(widget)->text(kind);
    }
    //! Calls that succeed, then calls that lack a scope; the gateway has added them up when this returns.
    bool call(int allowed, int refused)
    {
        const auto made = test::wait(m_rig->desk->keys.create(
            m_rig->organization, {u"Import"_s, {}, {u"contacts:read"_s}, m_rig->desk->clock.now().addDays(100)}));
        QUrl url = m_rig->gateway.address();
        url.setPath(u"/api/v1/authorize"_s);
        for (int i = 0; made && i < allowed + refused; ++i) {
            const QByteArray method = i < allowed ? "GET" : "POST";
            const auto reply = test::wait(m_rig->desk->http.send(
                {.url = url,
                 .headers = {{"X-Original-Method", method}, {"X-Original-URI", "/api/v1/contacts"}},
                 .secretHeaders = {{"X-Api-Key", made->key.secret}}}));
            if (!reply || reply->status != (i < allowed ? 204 : 403))
                return false;
        }
        const auto counted = [&] {
            const QDateTime now = m_rig->desk->clock.now();
            const auto counts = test::wait(
                m_rig->backend().usage(m_rig->desk->directory.organization(m_rig->organization)->organization.id, {},
                                       core::UsageBucket::Hour, now.addSecs(-7200), now.addSecs(3600)));
            return counts && core::attention::sumOf(*counts).total() == allowed + refused;
        };
        return made && QTest::qWaitFor(counted, 20000);
    }
    //! One key of each kind that has a figure.
    void fill()
    {
        const QDateTime now = m_rig->desk->clock.now();
        auto ending = m_rig->makeKey(u"Nightly export"_s);
        ending.expiresAt = now.addDays(5);
        auto idle = m_rig->makeKey(u"Old bot"_s);
        idle.createdAt = now.addDays(-120);
        m_rig->makeKey(u"Campaign sender"_s);
        const auto rotated =
            test::wait(m_rig->desk->keys.rotate(m_rig->organization, m_rig->makeKey(u"CRM sync"_s), {24h, {}}));
        QVERIFY_RESULT(rotated);
        QVERIFY_RESULT(m_rig->desk->cache.put(m_rig->organization, {ending, idle}));
    }

private Q_SLOTS:
    void theFiguresAreThoseOfTheCache()
    {
        fill();
        show();
        const auto counts = m_rig->desk->cache.counts(m_rig->organization, m_rig->desk->clock.now());
        QVERIFY_RESULT(counts);
        const std::tuple<QString, qint64, qint64> figures[] = {{activeKeys, counts->active, 4},
                                                               {u"Expire within 14 days"_s, counts->expiresSoon, 1},
                                                               {u"Unused for 90 days"_s, counts->idle, 1},
                                                               {u"Retiring now"_s, counts->retiring, 1}};
        for (const auto &[label, cached, expected] : figures) {
            QCOMPARE(figure(label), QString::number(cached));
            QCOMPARE(cached, expected);
            QCOMPARE(read(button(&page(), label), QAccessible::Description), figure(label));
        }
        m_rig->makeKey(u"One more"_s);
        QTRY_COMPARE(figure(activeKeys), u"5"_s);
    }

    void aFigureLeadsToItsKeys()
    {
        show();
        QSignalSpy wanted(&page(), &ui::Page::keysWanted);
        const std::pair<QString, Show> ways[] = {{activeKeys, Show::Active},
                                                 {u"Expire within 14 days"_s, Show::ExpiresSoon},
                                                 {u"Unused for 90 days"_s, Show::Idle},
                                                 {u"Retiring now"_s, Show::Retiring}};
        for (const auto &[label, filter] : ways) {
            QVERIFY2(press(&page(), label), qPrintable(label));
            QCOMPARE(wanted.takeFirst().first().value<Show>(), filter);
        }
        QVERIFY(wanted.isEmpty());
        auto *card = button(&page(), activeKeys);
        card->setFocus();
        QTest::keyClick(card, Qt::Key_Space);
        QCOMPARE(wanted.size(), 1);
    }

    void refusedRequestsAreAShareAndLeadToTheActivity()
    {
        QVERIFY(call(6, 2));
        show();
        QTRY_COMPARE(figure(refusals), u"25 %"_s);
        QSignalSpy wanted(&page(), &ui::Page::activityWanted);
        QVERIFY(press(&page(), refusals));
        QVERIFY(press(&page(), u"24 h"_s));
        QVERIFY(press(&page(), refusals));
        QCOMPARE(wanted.size(), 2);
        const QDateTime now = m_rig->desk->clock.now();
        const ui::Period periods[] = {ui::Period::Month, ui::Period::Day};
        for (int i = 0; i < 2; ++i) {
            const auto filter = wanted.at(i).at(1).value<core::ActivityFilter>();
            QCOMPARE(filter.result, core::ActivityFilter::Result::Refused);
            QCOMPARE(filter.keyId, QString());
            QCOMPARE(filter.since, ui::beginOf(periods[i], now));
        }
    }

    void aChosenPeriodIsAskedFor()
    {
        QVERIFY(call(5, 0));
        show();
        QTRY_COMPARE(charted(), 5);
        QCOMPARE(chart().counts().size(), 30);
        QCOMPARE(read(&chart(), QAccessible::Name), u"Requests per day"_s);
        const std::tuple<QString, qsizetype, QString> choices[] = {{u"24 h"_s, 24, u"Requests per hour"_s},
                                                                   {u"7 days"_s, 168, u"Requests per hour"_s},
                                                                   {u"90 days"_s, 90, u"Requests per day"_s}};
        for (const auto &[name, buckets, title] : choices) {
            QVERIFY2(press(&page(), name), qPrintable(name));
            QTRY_COMPARE(chart().counts().size(), buckets);
            QCOMPARE(charted(), 5);
            QCOMPARE(read(&chart(), QAccessible::Name), title);
            QVERIFY(wordsOn(&page()).contains(title));
        }
    }

    void whereNothingHappenedThatIsSaid()
    {
        show();
        QTRY_COMPARE(figure(refusals), u"0 %"_s);
        for (const auto &label : {activeKeys, u"Retiring now"_s})
            QCOMPARE(figure(label), u"0"_s);
        QCOMPARE(read(&chart(), QAccessible::Description), u"No requests in this time"_s);
        QVERIFY(said("attention").contains(u"No key needs attention."_s));
    }

    void theLatestChangesSayWhoAndWhat()
    {
        m_rig->makeKey(u"CRM sync"_s);
        show();
        QVERIFY(said("changes").contains(u"Reading…"_s));
        QTRY_VERIFY(said("changes").contains(u"created CRM sync"_s));
        QVERIFY(said("changes").contains(u"Amara Okafor"_s));
        QVERIFY(said("changes").contains(u"signed in from 127.0.0.1"_s));
        QVERIFY(!said("changes").contains(u"Reading…"_s));
    }

    void whatNeedsAttentionIsSettledFromHere()
    {
        const auto made =
            test::wait(m_rig->desk->keys.create(m_rig->organization, {u"CRM sync"_s, {}, {u"contacts:read"_s}, {}}));
        QVERIFY_RESULT(made);
        show();
        QVERIFY(said("attention").contains(u"CRM sync"_s));
        QVERIFY(said("attention").contains(u"never expires"_s));
        auto *settle = button(&page(), u"Set expiry…"_s);
        QVERIFY(settle);
        QCOMPARE(read(settle, QAccessible::Description), u"CRM sync"_s);
        QVERIFY(press(&page(), u"Set expiry…"_s));
        QVERIFY(dialog<ui::EditKeyDialog>(m_rig->window));
        core::KeyChanges changes;
        changes.expiresAt = m_rig->desk->clock.now().addDays(60);
        QVERIFY_RESULT(test::wait(m_rig->desk->keys.update(m_rig->organization, made->key.key, changes)));
        QTRY_VERIFY(said("attention").contains(u"No key needs attention."_s));
    }

    void offlineWhatWasReadBeforeStaysAndSaysOfWhen()
    {
        QVERIFY(call(5, 0));
        show();
        QTRY_COMPARE(charted(), 5);
        QTRY_VERIFY(said("changes").contains(u"Amara Okafor"_s));
        auto *asOf = page().findChild<QLabel *>(u"asOf"_s);
        QVERIFY(!asOf->isVisible());
        m_rig->gateway.stop();
        page().refresh();
        QTRY_VERIFY_WITH_TIMEOUT(asOf->isVisible(), 20000);
        QVERIFY(asOf->text().startsWith(u"as of "_s));
        QCOMPARE(charted(), 5);
        QCOMPARE(figure(activeKeys), u"1"_s);
        QVERIFY(said("changes").contains(u"Amara Okafor"_s));
        QTRY_VERIFY(wordsOn(&page()).contains(unreachable));

        // As at the next start: the counts were kept, the changes were not.
        openScreen();
        show();
        QCOMPARE(charted(), 5);
        QTRY_VERIFY_WITH_TIMEOUT(said("changes").contains(unreachable), 20000);
        QVERIFY(!said("changes").contains(u"Reading…"_s));
    }

    void offlineWhatWasNeverReadIsNotPretended()
    {
        m_rig->makeKey(u"CRM sync"_s);
        m_rig->gateway.stop();
        show();
        QTRY_VERIFY_WITH_TIMEOUT(read(&chart(), QAccessible::Description).startsWith(unreachable), 20000);
        QVERIFY(said("changes").contains(unreachable));
        QCOMPARE(figure(refusals), QString());
        QCOMPARE(read(button(&page(), refusals), QAccessible::Description), u"Not known yet"_s);
        QCOMPARE(figure(activeKeys), u"1"_s); // the keys are on this machine
    }

    void aPersonalTokenInUseIsShownAndEnded()
    {
        test::TokenCaller program(m_rig->desk->http, m_rig->gateway);
        QVERIFY(program.readToken());
        QCOMPARE(program.call(), 200);
        show();
        QTRY_VERIFY(said("attention").contains(u"Your personal token at 127.0.0.1"_s));
        QVERIFY(press(&page(), u"End token…"_s));
        auto *question = dialog<ui::EndTokenDialog>(page());
        QVERIFY(question != nullptr);
        QVERIFY(press(question, u"End token"_s));
        QTRY_VERIFY(!said("attention").contains(u"Your personal token"_s));
        QCOMPARE(program.call(), 401);
    }

    void nothingOfOneOrganizationIsLeftForAnother()
    {
        fill();
        QVERIFY(call(5, 0));
        show();
        QTRY_COMPARE(charted(), 5);
        QTRY_VERIFY(said("changes").contains(u"Amara Okafor"_s));
        page().refresh(); // its answers come too late
        page().setOrganization(0);
        const auto isEmpty = [this] {
            return charted() == 0 && figure(activeKeys).isEmpty() && !said("attention").contains(u"Old bot"_s) &&
                   !said("changes").contains(u"Amara Okafor"_s);
        };
        QVERIFY(isEmpty());
        QVERIFY_RESULT(test::wait(m_following->sync.synchronize(m_rig->organization)));
        QVERIFY(isEmpty());
    }

    void everythingHasAName()
    {
        fill();
        show();
        QTRY_VERIFY(said("changes").contains(u"Amara Okafor"_s));
        int named = 0;
        for (auto *each : page().findChildren<QWidget *>()) {
            if (!each->isVisible() || each->focusPolicy() == Qt::NoFocus)
                continue;
            QVERIFY2(!read(each, QAccessible::Name).isEmpty(), each->metaObject()->className());
            ++named;
        }
        QVERIFY(named >= 10); // five figures, four periods, the chart
        const std::pair<const char *, QString> panels[] = {{"attention", u"Needs attention"_s},
                                                           {"changes", u"Latest changes"_s}};
        for (const auto &[name, title] : panels)
            QCOMPARE(read(page().findChild<QWidget *>(QLatin1StringView(name)), QAccessible::Name), title);
        page().focusMain();
        QCOMPARE(read(page().focusWidget(), QAccessible::Name), activeKeys);
    }
};

QTEST_MAIN(OverviewPageTest)
#include "tst_overviewpage.moc"
