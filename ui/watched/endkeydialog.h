#pragma once

#include "ui/kit/dialog.h"
#include "ui/watched/watchcontext.h"

namespace ui {

//! Notes that watched keys have ended. What ends them at their providers is the person.
class EndKeyDialog : public Dialog {
    Q_OBJECT

public:
    EndKeyDialog(const WatchContext &context, const QList<WatchedPlace> &places, QWidget *parent);

Q_SIGNALS:
    void ended(const QStringList &keyIds);

private:
    void end();

    const WatchContext m_context;
    const QList<WatchedPlace> m_places;
};

} // namespace ui
