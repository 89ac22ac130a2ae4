#pragma once

#include "ui/kit/dialog.h"

class QAction;

namespace ui {

//! F1: every action that has a shortcut, read off the actions themselves.
class HelpDialog : public Dialog {
    Q_OBJECT

public:
    HelpDialog(const QList<QAction *> &actions, QWidget *parent);
};

//! Name, version, licence.
class AboutDialog : public Dialog {
    Q_OBJECT

public:
    explicit AboutDialog(QWidget *parent);
};

} // namespace ui
