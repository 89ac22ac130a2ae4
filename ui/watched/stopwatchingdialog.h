#pragma once

#include "core/domain/organization.h"
#include "ui/kit/dialog.h"

namespace core {
class WatchedKeys;
}

namespace ui {

//! Asks before an organization, its keys and their history leave this machine for good: nobody else has them.
class StopWatchingDialog : public Dialog {
    Q_OBJECT

public:
    StopWatchingDialog(core::WatchedKeys &keys, const core::Organization &organization, QWidget *parent);

private:
    void stop();

    core::WatchedKeys &m_keys;
    const QString m_organizationId;
};

} // namespace ui
