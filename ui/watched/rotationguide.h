#pragma once

#include "core/domain/rotation.h"
#include "core/services/watched/watchedkeys.h"
#include "ui/kit/dialog.h"
#include "ui/watched/watchcontext.h"

#include <QTimer>
#include <array>

class QComboBox;
class QLayout;

namespace ui {

class CheckResult;
class Field;
class GuideStep;
class KeepChoice;
class SecretField;

//! Leads through a rotation that only the person can do: make, register, check, hand over, revoke, prove. Where it
//! stands is read from the two keys, so it goes on after a restart.
class RotationGuide : public Dialog {
    Q_OBJECT

public:
    RotationGuide(const WatchContext &context, const WatchedPlace &old, QWidget *parent);

Q_SIGNALS:
    void registered(const core::RegisteredKey &key);
    void handedOver(const QString &newKeyId, core::HandOver way);
    void finished(const QString &newKeyId); //!< the old key is proven dead; the dialog has closed

protected:
    void failed(const core::Error &error) override;

private:
    enum Step { Make, Register, Check, HandOver, Revoke, Prove };
    //! What one of the two checks is made with and shown in.
    struct CheckParts {
        Field *field = nullptr;        //!< around `secret`
        SecretField *secret = nullptr; //!< where the key is needed once more
        Button *button = nullptr;
        CheckResult *result = nullptr;
    };

    void buildMaking();
    void buildRegistering();
    void buildChecking();
    void buildHandingOver();
    void buildRevoking();
    void buildProving();
    static QLayout &addRow(GuideStep &step); //!< of buttons
    static Button *addButton(QLayout &row, const QString &text, bool primary = false);
    void addPageButton(QLayout &row);
    void addWords(GuideStep &step, const QString &text, bool isWarning = false);
    const core::WatchedKind &newKind() const;
    void registerKey();
    void copyNew();
    void noteHandedOver(core::HandOver way);
    void noteRevoked();
    void checkWith(const core::WatchedKey &key, const SecretField &secret);
    int stepReached() const;
    void read();
    void refresh();
    void showHeading();
    CheckParts addCheck(GuideStep &step, const QString &keyLabel, const QString &buttonText);
    void refreshCheck(const WatchedPlace &place, const CheckParts &parts);

    const WatchContext m_context;
    WatchedPlace m_old;
    WatchedPlace m_new;   //!< its key is without an id until it is registered
    core::Secret m_fresh; //!< of the new key, while this is open: it can be handed over though it is not kept
    std::array<GuideStep *, 6> m_steps{};
    bool m_isMade = false;
    PlainLabel *m_line;
    QComboBox *m_kind = nullptr;
    SecretField *m_secret = nullptr;
    KeepChoice *m_keep = nullptr;
    Button *m_register = nullptr;
    PlainLabel *m_newCall = nullptr;
    CheckParts m_newCheck;
    Button *m_copy = nullptr;
    CheckParts m_oldCheck;
    QTimer m_tick; //!< while the provider wants us to wait
};

} // namespace ui
