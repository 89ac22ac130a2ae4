#pragma once

#include <QPushButton>

namespace ui {

//! A button in the middle of text, in the accent colour. Its text may come from a backend: nothing in it has a meaning.
class LinkButton : public QPushButton {
    Q_OBJECT

public:
    explicit LinkButton(QWidget *parent = nullptr);

    void setLabel(const QString &label);
    QString label() const { return m_label; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_label;
};

} // namespace ui
