#include "ui/keys/expirychoice.h"

#include "core/base/clock.h"
#include "core/domain/keyrules.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/choicebar.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/words.h"

#include <QDateEdit>
#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

enum Choice { ThirtyDays, NinetyDays, SixMonths, OneYear, Custom, Never };

QDate lastDay() // QDateEdit shows no later one
{
    return {9999, 12, 31};
}

} // namespace

ExpiryChoice::ExpiryChoice(const QString &label, const core::Policy &policy, const core::Clock &clock, QWidget *parent)
    : QWidget(parent),
      m_policy(policy),
      m_clock(clock),
      m_choices(new ChoiceBar(ChoiceBar::Look::Segments, this)),
      m_day(new QDateEdit(this)),
      m_line(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted, this))
{
    m_choices->addChoice(ThirtyDays, tr("30 days"));
    m_choices->addChoice(NinetyDays, tr("90 days"));
    m_choices->addChoice(SixMonths, tr("6 months"));
    m_choices->addChoice(OneYear, tr("1 year"));
    m_choices->addChoice(Custom, tr("Custom…"));
    m_choices->addChoice(Never, tr("Never"));
    m_choices->setAccessibleName(label);
    for (const int choice : {ThirtyDays, NinetyDays, SixMonths, OneYear, Never}) {
        const auto why = whyNot(timeOf(choice));
        m_choices->setChoiceEnabled(choice, why.isEmpty(), why);
    }

    m_day->setObjectName(u"expiryDay"_s);
    m_day->setAccessibleName(tr("Expiry date"));
    m_day->setCalendarPopup(true);
    m_day->setMinimumWidth(136);
    m_day->setLocale(words::english());
    m_day->setDisplayFormat(u"d MMM yyyy"_s);
    const qint64 most = today().daysTo(lastDay());
    const qint64 allowed = m_policy.maxLifetimeDays ? qMax(0, *m_policy.maxLifetimeDays) : most;
    m_day->setDateRange(today(), today().addDays(qMin(allowed, most)));

    m_line->setObjectName(u"expiryLine"_s);
    m_line->setWordWrap(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(spacing::small);
    row->addWidget(m_day);
    row->addWidget(m_line, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing::hair);
    layout->addWidget(new PlainLabel(label, TextRole::Strong));
    layout->addWidget(m_choices);
    layout->addLayout(row);

    chooseDefault();
    const auto chosen = [this] {
        m_error.clear();
        refresh();
        Q_EMIT changed();
    };
    connect(m_choices, &ChoiceBar::chose, this, chosen);
    connect(m_day, &QDateEdit::dateChanged, this, chosen);
}

void ExpiryChoice::chooseDefault()
{
    m_choices->choose(Custom);
    m_day->setDate(m_day->maximumDate() == lastDay() ? dayOf(NinetyDays) : m_day->maximumDate());
    for (const int choice : {SixMonths, NinetyDays, ThirtyDays}) {
        if (whyNot(timeOf(choice)).isEmpty()) {
            m_choices->choose(choice);
            break;
        }
    }
    refresh();
}

void ExpiryChoice::setCurrent(const QDateTime &expiresAt)
{
    m_current = expiresAt;
    if (expiresAt.isValid()) {
        const auto day = expiresAt.toLocalTime().date();
        m_day->setDateRange(qMin(day, m_day->minimumDate()), qMax(day, m_day->maximumDate()));
        m_day->setDate(day);
    }
    m_choices->choose(expiresAt.isValid() ? Custom : Never);
    refresh();
}

QDateTime ExpiryChoice::expiresAt() const
{
    return timeOf(m_choices->chosen());
}

QString ExpiryChoice::fault() const
{
    const auto chosen = expiresAt();
    return m_current == chosen ? QString() : whyNot(chosen);
}

void ExpiryChoice::setError(const QString &error)
{
    m_error = error;
    refresh();
}

QDate ExpiryChoice::today() const
{
    return m_clock.now().toLocalTime().date();
}

QDateTime ExpiryChoice::endOf(const QDate &day) const
{
    const auto end = QDateTime(day, QTime(23, 59, 59)).toUTC();
    // A day that is one hour longer must not carry the last day that is allowed beyond what is.
    if (m_policy.maxLifetimeDays && day == today().addDays(*m_policy.maxLifetimeDays))
        return qMin(end, m_clock.now().addDays(*m_policy.maxLifetimeDays).addSecs(24 * 3600 - 1));
    return end;
}

QDate ExpiryChoice::dayOf(int choice) const
{
    switch (choice) {
    case ThirtyDays: return today().addDays(30);
    case NinetyDays: return today().addDays(90);
    case SixMonths: return today().addMonths(6);
    case OneYear: return today().addYears(1);
    case Custom: return m_day->date();
    }
    return {};
}

QDateTime ExpiryChoice::timeOf(int choice) const
{
    if (choice == Never)
        return {};
    const auto day = dayOf(choice);
    const bool unchanged =
        choice == Custom && m_current && m_current->isValid() && m_current->toLocalTime().date() == day;
    return unchanged ? *m_current : endOf(day);
}

QString ExpiryChoice::whyNot(const QDateTime &expiresAt) const
{
    using core::keyrules::ExpiryFault;
    switch (core::keyrules::judgeExpiry(expiresAt, m_policy, m_clock.now())) {
    case ExpiryFault::None: return {};
    case ExpiryFault::InThePast: return tr("Choose a day that is not over yet.");
    case ExpiryFault::BeyondPolicy:
        return m_policy.maxLifetimeDays == 1 ? tr("The organization allows a key to live for at most a day.")
                                             : tr("The organization allows a key to live for at most %1 days.")
                                                   .arg(m_policy.maxLifetimeDays.value_or(0));
    case ExpiryFault::Required: return tr("The organization wants every key to expire.");
    }
    return {};
}

void ExpiryChoice::refresh()
{
    m_day->setVisible(m_choices->chosen() == Custom);
    const auto time = expiresAt();
    const auto wrong = m_error.isEmpty() ? fault() : m_error;
    m_line->setColour(wrong.isEmpty() ? PlainLabel::Colour::Muted : PlainLabel::Colour::Bad);
    if (!wrong.isEmpty())
        m_line->setUntrusted(wrong);
    else if (time.isValid())
        m_line->setText(dayAndTime(time) + u'.');
    else
        m_line->setText(tr("It works until it is revoked."));
}

} // namespace ui
