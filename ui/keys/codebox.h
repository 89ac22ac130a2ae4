#pragma once

#include <QPlainTextEdit>

namespace ui {

//! Read-only code, as high as its lines: what is around it scrolls.
class CodeBox : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit CodeBox(QWidget *parent = nullptr);

    void setCode(const QString &code);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitHeight();
};

} // namespace ui
