#pragma once

#include "core/base/async.h"
#include "core/storage/settingsstore.h"

#include <QObject>
#include <QPointer>
#include <QWidget>
#include <functional>
#include <optional>

namespace core {
class Directory;
class Sessions;
} // namespace core

namespace ui {

//! The step-up: where a change is refused with ConfirmationRequired, the person proves again who they are, and the
//! change is repeated by itself. Given up by the person, the change finishes as Cancelled.
class Confirmation : public QObject {
    Q_OBJECT

public:
    //! Proves it over \a window; nothing for an account whose password is to be asked for.
    using Confirmer = std::function<std::optional<core::Async<>>(const core::AccountRecord &account, QWidget *window)>;

    Confirmation(core::Sessions &sessions, core::Directory &directory);

    //! For accounts whose password nobody knows: that of this computer's own gateway, and those of a browser.
    void setConfirmer(Confirmer confirmer);

    //! Runs \a change, which returns an Async; asks over \a window where it must.
    template <typename Change>
    std::invoke_result_t<Change> guard(qint64 organization, QWidget *window, Change change)
    {
        using Outcome = std::decay_t<decltype(change().result())>;
        const core::Settle<typename Outcome::Value> settle;
        core::whenDone(change(), this,
                       [this, organization, over = QPointer(window), change, settle](const Outcome &first) {
                           if (first || first.error().kind != core::Error::Kind::ConfirmationRequired)
                               settle(first);
                           else
                               confirmThen(organization, over, change, settle);
                       });
        return settle.operation();
    }

private:
    template <typename Change, typename T>
    void confirmThen(qint64 organization, QWidget *window, const Change &change, const core::Settle<T> &settle)
    {
        core::whenDone(confirm(organization, window), this, [this, change, settle](const core::Result<> &confirmed) {
            if (confirmed)
                core::whenDone(change(), this, [settle](const core::Result<T> &second) { settle(second); });
            else
                settle(confirmed.error());
        });
    }

    core::Async<> confirm(qint64 organization, QWidget *window);

    core::Sessions &m_sessions;
    core::Directory &m_directory;
    Confirmer m_confirmer;
};

} // namespace ui
