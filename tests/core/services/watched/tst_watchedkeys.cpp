#include "core/services/watched/watchedkeys.h"

#include "core/credentials/credentialnames.h"
#include "tests/core/services/watched/watcheddesk.h"
#include "tests/support/check.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace core;
using namespace Qt::StringLiterals;
using test::bytesOf;
using test::newKey;
using test::renamed;
using test::someKey;
using test::watsiAt;

class WatchedKeysTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_rig = std::make_unique<test::Watcher>();
        m_secret = someKey();
    }
    void cleanup() { m_rig.reset(); }

    void nothingIsSentBeforeSomebodyAsks()
    {
        const auto key = added(u"Live"_s);
        m_rig->restart();
        QVERIFY_RESULT(m_rig->desk->keys.update(key.id, key.version, renamed(u"Live again"_s)));
        QVERIFY_RESULT(test::wait(m_rig->desk->keys.secretOf(key.id)));
        QTest::qWait(50);
        QVERIFY(m_rig->provider.requests().isEmpty());
        QVERIFY_RESULT(test::wait(m_rig->desk->keys.check(key.id)));
        QCOMPARE(m_rig->provider.requests().size(), 1);
    }

    void theSecretIsInTheKeychainAndInNoFile()
    {
        const auto key = added(u"Live"_s);
        QVERIFY(key.secretKept);
        QCOMPARE(key.sha256.size(), 32);
        QCOMPARE(*test::wait(m_rig->credentials.read(watchedName(key.id))), m_secret);
        m_rig->provider.say(401, R"({"error":{"message":"No )" + bytesOf(m_secret) + R"("}})");
        const auto check = test::wait(m_rig->desk->keys.check(key.id));
        QVERIFY_RESULT(check);
        QCOMPARE(check->outcome, CheckOutcome::Invalid);
        m_rig->desk.reset();
        int files = 0;
        for (QDirIterator each(m_rig->folder.path(), QDir::Files | QDir::Hidden); each.hasNext(); ++files) {
            QFile file(each.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto all = file.readAll();
            QVERIFY2(!all.contains(bytesOf(m_secret)), qPrintable(file.fileName()));
            QVERIFY2(!all.contains(bytesOf(m_secret).mid(5, 16)), qPrintable(file.fileName()));
        }
        QVERIFY(files >= 1);
    }

    void aFingerprintAloneCanBeCheckedWithTheKeyAtHand()
    {
        auto described = newKey(u"Live"_s);
        described.keepSecret = false;
        const auto key = added(described);
        QVERIFY(!key.secretKept);
        QCOMPARE_ERROR(test::wait(m_rig->credentials.read(watchedName(key.id))), Error::Kind::NotFound);
        QCOMPARE_ERROR(test::wait(m_rig->desk->keys.check(key.id)), Error::Kind::NotFound);
        QCOMPARE_ERROR(test::wait(m_rig->desk->keys.check(key.id, someKey())), Error::Kind::Protocol);
        QVERIFY(m_rig->provider.requests().isEmpty());
        const auto check = test::wait(m_rig->desk->keys.check(key.id, m_secret));
        QVERIFY_RESULT(check);
        QCOMPARE(check->outcome, CheckOutcome::Valid);
    }

    void aKeychainThatRefusesLeavesTheFingerprint()
    {
        const auto refusing = std::make_unique<RefusingStore>();
        m_rig->desk = std::make_unique<test::WatchedDesk>(m_rig->folder.path(), *refusing);
        const auto registered =
            test::wait(m_rig->desk->keys.add(watsiAt(m_rig->provider.address()), newKey(u"Live"_s), m_secret));
        QVERIFY_RESULT(registered);
        QVERIFY(registered->notKept);
        QCOMPARE(registered->notKept->kind, Error::Kind::KeychainLocked);
        QVERIFY(!m_rig->desk->store.key(registered->key.id)->secretKept);
        m_rig->desk.reset();
    }

    void whatACheckSaidIsThereAfterARestart()
    {
        const auto key = added(u"Live"_s);
        m_rig->provider.say(403, R"({"error":{"code":"FORBIDDEN","message":"no"}})");
        const auto check = test::wait(m_rig->desk->keys.check(key.id));
        QVERIFY_RESULT(check);
        m_rig->restart();
        const auto again = m_rig->desk->store.key(key.id);
        QVERIFY_RESULT(again);
        QVERIFY(again->lastCheck);
        QCOMPARE(again->lastCheck->outcome, CheckOutcome::NotPermitted);
        QCOMPARE(again->lastCheck->headers, check->headers);
        QCOMPARE(m_rig->desk->store.history(key.organizationId, 0, 1)->first().detail, u"not_permitted"_s);
    }

    void thatTheProviderTakesAKeyIsTold()
    {
        const auto key = added(u"Live"_s);
        QSignalSpy accepted(&m_rig->desk->keys, &WatchedKeys::accepted);
        for (const int status : {401, 403, 500, 200}) {
            m_rig->provider.say(status, R"({"chats":[]})");
            QVERIFY_RESULT(test::wait(m_rig->desk->keys.check(key.id)));
        }
        QCOMPARE(accepted.size(), 2); // not permitted is known, too
        QCOMPARE(accepted.first(), (QVariantList{key.organizationId, key.id}));
    }

    void aProviderThatAsksToWaitIsNotAskedBefore()
    {
        const auto key = added(u"Live"_s);
        m_rig->provider.say(429, "{}", "Retry-After: 120\r\n");
        QVERIFY_RESULT(test::wait(m_rig->desk->keys.check(key.id)));
        for (int i = 0; i < 2; ++i) {
            const auto refused = test::wait(m_rig->desk->keys.check(key.id));
            QCOMPARE_ERROR(refused, Error::Kind::RateLimited);
            QVERIFY(refused.error().retryAfter > std::chrono::seconds(100));
            QCOMPARE_ERROR(test::wait(m_rig->desk->keys.check(key.id, m_secret)), Error::Kind::RateLimited);
            m_rig->restart();
        }
        QCOMPARE(m_rig->provider.requests().size(), 1);
    }

    void twoChecksAtOnceAreOneCall()
    {
        const auto key = added(u"Live"_s);
        const auto first = m_rig->desk->keys.check(key.id);
        const auto second = m_rig->desk->keys.check(key.id);
        QCOMPARE_ERROR(test::wait(second), Error::Kind::InProgress);
        QVERIFY_RESULT(test::wait(first));
        QCOMPARE(m_rig->provider.requests().size(), 1);
        QVERIFY_RESULT(test::wait(m_rig->desk->keys.check(key.id)));
    }

    void aRotationEndsWhenTheOldKeyIsProvenDead()
    {
        const auto old = added(u"Live"_s);
        auto described = newKey(u"Live"_s);
        described.replaces = old.id;
        const auto fresh = someKey();
        const auto place = *m_rig->desk->store.organization(old.organizationId);
        const auto registered = test::wait(m_rig->desk->keys.add(place, described, fresh));
        QVERIFY_RESULT(registered);
        QCOMPARE(registered->key.replaces, old.id);
        QVERIFY(!registered->key.handedOver);
        QCOMPARE(keyOf(*m_rig->desk->store.key(old.id)).status, KeyStatus::Retiring);
        QVERIFY(!keyOf(*m_rig->desk->store.key(old.id)).useIsTold);
        QCOMPARE(m_rig->desk->store.key(old.id)->replacedBy, registered->key.id);

        m_rig->restart();
        QVERIFY_RESULT(test::wait(m_rig->desk->keys.check(registered->key.id)));
        QVERIFY(m_rig->provider.requests().last().contains(bytesOf(fresh)));
        QVERIFY_RESULT(m_rig->desk->keys.noteHandedOver(registered->key.id));

        // Dead before anybody said that it was revoked: told, and nothing more.
        m_rig->provider.say(401);
        QVERIFY_RESULT(test::wait(m_rig->desk->keys.check(old.id)));
        QVERIFY(!m_rig->desk->store.key(old.id)->endedAt.isValid());

        m_rig->restart();
        QVERIFY_RESULT(m_rig->desk->keys.noteRevokedThere(old.id));
        m_rig->provider.say(200, R"({"chats":[]})");
        QVERIFY_RESULT(test::wait(m_rig->desk->keys.check(old.id)));
        QVERIFY(!m_rig->desk->store.key(old.id)->endedAt.isValid()); // it still works
        m_rig->provider.say(503);
        QVERIFY_RESULT(test::wait(m_rig->desk->keys.check(old.id)));
        QVERIFY(!m_rig->desk->store.key(old.id)->endedAt.isValid()); // nobody knows
        m_rig->provider.say(401);
        QVERIFY_RESULT(test::wait(m_rig->desk->keys.check(old.id)));
        const auto ended = *m_rig->desk->store.key(old.id);
        QVERIFY(ended.endedAt.isValid());
        QCOMPARE(ended.endedReason, wordFor(RevokeReason::Replaced));
        QVERIFY(!ended.secretKept);
        QTRY_VERIFY(!test::wait(m_rig->credentials.read(watchedName(old.id))));
        QVERIFY_RESULT(test::wait(m_rig->credentials.read(watchedName(registered->key.id))));
    }

    void aKeyIsReplacedOnce()
    {
        const auto old = added(u"Live"_s);
        const auto place = *m_rig->desk->store.organization(old.organizationId);
        auto described = newKey(u"Live"_s);
        described.replaces = old.id;
        QVERIFY_RESULT(test::wait(m_rig->desk->keys.add(place, described, someKey())));
        QCOMPARE_ERROR(test::wait(m_rig->desk->keys.add(place, described, someKey())), Error::Kind::Conflict);
        described.replaces = u"nobody"_s;
        QCOMPARE_ERROR(test::wait(m_rig->desk->keys.add(place, described, someKey())), Error::Kind::NotFound);
    }

    void whatCannotBeIsRefusedAndLeavesNothing_data()
    {
        QTest::addColumn<QString>("member");
        for (const auto *member : {"name", "secret", "address", "organization", "provider", "tenant", "probe"})
            QTest::newRow(member) << QString::fromLatin1(member);
    }
    void whatCannotBeIsRefusedAndLeavesNothing()
    {
        QFETCH(QString, member);
        auto place = watsiAt(m_rig->provider.address());
        auto described = newKey(u"Live"_s);
        auto secret = m_secret;
        if (member == u"name")
            described.name = u" "_s;
        else if (member == u"secret")
            secret = Secret::copy("two words of text");
        else if (member == u"address")
            place.address = QUrl(u"http://api.watsi.ai"_s);
        else if (member == u"organization")
            place.name.clear();
        else if (member == u"provider")
            described.kindId = u"unheard-of"_s;
        else if (member == u"tenant")
            place.tenant = u"../10042"_s;
        else
            place.probePath = u"//elsewhere.example/"_s;
        QCOMPARE_ERROR(test::wait(m_rig->desk->keys.add(place, described, secret)), Error::Kind::Validation);
        QVERIFY(m_rig->desk->store.organizations()->isEmpty());
    }

    void theSameKeyTwiceIsRefusedAndNamed()
    {
        const auto key = added(u"Live"_s);
        const auto place = *m_rig->desk->store.organization(key.organizationId);
        const auto refused = test::wait(m_rig->desk->keys.add(place, newKey(u"Another"_s), m_secret));
        QCOMPARE_ERROR(refused, Error::Kind::Conflict);
        QCOMPARE(refused.error().facts.value(u"name"_s), u"Live"_s);
    }

    void anUpdateOfSomethingElseIsRefused()
    {
        const auto key = added(u"Live"_s);
        const auto ends = QDateTime::fromSecsSinceEpoch(1'900'000'000, Qt::UTC);
        KeyChanges changes;
        changes.note = u"n"_s;
        changes.scopes = QStringList{u"own"_s};
        changes.expiresAt = ends;
        const auto updated = m_rig->desk->keys.update(key.id, key.version, changes);
        QVERIFY_RESULT(updated);
        QCOMPARE(updated->expiresAt, ends);
        QCOMPARE(updated->scopes, QStringList{u"own"_s});
        QCOMPARE_ERROR(m_rig->desk->keys.update(key.id, key.version, renamed(u"Late"_s)),
                       Error::Kind::ChangedMeanwhile);
        QCOMPARE_ERROR(m_rig->desk->keys.update(key.id, updated->version, renamed(u""_s)), Error::Kind::Validation);
    }

    void endingTakesTheSecretOutOfTheKeychain()
    {
        const auto key = added(u"Live"_s);
        QSignalSpy changes(&m_rig->desk->keys, &WatchedKeys::changed);
        QVERIFY_RESULT(m_rig->desk->keys.end(key.id, u"unused"_s));
        QCOMPARE(changes.size(), 1);
        QTRY_VERIFY(!test::wait(m_rig->credentials.read(watchedName(key.id))));
        QCOMPARE_ERROR(m_rig->desk->keys.end(key.id, u"unused"_s), Error::Kind::Conflict);
        QVERIFY(m_rig->provider.requests().isEmpty());
    }

    void whoStopsWatchingLeavesNothingBehind()
    {
        const auto key = added(u"Live"_s);
        QSignalSpy changes(&m_rig->desk->keys, &WatchedKeys::organizationsChanged);
        QVERIFY_RESULT(m_rig->desk->keys.stopWatching(key.organizationId));
        QCOMPARE(changes.size(), 1);
        QVERIFY(m_rig->desk->store.organizations()->isEmpty());
        QTRY_VERIFY(!test::wait(m_rig->credentials.read(watchedName(key.id))));
    }

    void aSecretThatSomebodyPutIntoTheKeychainIsNotSent()
    {
        const auto key = added(u"Live"_s);
        QVERIFY_RESULT(test::wait(m_rig->credentials.write(watchedName(key.id), someKey())));
        QCOMPARE_ERROR(test::wait(m_rig->desk->keys.check(key.id)), Error::Kind::Protocol);
        QVERIFY(m_rig->provider.requests().isEmpty());
    }

    void aHintShowsTheEndOfALongKeyOnly()
    {
        const auto key = added(u"Live"_s);
        QCOMPARE(key.hint, u"…"_s + QString::fromLatin1(bytesOf(m_secret).right(4)));
        const auto place = *m_rig->desk->store.organization(key.organizationId);
        const auto prefixed = Secret::take(QByteArray("watsi_" + bytesOf(someKey())));
        QCOMPARE(test::wait(m_rig->desk->keys.add(place, newKey(u"B"_s), prefixed))->key.hint,
                 u"watsi_…"_s + QString::fromLatin1(bytesOf(prefixed).right(4)));
        const auto shortKey = Secret::take(bytesOf(someKey()).left(12));
        QCOMPARE(test::wait(m_rig->desk->keys.add(place, newKey(u"C"_s), shortKey))->key.hint, u"…"_s);
    }

private:
    //! A keychain that is locked.
    class RefusingStore final : public CredentialStore {
    public:
        Async<Secret> read(const QString &) override { return ready<Secret>(Error{Error::Kind::KeychainLocked}); }
        Async<> write(const QString &, const Secret &) override
        {
            return ready<>(Result<>(Error{Error::Kind::KeychainLocked}));
        }
        Async<> remove(const QString &) override { return ready<>(Result<>(Error{Error::Kind::KeychainLocked})); }
        QString title() const override { return u"locked"_s; }
        bool isPersistent() const override { return true; }
    };

    WatchedKey added(const NewWatchedKey &described)
    {
        return m_rig->watch(described, m_secret, watsiAt(m_rig->provider.address()));
    }
    WatchedKey added(const QString &name) { return added(newKey(name)); }

    std::unique_ptr<test::Watcher> m_rig;
    Secret m_secret;
};

QTEST_GUILESS_MAIN(WatchedKeysTest)
#include "tst_watchedkeys.moc"
