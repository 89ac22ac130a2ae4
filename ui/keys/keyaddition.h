#pragma once

#include "core/domain/key.h"
#include "ui/keys/snippets.h"

#include <QWidget>
#include <functional>

namespace ui {

//! What the details of a key say beyond what every key has, where the kind of its server asks for it.
class KeyAddition : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    //! Whether there is anything to be said of this key.
    virtual bool showKey(const core::Key &key) = 0;
    //! Where and how it is used, if there is.
    virtual void tellUse(const core::Key &key, snippets::Subject &subject) const = 0;
};

//! Makes one for a panel that shows keys, which takes it over.
using KeyAdditionMaker = std::function<KeyAddition *()>;

} // namespace ui
