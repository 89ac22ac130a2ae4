#pragma once

#include "core/domain/key.h"
#include "core/domain/organization.h"

#include <QHash>
#include <QWidget>

class QCheckBox;
class QComboBox;

namespace ui {

class PlainLabel;
class ScopeTable;

//! Chooses the scopes of a key: a table of resources and actions with a check box per scope, presets to start from, and
//! a line that counts. Scopes that the person may not grant are shown, cannot be chosen, and say why.
class ScopeGrid : public QWidget {
    Q_OBJECT

public:
    explicit ScopeGrid(QWidget *parent = nullptr);

    //! What was chosen before and is still offered stays chosen.
    void setScopes(const QList<core::Scope> &scopes);
    //! Keys that the presets offer to start like.
    void setExamples(const QList<core::Key> &keys);
    //! The scopes that the key holds already: they may stay, even where the person could not grant them or the gateway
    //! no longer offers them.
    void setHeld(const QStringList &scopes);
    //! Ticks those of \a scopes that can be chosen, and no other. Returns those that cannot.
    QStringList choose(const QStringList &scopes);
    QStringList chosen() const; //!< in the order of the gateway's list
    void setError(const QString &error);

Q_SIGNALS:
    void changed();

private:
    void rebuild();
    void fillTable(const QList<core::Scope> &scopes);
    QCheckBox *boxFor(const core::Scope &scope);
    QWidget *cellFor(const core::Scope &scope);
    bool mayChoose(const core::Scope &scope) const;
    void startFrom(int preset);
    void refresh();
    QString ungrantable() const;

    QList<core::Scope> m_scopes;
    QStringList m_held;
    QList<core::Key> m_examples;
    QHash<QString, QCheckBox *> m_boxes;
    QComboBox *m_presets;
    ScopeTable *m_table;
    PlainLabel *m_line;
    QString m_error;
};

} // namespace ui
