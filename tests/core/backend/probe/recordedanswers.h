#pragma once

#include "core/domain/keycheck.h"

#include <QByteArray>
#include <QMetaType>

Q_DECLARE_METATYPE(core::CheckOutcome)
Q_DECLARE_METATYPE(core::Doubt)

//! What providers answer, in the shapes that they document and some that were only seen.
namespace test::recorded {

QByteArray said(int status, const QByteArray &type, const QByteArray &body, const QByteArray &moreHeaders = {});
QByteArray json(int status, const QByteArray &body, const QByteArray &moreHeaders = {});
QByteArray plain(int status, const QByteArray &body);
QByteArray page(int status);
QByteArray nothing(int status, const QByteArray &moreHeaders = {});

//! A row for each: "profile", "kind", "answer", "outcome", "doubt", "message", "code".
void addRows();

} // namespace test::recorded
