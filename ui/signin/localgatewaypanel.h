#pragma once

#include "core/services/localgateway.h"
#include "ui/kit/panel.h"

namespace core {
class Sessions;
}

namespace ui {

class Button;
class PlainLabel;

//! The gateway of this computer: starts it, or goes on with its database, and signs in to it without a question.
class LocalGatewayPanel : public Panel {
    Q_OBJECT

public:
    LocalGatewayPanel(core::Sessions &sessions, core::LocalGateway &local, QWidget *parent = nullptr);

    //! Without asking what it is to begin with.
    void startDemo();

Q_SIGNALS:
    void signedIn(const QString &accountId);
    void busyChanged(bool busy);

private:
    void ask();
    void start(core::LocalGateway::Content content, const QString &organization);
    void setBusy(bool busy);
    void showState();

    core::Sessions &m_sessions;
    core::LocalGateway &m_local;
    PlainLabel *m_title;
    PlainLabel *m_line;
    Button *m_start;
    bool m_busy = false;
    QString m_trouble;
};

} // namespace ui
