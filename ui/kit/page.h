#pragma once

#include "core/domain/activity.h"
#include "core/storage/keycache.h"

#include <QWidget>

namespace ui {

//! A screen of the window. Each shows one organization, or all where it can; what another screen shows better it asks
//! for by a signal, and never knows who answers.
class Page : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    //! Shows the organization, at once from the cache; 0: none. everyOrganization only where showsAll() says so.
    virtual void setOrganization(qint64 reference) = 0;
    virtual bool showsAll() const { return false; }
    //! A person wants what is newest.
    virtual void refresh() = 0;
    //! What is worked first gets the keyboard's focus. Not through a focus proxy: Tab would follow that and leave out
    //! all that stands before it on the page.
    virtual void focusMain() = 0;
    //! Those that have neither search nor export leave these as they are.
    virtual void focusSearch() {}
    virtual void exportRows() {}

Q_SIGNALS:
    void keyWanted(qint64 organization, const QString &keyId);
    void keysWanted(core::KeyQuery::Show show);
    void activityWanted(qint64 organization, const core::ActivityFilter &filter);
    void rotationWanted(qint64 organization, const QString &keyId); //!< of the old or of the new key
};

} // namespace ui
