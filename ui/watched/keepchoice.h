#pragma once

#include <QWidget>

class QRadioButton;

namespace ui {

//! Whether the secret of a watched key is kept, or only what it takes to recognize it.
class KeepChoice : public QWidget {
    Q_OBJECT

public:
    explicit KeepChoice(bool keepsSecret, QWidget *parent = nullptr);

    bool keepsSecret() const;

private:
    QRadioButton *m_secret;
};

} // namespace ui
