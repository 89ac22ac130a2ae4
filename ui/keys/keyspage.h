#pragma once

#include "core/domain/key.h"
#include "ui/keys/keyaddition.h"
#include "ui/kit/page.h"

namespace core {
class Clock;
class Directory;
class Keys;
class KeySync;
class Sessions;
class SettingsStore;
class Usage;
} // namespace core

namespace ui {

class KeyActions;
class KeyPlaces;

//! The Keys page: title and counts, search, filters, the table, the inspector (folds away below 1200 px of window
//! width).
class KeysPage : public Page {
    Q_OBJECT

public:
    struct Services {
        core::Sessions &sessions;
        core::Directory &directory;
        core::Keys &keys;
        core::KeySync &sync;
        core::KeyCache &cache;
        core::Usage &usage;
        core::SettingsStore &settings;
        const core::Clock &clock;
        KeyActions &actions;
        KeyAdditionMaker makeAddition{}; //!< for the inspector
    };

    explicit KeysPage(const Services &services, QWidget *parent = nullptr);
    ~KeysPage() override;

    //! Shows the organization, or all, from the cache at once; a KeySync::follow is the caller's business.
    void setOrganization(qint64 reference) override;
    bool showsAll() const override { return true; }
    qint64 organization() const;
    //! None where more are selected than may be changed at once.
    QList<core::CachedKey> selectedKeys() const;
    //! Nothing where the organization is not shown.
    void selectKey(qint64 organization, const QString &keyId);
    //! What may be done with keys here, by their organizations.
    const KeyPlaces &places() const;

    //! Those of the filter, whatever was searched for.
    void showOnly(core::KeyQuery::Show filter);

    void focusSearch() override;
    void refresh() override;
    void focusMain() override;
    void exportRows() override;

Q_SIGNALS:
    void selectionChanged(); //!< the menu bar enables its actions by it

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
