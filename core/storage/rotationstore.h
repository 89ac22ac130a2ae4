#pragma once

#include "core/domain/rotation.h"

#include "core/base/result.h"

namespace core {

class Database;

//! What is remembered of rotations. They go with their organization when that is forgotten.
class RotationStore {
public:
    explicit RotationStore(Database &database);

    //! Those that have not ended, those that ended after \a since, and those whose old key was used again since a
    //! person last said that this was seen; oldest first, those of one moment by key and organization. Of
    //! everyOrganization those of all.
    Result<QList<RotationRecord>> current(qint64 organization, const QDateTime &since) const;
    Result<std::optional<RotationRecord>> find(qint64 organization, const QString &newKeyId) const;
    //! Adds it, or replaces what is remembered of the same new key.
    Result<> put(const RotationRecord &record);

private:
    Database &m_database;
};

} // namespace core
