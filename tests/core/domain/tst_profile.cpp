#include "core/domain/profile.h"
#include "tests/support/check.h"

#include <QDir>
#include <QRegularExpression>
#include <QSet>

using namespace core;
using namespace Qt::StringLiterals;

class ProfileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everyShippedFileIsAProfile()
    {
        const auto profiles = shippedProfiles();
        QStringList ids;
        for (const auto &profile : profiles)
            ids += profile.id;
        QCOMPARE(ids, (QStringList{u"generic"_s, u"wa-gateway"_s, u"wati"_s, u"watsi"_s, u"wazzapi"_s}));
        QCOMPARE(QDir(u":/profiles"_s).entryList().size(), profiles.size());
    }

    void scopesAreUniqueAndEveryRouteAsksForOneOfThem()
    {
        for (const auto &profile : shippedProfiles()) {
            QSet<QString> names;
            for (const auto &scope : profile.scopes)
                names.insert(scope.name);
            QCOMPARE(names.size(), profile.scopes.size());
            QVERIFY(profile.scopes.size() <= 128); // the check's ScopeSet
            for (const auto &route : profile.routes)
                QVERIFY2(names.contains(route.scope), qPrintable(profile.id + u' ' + route.path));
        }
    }

    void prefixesTellProvidersApart()
    {
        QSet<QString> prefixes;
        for (const auto &profile : shippedProfiles()) {
            QVERIFY(QRegularExpression(u"^[a-z][a-z0-9_]{0,22}_$"_s).match(profile.keyPrefix).hasMatch());
            prefixes.insert(profile.keyPrefix);
        }
        QCOMPARE(prefixes.size(), shippedProfiles().size());
    }

    void everyProviderCanBeWatched()
    {
        for (const auto &profile : shippedProfiles()) {
            QVERIFY2(profile.watching, qPrintable(profile.id));
            QSet<QString> ids;
            QSet<QString> scopes;
            for (const auto &scope : profile.scopes)
                scopes.insert(scope.name);
            for (const auto &kind : profile.watching->kinds) {
                ids.insert(kind.id);
                QVERIFY(!kind.explanation.isEmpty());
                QCOMPARE(kind.needsTenant, kind.probe.path.contains(u"{tenant}"_s));
                QVERIFY(kind.betterKind.isEmpty() || profile.watching->kind(kind.betterKind) != nullptr);
                QCOMPARE(kind.endingCall.isEmpty(), kind.endingHint.isEmpty());
                for (const auto &scope : kind.scopes)
                    QVERIFY(scopes.contains(scope));
            }
            QCOMPARE(ids.size(), profile.watching->kinds.size());
            for (const auto &url : {profile.watching->dashboardUrl, profile.docsUrl})
                QVERIFY(url.isEmpty() || url.startsWith(u"https://"_s));
        }
        QVERIFY(!shippedProfile(u"unheard-of"_s));
        QCOMPARE(shippedProfile(u"wati"_s)->watching->kinds.size(), 2);
    }

    void aBrokenProfileSaysWhatIsWrong()
    {
        const auto broken = profileFromJson(R"({"id":"x","name":"X","key_prefix":7})");
        QCOMPARE_ERROR(broken, Error::Kind::Protocol);
        QVERIFY(broken.error().detail.contains(u"key_prefix"_s));
        QCOMPARE_ERROR(profileFromJson("["), Error::Kind::Protocol);
    }
};

QTEST_GUILESS_MAIN(ProfileTest)
#include "tst_profile.moc"
