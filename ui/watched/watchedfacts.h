#pragma once

#include "ui/keys/keyaddition.h"
#include "ui/watched/watchcontext.h"

namespace ui {

class Button;
class CheckResult;
class PlainLabel;
class ProviderPage;

//! What the details of a key say where it is watched: what its last check said, and what there is to do about it.
class WatchedFacts : public KeyAddition {
    Q_OBJECT

public:
    explicit WatchedFacts(const WatchContext &context, QWidget *parent = nullptr);

    bool showKey(const core::Key &key) override;
    void tellUse(const core::Key &key, snippets::Subject &subject) const override;

Q_SIGNALS:
    void checkWanted(const QString &keyId);
    void rotationWanted(const QString &keyId);

private:
    void read();

    const WatchContext m_context;
    QString m_keyId;
    PlainLabel *m_provider;
    PlainLabel *m_kept;
    PlainLabel *m_warning;
    CheckResult *m_result;
    Button *m_check;
    ProviderPage *m_page;
    Button *m_goOn;
};

} // namespace ui
