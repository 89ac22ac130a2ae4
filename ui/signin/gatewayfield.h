#pragma once

#include "core/backend/backend.h"

#include <QTimer>
#include <QWidget>

class QComboBox;

namespace core {
class Sessions;
}

namespace ui {

class Field;

//! Where to sign in: the address, and what was found there, looked up while a person types.
class GatewayField : public QWidget {
    Q_OBJECT

public:
    explicit GatewayField(core::Sessions &sessions, QWidget *parent = nullptr);

    void setAddress(const QString &address);
    //! Invalid where what is typed cannot be signed in to; the field says why.
    QUrl address() const;
    //! What a sign-in found out about the address.
    void showFailure(const core::Error &error);

Q_SIGNALS:
    void changed(); //!< the address; nothing is known of it yet
    void found(const core::ServerFacts &facts);
    void submitted(); //!< Enter

private:
    void offerKnownGateways();
    void typed();
    void check();
    QString fault() const;

    core::Sessions &m_sessions;
    QComboBox *m_address;
    Field *m_field;
    QTimer m_pause;
    quint64 m_check = 0; //!< answers about an address typed earlier are dropped
};

} // namespace ui
