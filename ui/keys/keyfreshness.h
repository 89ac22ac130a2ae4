#pragma once

#include "core/base/error.h"

#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QSet>
#include <optional>

namespace core {
class Directory;
class KeyCache;
class KeySync;
} // namespace core

namespace ui {

//! How old the keys on screen are, and what stands in the way of newer ones: of one organization, or of all.
class KeyFreshness : public QObject {
    Q_OBJECT

public:
    KeyFreshness(const core::Directory &directory, const core::KeyCache &cache, core::KeySync &sync, QObject *parent);

    void setOrganization(qint64 organization);
    //! Of what is not fresh, as of when it is; the oldest, where it is several. Invalid: all is as fresh as it gets.
    QDateTime asOf() const;
    //! Whether a part is fresh all the same.
    bool isInPart() const;
    //! Whether anything was ever read.
    bool isKnown() const;
    //! Those of which nothing was ever read.
    QList<qint64> neverRead() const;
    std::optional<core::Error> failure() const;
    //! A person asks anew: what failed before is not spoken of any more.
    void forgive();
    void noteFailure(const core::Error &error);

Q_SIGNALS:
    void changed();

private:
    QList<qint64> organizations() const;
    QDateTime syncedAt(qint64 organization) const;

    const core::Directory &m_directory;
    const core::KeyCache &m_cache;
    qint64 m_organization = 0;
    QSet<qint64> m_fresh;
    mutable QHash<qint64, QDateTime> m_syncedAt;
    QHash<qint64, core::Error> m_failures;
};

} // namespace ui
