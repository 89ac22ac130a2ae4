#pragma once

#include "core/services/localgateway.h"
#include "ui/kit/dialog.h"

namespace ui {

//! What the gateway of this computer begins with. Asked once: a database that exists is gone on with.
class LocalGatewayDialog : public Dialog {
    Q_OBJECT

public:
    explicit LocalGatewayDialog(QWidget *parent);

Q_SIGNALS:
    //! \a organization: the name of the only one in an empty gateway.
    void chosen(core::LocalGateway::Content content, const QString &organization);
};

} // namespace ui
