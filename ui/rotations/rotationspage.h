#pragma once

#include "ui/kit/page.h"

namespace core {
class CallerWatch;
class Clock;
class Directory;
class KeyCache;
class KeySync;
class Rotations;
class Sessions;
} // namespace core

namespace ui {

class KeyActions;

//! The Rotations page: those that run, each followed to its end; old keys that are called after theirs; what is due;
//! what has ended.
class RotationsPage : public Page {
    Q_OBJECT

public:
    struct Services {
        core::Sessions &sessions;
        core::Directory &directory;
        core::KeySync &sync;
        core::KeyCache &cache;
        core::Rotations &rotations;
        core::CallerWatch &callers;
        const core::Clock &clock;
        KeyActions &actions;
    };

    explicit RotationsPage(const Services &services, QWidget *parent = nullptr);
    ~RotationsPage() override;

    void setOrganization(qint64 reference) override;
    bool showsAll() const override { return true; }
    void refresh() override;
    void focusMain() override;
    //! Brings the rotation of the old or of the new key into sight.
    void showRotation(qint64 organization, const QString &keyId);

Q_SIGNALS:
    void calendarWanted(); //!< of what is shown

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
