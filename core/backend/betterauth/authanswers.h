#pragma once

#include "core/domain/key.h"
#include "core/net/httpclient.h"

#include <QHash>
#include <QJsonObject>

//! The one place where a better-auth server's status, code and JSON become a value or an error kind. The status decides
//! first: the codes differ between versions, and some answers have no body, or JSON that is labelled as text.
namespace core::authanswers {

//! What a reply that was not the expected one means.
Error error(const HttpReply &reply);

//! The JSON object of an answer 200.
Result<QJsonObject> object(const HttpReply &reply);

//! A list of keys in either shape.
struct KeyList {
    QList<Key> keys;
    bool bare = false;                        //!< an array and no more: an older server, whose keys belong to people
    QHash<QString, QString> configurations{}; //!< by key, where it is not in the server's default one
};
Result<KeyList> keys(const HttpReply &reply);
//! \a keyId not empty: the key must be this one.
Result<Key> key(const QJsonObject &answer, const QString &keyId = {});

//! Names of what `permissions` allows, such as "gateway:read".
QStringList scopesFrom(const QJsonObject &permissions);

} // namespace core::authanswers
