#pragma once

#include "core/domain/organization.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace ui {

class Field;
class FlowLayout;
class PlainLabel;

//! What a person notes of what a watched key may do: the scopes that its provider is known to have, and any others.
class ScopeNotes : public QWidget {
    Q_OBJECT

public:
    explicit ScopeNotes(QWidget *parent = nullptr);

    //! What is chosen already stays so, where it is among them.
    void setSuggested(const QList<core::Scope> &scopes);
    QStringList chosen() const;
    //! Why this cannot be noted; empty where it can.
    QString fault() const;

Q_SIGNALS:
    void changed();

private:
    QWidget *m_boxes;
    FlowLayout *m_flow;
    QList<QCheckBox *> m_suggested;
    QLineEdit *m_others;
    Field *m_othersField;
    PlainLabel *m_title;
};

} // namespace ui
