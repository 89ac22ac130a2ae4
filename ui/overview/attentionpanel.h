#pragma once

#include "core/services/keyconcerns.h"
#include "core/services/tokenuse.h"
#include "ui/keys/keyplaces.h"
#include "ui/kit/factpanel.h"

namespace ui {

//! The keys that need attention, each with what settles it; for those who may not, with a way to the key. And personal
//! tokens that are in use where keys should be.
class AttentionPanel : public FactPanel {
    Q_OBJECT

public:
    enum class Deed { ShowKey, ShowCallers, ShowRefusals, Rotate, Revoke, Narrow, SetExpiry };

    explicit AttentionPanel(QWidget *parent = nullptr);

    //! Below the keys, from the next time that those are shown.
    void setTokens(const QList<core::UsedToken> &tokens);
    void showConcerns(const core::ConcernList &list, const KeyHomes &homeOf, const QDateTime &now);
    void showTrouble(const QString &sentence);

Q_SIGNALS:
    void wanted(ui::AttentionPanel::Deed deed, const core::ConcernedKey &concerned);
    void tokenEndWanted(const core::UsedToken &token);

private:
    void act(const QString &id);
    QList<Line> tokenLines(const QDateTime &now) const;

    struct Row {
        QString id; //!< of the line: two accounts may know the same key
        core::ConcernedKey concerned;
        Deed deed;
    };
    QList<Row> m_rows;
    QList<core::UsedToken> m_tokens;
};

} // namespace ui
