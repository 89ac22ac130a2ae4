#pragma once

#include "core/domain/organization.h"

#include <QDateTime>
#include <QWidget>
#include <optional>

class QDateEdit;

namespace core {
class Clock;
}

namespace ui {

class ChoiceBar;
class PlainLabel;

//! When a key expires: a few choices, or a day. Always a whole day: until the end of it, in local time, spelled out
//! below. What the organization's policy does not allow cannot be chosen, and says why.
class ExpiryChoice : public QWidget {
    Q_OBJECT

public:
    ExpiryChoice(const QString &label, const core::Policy &policy, const core::Clock &clock, QWidget *parent = nullptr);

    QDateTime expiresAt() const; //!< UTC; invalid: never
    //! For a key that exists: shows \a expiresAt, and gives it back to the second for as long as its day is chosen.
    void setCurrent(const QDateTime &expiresAt);
    //! Why what is chosen cannot be; empty where it can.
    QString fault() const;
    void setError(const QString &error); //!< the gateway's words; gone at the next choice

Q_SIGNALS:
    void changed();

private:
    QDate today() const;
    QDateTime endOf(const QDate &day) const;
    QDate dayOf(int choice) const;
    QDateTime timeOf(int choice) const;
    QString whyNot(const QDateTime &expiresAt) const;
    void chooseDefault();
    void refresh();

    const core::Policy m_policy;
    const core::Clock &m_clock;
    ChoiceBar *m_choices;
    QDateEdit *m_day;
    PlainLabel *m_line;
    std::optional<QDateTime> m_current;
    QString m_error;
};

} // namespace ui
