#pragma once

#include <QPlainTextEdit>

namespace ui {

//! Read-only text that can be selected, as high as its lines: what is around it scrolls. A word that is too long for a
//! line goes on in the next one.
class FittedText : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit FittedText(int padding = 0, QWidget *parent = nullptr);

    //! What is selected stays selected where the text is the same.
    void setText(const QString &text);
    //! Text from a backend: control and bidirectional characters become visible.
    void setUntrusted(const QString &text, qsizetype longest);

    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitHeight();

    const int m_padding;
};

} // namespace ui
