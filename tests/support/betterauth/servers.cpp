#include "tests/support/betterauth/servers.h"

#include "tests/support/check.h"

using namespace Qt::StringLiterals;

namespace test {

void everyServer()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<QStringList>("options");
    for (const auto &version : {u"1.7.5"_s, u"1.4.22"_s}) {
        QTest::newRow(qPrintable(version + u", bearer token"_s)) << version << QStringList();
        QTest::newRow(qPrintable(version + u", cookies"_s)) << version << QStringList{u"--no-bearer"_s};
    }
}

void everyVersion()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<QStringList>("options");
    for (const auto &version : {u"1.7.5"_s, u"1.4.22"_s})
        QTest::newRow(qPrintable(version)) << version << QStringList();
}

RealBetterAuth *Servers::current()
{
    const QFETCH(QString, version);
    const QFETCH(QStringList, options);
    auto &server = m_servers[version + options.join(u' ')];
    if (!server)
        server = std::make_unique<RealBetterAuth>(version, options);
    return server->address().isValid() ? server.get() : nullptr;
}

bool Servers::isOlder() const
{
    const QFETCH(QString, version);
    return version == "1.4.22"_L1;
}

std::unique_ptr<core::BetterAuthBackend> Servers::stranger()
{
    const auto *server = current();
    return server ? std::make_unique<core::BetterAuthBackend>(m_http, server->address()) : nullptr;
}

std::unique_ptr<core::BetterAuthBackend> Servers::signedIn(const QString &person)
{
    auto backend = stranger();
    if (!backend)
        return nullptr;
    const auto session = wait(backend->signIn(person, current()->passwordOf(person)));
    if (!session) {
        qInfo().noquote() << words(session.error());
        return nullptr;
    }
    backend->setSession(session->session);
    return backend;
}

QString Servers::place()
{
    return isOlder() ? current()->idOf(olivia) : current()->organization(u"acme"_s);
}

} // namespace test
