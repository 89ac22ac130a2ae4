#pragma once

#include "core/base/secret.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

namespace ui {

//! Shows a secret: dots until `setShown`, then the characters, painted by itself. No selection, no drag, no context
//! menu; hides again after 30 s, when the window loses the focus, is minimized or locked. Its text is exposed to
//! assistive technology only while shown. Accessible name "Secret".
class SecretView : public QWidget {
    Q_OBJECT

public:
    explicit SecretView(QWidget *parent = nullptr);

    //! \a prefixLength characters stay readable behind the dots ("wa_••••").
    void setSecret(const core::Secret &secret, qsizetype prefixLength);
    void forget();
    bool isShown() const { return m_shown; }
    void setShown(bool shown);
    //! What assistive technology reads: the secret while shown, otherwise a sentence.
    QString spokenText() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

Q_SIGNALS:
    void shownChanged(bool shown);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    int columns(int width) const;

    core::Secret m_secret;
    qsizetype m_prefixLength = 0;
    bool m_shown = false;
    QTimer m_hide;
    QPointer<QWidget> m_window;
};

} // namespace ui
