#pragma once

#include "core/domain/key.h"

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace ui {

//! Why a key is revoked: one of the contract's reasons, and a note.
class RevokeReasons : public QWidget {
    Q_OBJECT

public:
    explicit RevokeReasons(QWidget *parent = nullptr);

    core::RevokeReason reason() const;
    QString note() const;

private:
    QComboBox *m_reason;
    QLineEdit *m_note;
};

} // namespace ui
