#pragma once

#include "ui/kit/page.h"

namespace core {
class ActivityFeed;
class Clock;
class Directory;
class EventCache;
class KeyCache;
class LiveActivity;
class Sessions;
class SettingsStore;
class Usage;
} // namespace core

namespace ui {

//! The Activity page: who did what with which key. Search and filters, the requests of the period as a histogram in
//! which a stretch can be chosen, the events newest first, and everything about the one that is looked at.
class ActivityPage : public Page {
    Q_OBJECT

public:
    struct Services {
        core::Sessions &sessions;
        core::Directory &directory;
        core::KeyCache &cache;
        core::EventCache &events;
        core::LiveActivity &live;
        core::Usage &usage;
        core::SettingsStore &settings;
        const core::Clock &clock;
    };

    explicit ActivityPage(const Services &services, QWidget *parent = nullptr);
    ~ActivityPage() override;

    void setOrganization(qint64 reference) override;
    void refresh() override;
    void focusMain() override;
    void focusSearch() override;
    void exportRows() override;

    //! Shows what another screen wants to be seen.
    void showOnly(const core::ActivityFilter &filter);
    const core::ActivityFeed &feed() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
