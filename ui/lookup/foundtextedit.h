#pragma once

#include "ui/kit/passwordedit.h"

class QMimeData;

namespace ui {

//! Takes a text that a key may stand in. What is pasted is handed on at once, of any length, and never becomes the
//! field's text; what is typed stands there, hidden, until it is taken.
class FoundTextEdit : public PasswordEdit {
    Q_OBJECT

public:
    explicit FoundTextEdit(QWidget *parent = nullptr);

Q_SIGNALS:
    void pasted(const QMimeData *content);
    //! More came at once than anybody types: a paste by other ways, or assistive technology.
    void filled();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void lengthChanged(const QString &text);

    qsizetype m_length = 0;
};

} // namespace ui
