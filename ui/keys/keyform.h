#pragma once

#include "core/base/error.h"
#include "core/domain/capabilities.h"
#include "core/domain/key.h"
#include "ui/keys/dialogcontext.h"

#include <QWidget>

class QLineEdit;

namespace ui {

class ExpiryChoice;
class Field;
class PlainLabel;
class ScopeGrid;

//! What a person says of a key: name, note, scopes, expiry, as far as its server takes them. Used to make one and to
//! change one.
class KeyForm : public QWidget {
    Q_OBJECT

public:
    KeyForm(const DialogContext &context, QWidget *parent = nullptr);

    void setScopes(const QList<core::Scope> &scopes);
    void setExamples(const QList<core::Key> &keys);
    //! A new key like \a key. Returns the scopes that had to be left out.
    QStringList startLike(const core::Key &key);
    //! The key as it is, to be changed.
    void fill(const core::Key &key);

    core::NewKey filled() const;
    //! What is missing or wrong, as a sentence; empty where the form can be sent.
    QString fault() const;
    //! Puts the gateway's words at their fields. False where \a error has none for any field here.
    bool showErrors(const core::Error &error);
    void clearErrors();
    void focusFirst();

Q_SIGNALS:
    void changed();
    void submitted(); //!< Enter in a line

private:
    void followCapabilities();
    void showFixedScopes(const QStringList &scopes);

    const core::Capabilities m_can;
    QLineEdit *m_name;
    QLineEdit *m_note;
    Field *m_nameField;
    Field *m_noteField;
    ScopeGrid *m_scopes;
    PlainLabel *m_fixedScopes; //!< in place of the grid where the server decides
    QStringList m_fixed;
    ExpiryChoice *m_expiry;
};

} // namespace ui
