#pragma once

#include "ui/kit/page.h"

namespace core {
class Clock;
class Directory;
class Keys;
class KeySync;
class Sessions;
class Usage;
} // namespace core

namespace ui {

class KeyActions;

//! The Overview: five figures, the requests of a period, the keys that need attention with what settles each, and the
//! latest changes. Reads only while it is on screen.
class OverviewPage : public Page {
    Q_OBJECT

public:
    struct Services {
        core::Sessions &sessions;
        core::Directory &directory;
        core::Keys &keys;
        core::KeySync &sync;
        core::KeyCache &cache;
        core::Usage &usage;
        const core::Clock &clock;
        KeyActions &actions;
    };

    explicit OverviewPage(const Services &services, QWidget *parent = nullptr);
    ~OverviewPage() override;

    void setOrganization(qint64 reference) override;
    bool showsAll() const override { return true; }
    void refresh() override;
    void focusMain() override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
