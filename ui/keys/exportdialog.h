#pragma once

#include <QFileDialog>

namespace ui {

//! Asks where to; deletes itself when closed. Our own dialog, since a desktop's portal has been seen to lose files.
QFileDialog *exportDialog(const QString &slug, const QDateTime &now, QWidget *parent);

} // namespace ui
