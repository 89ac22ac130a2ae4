#include "ui/keys/keyfacts.h"

#include "tests/ui/keys/pagefixture.h"
#include "ui/keys/keyplaces.h"

#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using core::KeyStatus;

class KeyFactsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void twoKeysOfOneNameAreToldApartByTheirHints()
    {
        test::PageFixture fixture;
        auto old = fixture.key(u"key_1"_s, u"Live"_s);
        old.hint = u"wt_…aa11"_s;
        old.status = KeyStatus::Retiring;
        old.replacedBy = u"key_2"_s;
        auto fresh = fixture.key(u"key_2"_s, u"Live"_s);
        fresh.hint = u"wt_…bb22"_s;
        fresh.replaces = old.id;
        fixture.put({old, fresh});
        ui::KeyFacts facts(fixture.cache());
        const ui::KeyHome home{.organization = fixture.organization()};
        const auto link = [&](const QString &fact) { return facts.findChild<QPushButton *>(fact)->accessibleName(); };
        facts.show(fresh, home, fixture.clock().now());
        QCOMPARE(link(u"Replaces"_s), u"Live · wt_…aa11"_s);
        facts.show(old, home, fixture.clock().now());
        QCOMPARE(link(u"Replaced by"_s), u"Live · wt_…bb22"_s);
        fresh.name = u"Live, new"_s;
        fixture.put({fresh});
        facts.show(old, home, fixture.clock().now());
        QCOMPARE(link(u"Replaced by"_s), u"Live, new"_s);
    }
};

QTEST_MAIN(KeyFactsTest)
#include "tst_keyfacts.moc"
