#pragma once

#include "core/storage/keycache.h"
#include "ui/kit/pagetitlebar.h"

namespace ui {

class Button;

//! The top of the Keys page.
class KeyTitleBar : public PageTitleBar {
    Q_OBJECT

public:
    explicit KeyTitleBar(QWidget *parent = nullptr);

    void setCounts(const core::ShownCounts &counts);
    //! \a refusal: why this person may not create keys; empty where they may.
    //! \a registering: keys come here by being told to us, and not by being made.
    void setCreating(const QString &refusal, bool registering);
    void setExporting(bool possible);

Q_SIGNALS:
    void exportWanted();
    void createWanted();

private:
    Button *m_export;
    Button *m_create;
};

} // namespace ui
