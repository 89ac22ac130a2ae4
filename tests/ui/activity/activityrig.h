#pragma once

#include "core/credentials/memorystore.h"
#include "tests/core/services/following.h"
#include "ui/activity/activitypage.h"

#include <QProcess>
#include <QTemporaryDir>

namespace test {

//! The Activity page over the app's real services, and the real gateway program with sample organizations whose keys
//! were called so many times.
class ActivityRig {
public:
    ActivityRig();
    ~ActivityRig();

    //! Fills a database, serves it, signs in and opens the page. False says why in the test's output.
    bool start(qint64 events);
    //! A page over the same services.
    void openPage();
    void stopGateway();

    //! What the gateway says, a page at a time: the yardstick of what is shown and exported.
    QList<core::ActivityEvent> allEvents(const core::ActivityFilter &filter);
    //! A number out of the gateway's database.
    qint64 count(const QString &sql) const;
    QString databaseFile() const { return folder.filePath(QStringLiteral("gateway.sqlite")); }
    core::Backend &backend();
    QString organizationId() const;
    template <typename T>
    T *find(const char *name) const
    {
        return page->findChild<T *>(QString::fromLatin1(name));
    }

    QTemporaryDir folder;
    core::MemoryStore credentials;
    std::unique_ptr<Desk> desk;
    std::unique_ptr<Following> following;
    std::unique_ptr<ui::ActivityPage> page;
    QString account;
    qint64 organization = 0;
    QUrl address;

private:
    bool serve();

    QProcess m_gateway;
    const QByteArray m_password;
};

} // namespace test
