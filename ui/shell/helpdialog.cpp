#include "ui/shell/helpdialog.h"

#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"

#include <QAction>
#include <QCoreApplication>
#include <QGridLayout>

namespace ui {

HelpDialog::HelpDialog(const QList<QAction *> &actions, QWidget *parent) : Dialog(tr("Keyboard shortcuts"), parent)
{
    setHeading(tr("Keyboard shortcuts"), tr("Everything here is also in the menus."));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(spacing::large);
    grid->setVerticalSpacing(6);
    int row = 0;
    for (const QAction *action : actions) {
        if (action->shortcut().isEmpty())
            continue;
        auto *name = new PlainLabel(QString(action->text()).remove(u'&').remove(u'…'));
        auto *keys = new PlainLabel(action->shortcut().toString(QKeySequence::NativeText), TextRole::Fixed,
                                    PlainLabel::Colour::Muted);
        grid->addWidget(name, row, 0);
        grid->addWidget(keys, row, 1);
        ++row;
    }
    grid->setColumnStretch(0, 1);
    body()->addLayout(grid);
    connect(addPrimary(tr("Close")), &QPushButton::clicked, this, &QDialog::accept);
}

AboutDialog::AboutDialog(QWidget *parent) : Dialog(tr("About Keysteward"), parent)
{
    setHeading(tr("Keysteward %1").arg(QCoreApplication::applicationVersion()),
               tr("The keys of your organizations, in one place."));
    auto *licence =
        new PlainLabel(tr("Free software under the GNU General Public License, version 3 or later. It comes "
                          "with no warranty."),
                       TextRole::Body, PlainLabel::Colour::Muted);
    licence->setWordWrap(true);
    body()->addWidget(licence);
    connect(addPrimary(tr("Close")), &QPushButton::clicked, this, &QDialog::accept);
}

} // namespace ui
