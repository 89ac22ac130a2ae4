#pragma once

#include "core/base/result.h"

#include <QStringList>

//! `check`: what is in the database, a line each. Kind::Storage where it is damaged, not there, or not for this
//! program.
core::Result<QStringList> checkDatabase(const QString &file);
