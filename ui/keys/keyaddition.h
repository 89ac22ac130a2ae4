#pragma once

#include "core/domain/key.h"

#include <QUrl>
#include <QWidget>

namespace ui {

//! What the details of a key say beyond what every key has, where the kind of its server asks for it.
class KeyAddition : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    //! Whether there is anything to be said of this key.
    virtual bool showKey(const core::Key &key) = 0;
    //! Where it is used, if there is.
    virtual QUrl addressFor(const core::Key &key) const = 0;
};

} // namespace ui
