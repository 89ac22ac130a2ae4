#pragma once

#include "core/domain/capabilities.h"
#include "core/storage/organizationcache.h"

#include <QDateTime>
#include <map>

namespace core {
class Clock;
class Keys;
} // namespace core

namespace ui {

class Confirmation;

//! How wide the dialogs about keys are.
inline constexpr int keyDialogWidth = 600;
//! Of those with a grid of scopes: so wide that the help is a line and the whole form fits a window of 1280×800.
inline constexpr int keyFormWidth = 720;

//! What a dialog that changes keys works with. All of it outlives the dialog.
struct DialogContext {
    core::Keys &keys;
    Confirmation &confirmation;
    const core::Clock &clock;
    core::CachedOrganization organization;
    core::Capabilities can{}; //!< of the organization's server
    QString shownAs{};        //!< how it is told from others of its name; empty: its name alone

    qint64 reference() const { return organization.reference; }
    QString organizationName() const; //!< fit to be shown
};

//! By the organization's reference.
using DialogContexts = std::map<qint64, DialogContext>;

//! A key's name in a heading or a sentence: made fit to be shown, and short enough for one line.
QString shownName(const QString &name);
//! "20 May 2027, 23:59 your time"
QString dayAndTime(const QDateTime &time);

} // namespace ui
