#pragma once

#include <QFileDialog>

namespace ui {

//! A kind of file: "Calendar (*.ics)", and the suffix that a name without one gets.
struct FileKind {
    QString filter;
    QString suffix;
};

//! A file's name without its suffix: "northwind-keys-2026-11-20". \a slug: the organization's.
QString fileStem(const QString &slug, const QString &name, const QDateTime &now);
//! Asks for a folder to write several files into; otherwise as `exportDialog`.
QFileDialog *folderDialog(const QString &title, QWidget *parent);
//! Asks where to write a file of one kind; otherwise as `exportDialog`.
QFileDialog *saveDialog(const QString &title, const FileKind &kind, const QString &slug, const QString &name,
                        const QDateTime &now, QWidget *parent);
//! Asks where to; deletes itself when closed. \a title: of the window ("Export keys"). What it proposes is `fileStem`.
//! Our own dialog, since a desktop's portal has been seen to lose files.
QFileDialog *exportDialog(const QString &title, const QString &slug, const QString &name, const QDateTime &now,
                          QWidget *parent);

} // namespace ui
