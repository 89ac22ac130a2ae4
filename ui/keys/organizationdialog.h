#pragma once

#include "core/storage/organizationcache.h"
#include "ui/kit/dialog.h"

class QListWidget;

namespace core {
class Sessions;
}

namespace ui {

//! Asks in which organization something is to be done, where several are on screen.
class OrganizationDialog : public Dialog {
    Q_OBJECT

public:
    //! \a name and \a heading are of what is to be done ("New key").
    OrganizationDialog(const QString &name, const QString &heading, const QList<core::CachedOrganization> &choices,
                       const core::Sessions &sessions, QWidget *parent);

Q_SIGNALS:
    void chosen(qint64 organization);

private:
    void choose();

    QListWidget *m_list;
};

} // namespace ui
