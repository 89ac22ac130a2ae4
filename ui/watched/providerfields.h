#pragma once

#include "core/domain/profile.h"

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace ui {

class Field;
class PlainLabel;

//! Where a key belongs: the provider, what kind of key it is, and the organization, which may be a new one with an
//! address of its own.
class ProviderFields : public QWidget {
    Q_OBJECT

public:
    ProviderFields(const QList<core::Profile> &providers, const QList<core::WatchedOrganization> &known,
                   QWidget *parent = nullptr);

    const core::Profile &provider() const;
    const core::WatchedKind &kind() const;
    //! Without an id where it is new.
    core::WatchedOrganization organization() const;
    //! Chooses one that is known.
    void choose(const QString &organizationId);
    //! What is missing or wrong, as a sentence; empty where nothing is.
    QString fault() const;

Q_SIGNALS:
    void changed();
    void kindChanged();

private:
    QLineEdit *addLine(const QString &name, const QString &label, const QString &help, Field *&field);
    void build();
    void providerChosen();
    void kindChosen();
    void organizationChosen();
    bool isNew() const;
    const core::WatchedOrganization *chosen() const;

    const QList<core::Profile> m_providers;
    const QList<core::WatchedOrganization> m_known;
    QComboBox *m_provider;
    QComboBox *m_kind;
    QComboBox *m_organization;
    QComboBox *m_address;
    QLineEdit *m_name;
    QLineEdit *m_tenant;
    QLineEdit *m_dashboard;
    QLineEdit *m_path;
    QLineEdit *m_header;
    QLineEdit *m_headerValue;
    Field *m_kindField = nullptr;
    Field *m_addressField = nullptr;
    Field *m_nameField = nullptr;
    Field *m_tenantField = nullptr;
    Field *m_dashboardField = nullptr;
    Field *m_pathField = nullptr;
    Field *m_headerField = nullptr;
    Field *m_headerValueField = nullptr;
    PlainLabel *m_explanation;
    PlainLabel *m_warning;
};

} // namespace ui
