#include "tests/ui/activity/activityrig.h"

#include "tests/support/check.h"

#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace test {

namespace {

constexpr auto owner = "owner@northwind.example";
constexpr int patience = 600'000; // a large sample takes its time
constexpr int pageLength = 1000;

} // namespace

ActivityRig::ActivityRig() : m_password(QUuid::createUuid().toByteArray(QUuid::WithoutBraces)) {}

ActivityRig::~ActivityRig()
{
    page.reset();
    stopGateway();
}

bool ActivityRig::start(qint64 eventCount)
{
    QProcess demo;
    demo.start(QStringLiteral(KEYSTEWARD_GATEWAY),
               {u"demo"_s, u"--database"_s, u"sqlite:"_s + databaseFile(), u"--events"_s, QString::number(eventCount)});
    demo.write(m_password + '\n');
    demo.closeWriteChannel();
    if (!demo.waitForFinished(patience) || demo.exitCode() != 0 || !serve()) {
        qInfo().noquote() << demo.readAllStandardError();
        return false;
    }
    desk = std::make_unique<Desk>(folder.path(), credentials);
    account = desk->signIn(address, QString::fromLatin1(owner), core::Secret::copy(m_password.toStdString()));
    for (const auto &known : desk->directory.organizations()) {
        if (known.organization.name == u"Northwind")
            organization = known.reference;
    }
    following = std::make_unique<Following>(*desk);
    if (organization == 0 || !wait(following->sync.synchronize(organization)))
        return false;
    openPage();
    return true;
}

bool ActivityRig::serve()
{
    m_gateway.start(QStringLiteral(KEYSTEWARD_GATEWAY), {u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--database"_s,
                                                         u"sqlite:"_s + databaseFile(), u"--sample-routes"_s});
    static const QRegularExpression line(u"listening on (http://\\S+)"_s);
    QString said;
    while (!line.match(said).hasMatch()) {
        if (!m_gateway.waitForReadyRead(10'000)) {
            qInfo().noquote() << said << m_gateway.readAllStandardError();
            return false;
        }
        said += QString::fromUtf8(m_gateway.readAllStandardOutput());
    }
    address = QUrl(line.match(said).captured(1));
    return true;
}

void ActivityRig::openPage()
{
    page = std::make_unique<ui::ActivityPage>(
        ui::ActivityPage::Services{desk->sessions, desk->directory, desk->cache, following->events, following->live,
                                   following->usage, desk->settings, desk->clock});
    page->resize(1280, 800);
    page->setOrganization(organization);
    page->show();
}

void ActivityRig::stopGateway()
{
    if (m_gateway.state() == QProcess::NotRunning)
        return;
    m_gateway.terminate();
    m_gateway.waitForFinished(10'000);
}

core::Backend &ActivityRig::backend()
{
    return *desk->sessions.backend(account);
}

QString ActivityRig::organizationId() const
{
    return desk->directory.organization(organization)->organization.id;
}

QList<core::ActivityEvent> ActivityRig::allEvents(const core::ActivityFilter &filter)
{
    QList<core::ActivityEvent> all;
    QString cursor;
    do {
        const auto next = wait(backend().activity(organizationId(), filter, cursor, pageLength));
        if (!next)
            qFatal("%s", qPrintable(words(next.error())));
        all += next->events;
        cursor = next->cursor;
    } while (!cursor.isEmpty());
    return all;
}

qint64 ActivityRig::count(const QString &sql) const
{
    const auto name = u"rig"_s;
    qint64 found = -1;
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        database.setDatabaseName(databaseFile());
        if (database.open()) {
            QSqlQuery query(database);
            if (query.exec(sql) && query.next())
                found = query.value(0).toLongLong();
        }
    }
    QSqlDatabase::removeDatabase(name);
    return found;
}

} // namespace test
