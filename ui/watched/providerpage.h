#pragma once

#include "core/base/pageopener.h"

#include <QWidget>

namespace ui {

class Button;
class PlainLabel;

//! The button that opens the provider's page in the system's browser. Where there is no browser it says where the page
//! is.
class ProviderPage : public QWidget {
    Q_OBJECT

public:
    explicit ProviderPage(const core::PageOpener &open, QWidget *parent = nullptr);

    //! Only https, whoever wrote it; hidden where there is none.
    void setAddress(const QString &address);

private:
    void open();

    const core::PageOpener &m_open;
    QUrl m_address;
    Button *m_button;
    PlainLabel *m_line;
};

} // namespace ui
