#include "ui/keys/exportdialog.h"

#include <QDateTime>
#include <QDir>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace ui {

QFileDialog *exportDialog(const QString &slug, const QDateTime &now, QWidget *parent)
{
    auto *dialog = new QFileDialog(parent, QFileDialog::tr("Export keys"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    const auto csv = QFileDialog::tr("CSV for spreadsheets (*.csv)");
    const auto lines = QFileDialog::tr("JSON Lines for programs (*.jsonl)");
    dialog->setNameFilters({csv, lines});
    dialog->setDefaultSuffix(u"csv"_s);
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, lines](const QString &filter) {
        dialog->setDefaultSuffix(filter == lines ? u"jsonl"_s : u"csv"_s);
    });
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    // A slug comes from a server: no more of it than a file's name may hold anywhere.
    auto stem = slug;
    stem.remove(QRegularExpression(u"[^A-Za-z0-9_-]"_s)).truncate(60);
    dialog->selectFile(
        u"%1keys-%2"_s.arg(stem.isEmpty() ? QString() : stem + u'-', now.toLocalTime().toString(u"yyyy-MM-dd"_s)));
    return dialog;
}

} // namespace ui
