#pragma once

#include "ui/kit/page.h"

namespace ui {

class ListState;
class PlainLabel;

//! In the place of a screen that shows one organization, while all of them are on screen.
class ChoosePage : public Page {
    Q_OBJECT

public:
    explicit ChoosePage(QWidget *parent = nullptr);

    void setScreen(const QString &name);
    void setOrganization(qint64) override {}
    bool showsAll() const override { return true; }
    void refresh() override {}
    void focusMain() override;

Q_SIGNALS:
    void choiceWanted();

private:
    PlainLabel *m_title;
    ListState *m_state;
};

} // namespace ui
