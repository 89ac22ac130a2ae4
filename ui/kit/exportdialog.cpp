#include "ui/kit/exportdialog.h"

#include <QDateTime>
#include <QDir>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

QFileDialog *ownDialog(const QString &title, QWidget *parent)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    return dialog;
}

} // namespace

QString fileStem(const QString &slug, const QString &name, const QDateTime &now)
{
    // A slug comes from a server: no more of it than a file's name may hold anywhere.
    auto stem = slug;
    stem.remove(QRegularExpression(u"[^A-Za-z0-9_-]"_s)).truncate(60);
    const auto day = now.toLocalTime().toString(u"yyyy-MM-dd"_s);
    return (stem.isEmpty() ? QString() : stem + u'-') + name + u'-' + day;
}

QFileDialog *folderDialog(const QString &title, QWidget *parent)
{
    auto *dialog = ownDialog(title, parent);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    return dialog;
}

QFileDialog *saveDialog(const QString &title, const FileKind &kind, const QString &slug, const QString &name,
                        const QDateTime &now, QWidget *parent)
{
    auto *dialog = ownDialog(title, parent);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setNameFilter(kind.filter);
    dialog->setDefaultSuffix(kind.suffix);
    dialog->selectFile(fileStem(slug, name, now));
    return dialog;
}

QFileDialog *exportDialog(const QString &title, const QString &slug, const QString &name, const QDateTime &now,
                          QWidget *parent)
{
    const auto csv = QFileDialog::tr("CSV for spreadsheets (*.csv)");
    const auto lines = QFileDialog::tr("JSON Lines for programs (*.jsonl)");
    auto *dialog = saveDialog(title, {csv, u"csv"_s}, slug, name, now, parent);
    dialog->setNameFilters({csv, lines});
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, lines](const QString &filter) {
        dialog->setDefaultSuffix(filter == lines ? u"jsonl"_s : u"csv"_s);
    });
    return dialog;
}

} // namespace ui
