#pragma once

#include "core/domain/activity.h"
#include "core/domain/usage.h"

#include <optional>

namespace ui {

//! The stretch of time whose events are shown: the last hours or days, or one that was chosen in the histogram.
class Period {
public:
    enum class Last { Hour, Day, Week, Month, Quarter, Ever };
    static constexpr Last all[] = {Last::Hour, Last::Day, Last::Week, Last::Month, Last::Quarter, Last::Ever};

    //! "Last 7 days".
    static QString name(Last last);
    //! Whole hours, since those are what can be counted; invalid for Ever.
    static QDateTime since(Last last, const QDateTime &now);

    Last last() const { return m_last; }
    void choose(Last last); //!< gives up the range
    bool hasRange() const { return m_range.has_value(); }
    //! \a until invalid: up to now.
    void chooseRange(const QDateTime &since, const QDateTime &until) { m_range = {since, until}; }
    void leaveRange() { m_range.reset(); }

    //! "Last 7 days", "14 Nov 10:00 – 15 Nov 18:00".
    QString name() const;
    void limit(core::ActivityFilter &filter, const QDateTime &now) const;
    //! What the histogram counts, in buckets that are wide enough to be told apart.
    struct Stretch {
        QDateTime since;
        QDateTime until;
        core::UsageBucket bucket;
    };
    Stretch stretch(const QDateTime &now) const;

private:
    struct Range {
        QDateTime since;
        QDateTime until;
    };
    Last m_last = Last::Week;
    std::optional<Range> m_range;
};

} // namespace ui
