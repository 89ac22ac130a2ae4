#pragma once

#include "core/storage/keycache.h"

//! What the cache should answer, found by the plainest possible means.
namespace test {

bool isShown(const core::Key &key, core::KeyQuery::Show show, const QDateTime &now);
//! Which of \a keys have \a text in them.
QList<bool> findings(const QList<core::Key> &keys, const QString &text);
//! The ids in order, of the keys that have the query's text. \a keys are in the order of their row ids.
QStringList expected(const QList<core::Key> &keys, const QList<bool> &found, const core::KeyQuery &query);

} // namespace test
