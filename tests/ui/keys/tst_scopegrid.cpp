#include "ui/keys/scopegrid.h"

#include "core/domain/profile.h"
#include "ui/kit/plainlabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

class ScopeGridTest : public QObject {
    Q_OBJECT

    static QList<core::Scope> scopesOf(const QString &profile)
    {
        for (const auto &each : core::shippedProfiles()) {
            if (each.id == profile)
                return each.scopes;
        }
        return {};
    }
    static QCheckBox *box(const ui::ScopeGrid &in, const QString &scope)
    {
        QCheckBox *found = nullptr;
        for (auto *each : in.findChildren<QCheckBox *>()) {
            if (each->accessibleName() == scope)
                found = each;
        }
        return found;
    }
    static QString line(const ui::ScopeGrid &in) { return in.findChild<ui::PlainLabel *>(u"scopeLine"_s)->text(); }
    static QStringList labels(const ui::ScopeGrid &in)
    {
        QStringList texts;
        for (auto *each : in.findChildren<QLabel *>())
            texts += each->text();
        return texts;
    }
    static void startFrom(ui::ScopeGrid &grid, const QString &preset)
    {
        auto *presets = grid.findChild<QComboBox *>();
        presets->setFocus();
        presets->setCurrentIndex(presets->findText(preset));
        Q_EMIT presets->activated(presets->currentIndex());
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }

    void everyShippedProfileHasABoxForEachScope()
    {
        for (const auto &profile : core::shippedProfiles()) {
            ui::ScopeGrid grid;
            grid.setScopes(profile.scopes);
            QCOMPARE(grid.findChildren<QCheckBox *>().size(), profile.scopes.size());
            for (const auto &scope : profile.scopes)
                QVERIFY2(box(grid, scope.name), qPrintable(scope.name));
        }
    }

    void resourcesAreRowsAndActionsColumns()
    {
        ui::ScopeGrid grid;
        grid.setScopes(scopesOf(u"wazzapi"_s));
        grid.resize(560, 700);
        grid.show();
        QVERIFY(QTest::qWaitForWindowExposed(&grid));
        const auto at = [&](const QString &scope) { return box(grid, scope)->mapTo(&grid, QPoint()); };
        QCOMPARE(at(u"contacts:read"_s).x(), at(u"devices:read"_s).x());
        QCOMPARE(at(u"contacts:write"_s).x(), at(u"webhooks:write"_s).x());
        QVERIFY(at(u"contacts:read"_s).x() < at(u"contacts:write"_s).x());
        QVERIFY(qAbs(at(u"contacts:read"_s).y() - at(u"contacts:write"_s).y()) <= 2);
        QVERIFY(at(u"contacts:read"_s).y() < at(u"devices:read"_s).y());
        QVERIFY(labels(grid).contains(u"Read"_s) && labels(grid).contains(u"Write"_s));
        QVERIFY(labels(grid).contains(u"List and read contacts · Create and change contacts"_s));
    }

    void singleWordScopesGetARowEach()
    {
        ui::ScopeGrid grid;
        grid.setScopes(scopesOf(u"wa-gateway"_s));
        grid.resize(560, 400);
        grid.show();
        QVERIFY(QTest::qWaitForWindowExposed(&grid));
        QList<int> rows;
        for (const auto &name : {u"read"_s, u"send"_s, u"manage"_s, u"events"_s}) {
            QCOMPARE(box(grid, name)->mapTo(&grid, QPoint()).x(), box(grid, u"read"_s)->mapTo(&grid, QPoint()).x());
            rows += box(grid, name)->mapTo(&grid, QPoint()).y();
            QVERIFY(labels(grid).contains(name));
        }
        QVERIFY(std::is_sorted(rows.begin(), rows.end()) && rows.first() < rows.last());
    }

    void riskIsAWord()
    {
        ui::ScopeGrid grid;
        grid.setScopes(scopesOf(u"wa-gateway"_s));
        QCOMPARE(labels(grid).count(u"Medium risk"_s), 1);
        QCOMPARE(labels(grid).count(u"High risk"_s), 1);
        QVERIFY(box(grid, u"manage"_s)->accessibleDescription().contains(u"High risk"_s));
    }

    void whatMayNotBeGrantedIsShownAndSaysWhy()
    {
        auto scopes = scopesOf(u"generic"_s);
        for (auto &scope : scopes)
            scope.grantable = scope.resource != u"users";
        ui::ScopeGrid grid;
        grid.setScopes(scopes);
        QVERIFY(!box(grid, u"users:read"_s)->isEnabled());
        QVERIFY(box(grid, u"users:read"_s)->toolTip().contains(u"Your role cannot grant this"_s));
        QCOMPARE(line(grid), u"No scope chosen. Your role cannot grant “users:read”, “users:manage”."_s);
        QCOMPARE(grid.choose({u"contacts:read"_s, u"users:read"_s}), QStringList{u"users:read"_s});
        QCOMPARE(grid.chosen(), QStringList{u"contacts:read"_s});
    }

    void aClickChoosesAndIsCounted()
    {
        ui::ScopeGrid grid;
        grid.setScopes(scopesOf(u"generic"_s));
        grid.show();
        QSignalSpy changed(&grid, &ui::ScopeGrid::changed);
        box(grid, u"messages:write"_s)->setFocus();
        QTest::keyClick(box(grid, u"messages:write"_s), Qt::Key_Space);
        QTest::mouseClick(box(grid, u"contacts:read"_s), Qt::LeftButton, {},
                          {8, box(grid, u"contacts:read"_s)->height() / 2});
        QCOMPARE(changed.size(), 2);
        QCOMPARE(grid.chosen(), (QStringList{u"contacts:read"_s, u"messages:write"_s}));
        QCOMPARE(line(grid), u"2 scopes chosen."_s);
    }

    void presetsBeginAnew()
    {
        auto scopes = scopesOf(u"generic"_s);
        for (auto &scope : scopes)
            scope.grantable = scope.resource != u"users";
        core::Key like;
        like.name = u"CRM sync"_s;
        like.scopes = {u"templates:read"_s, u"users:read"_s};
        ui::ScopeGrid grid;
        grid.setScopes(scopes);
        grid.setExamples({like});
        startFrom(grid, u"Everything I may grant"_s);
        QCOMPARE(grid.chosen().size(), 8);
        startFrom(grid, u"Read only"_s);
        QCOMPARE(grid.chosen(),
                 (QStringList{u"contacts:read"_s, u"conversations:read"_s, u"messages:read"_s, u"templates:read"_s}));
        startFrom(grid, u"Like “CRM sync”"_s);
        QCOMPARE(grid.chosen(), QStringList{u"templates:read"_s});
        startFrom(grid, u"Least privilege"_s);
        QVERIFY(grid.chosen().isEmpty());
    }

    void whatAKeyHoldsMayStayOrGo()
    {
        auto scopes = scopesOf(u"generic"_s);
        for (auto &scope : scopes)
            scope.grantable = scope.resource != u"users";
        ui::ScopeGrid grid;
        grid.setScopes(scopes);
        grid.setHeld({u"users:read"_s, u"tickets:close"_s});
        QVERIFY(grid.choose({u"users:read"_s, u"tickets:close"_s}).isEmpty());
        QCOMPARE(grid.chosen(), (QStringList{u"users:read"_s, u"tickets:close"_s}));
        QVERIFY(labels(grid).contains(u"No longer offered"_s));
        box(grid, u"tickets:close"_s)->click();
        QCOMPARE(grid.chosen(), QStringList{u"users:read"_s});
    }

    void whatWasChosenOutlivesANewList()
    {
        ui::ScopeGrid grid;
        grid.setScopes(scopesOf(u"generic"_s));
        grid.choose({u"contacts:read"_s, u"users:read"_s});
        auto scopes = scopesOf(u"generic"_s);
        scopes.removeLast(); // users:manage
        grid.setScopes(scopes);
        QCOMPARE(grid.chosen(), (QStringList{u"contacts:read"_s, u"users:read"_s}));
    }

    void aHostileListDoesNotFreezeTheWindow()
    {
        QList<core::Scope> scopes;
        const QString endless(100000, u'x');
        for (int i = 0; i < 20000; ++i) {
            const auto name = u"<b>&\u202e%1</b>"_s.arg(QString(300, u'W')) + QString::number(i);
            scopes += core::Scope{name + u":read"_s, name, u"read"_s, endless, core::Risk::High, i % 2 == 0};
        }
        QElapsedTimer time;
        time.start();
        ui::ScopeGrid grid;
        grid.setScopes(scopes);
        grid.resize(560, 600);
        grid.show();
        QVERIFY(QTest::qWaitForWindowExposed(&grid));
        QVERIFY2(time.elapsed() < 5000, qPrintable(QString::number(time.elapsed())));
        QVERIFY(grid.findChildren<QCheckBox *>().size() <= 300);
        QVERIFY2(grid.minimumSizeHint().width() < 560, qPrintable(QString::number(grid.minimumSizeHint().width())));
        for (auto *label : grid.findChildren<QLabel *>())
            QVERIFY(!label->text().contains(QChar(0x202e)) && label->textFormat() == Qt::PlainText);
    }
};

QTEST_MAIN(ScopeGridTest)
#include "tst_scopegrid.moc"
