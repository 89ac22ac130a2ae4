#include "core/domain/keycheck.h"

using namespace Qt::StringLiterals;

namespace core {

QString wordFor(CheckOutcome outcome)
{
    switch (outcome) {
    case CheckOutcome::Valid: return u"valid"_s;
    case CheckOutcome::NotPermitted: return u"not_permitted"_s;
    case CheckOutcome::Invalid: return u"invalid"_s;
    case CheckOutcome::Limited: return u"limited"_s;
    case CheckOutcome::CannotTell: break;
    }
    return u"cannot_tell"_s;
}

CheckOutcome checkOutcomeFrom(QStringView word)
{
    for (const auto outcome :
         {CheckOutcome::Valid, CheckOutcome::NotPermitted, CheckOutcome::Invalid, CheckOutcome::Limited}) {
        if (word == wordFor(outcome))
            return outcome;
    }
    return CheckOutcome::CannotTell;
}

QString wordFor(Doubt doubt)
{
    switch (doubt) {
    case Doubt::None: break;
    case Doubt::Unreachable: return u"unreachable"_s;
    case Doubt::Insecure: return u"insecure"_s;
    case Doubt::Redirected: return u"redirected"_s;
    case Doubt::WebPage: return u"web_page"_s;
    case Doubt::Unexpected: return u"unexpected"_s;
    case Doubt::ServerFault: return u"server_fault"_s;
    }
    return {};
}

Doubt doubtFrom(QStringView word)
{
    for (const auto doubt : {Doubt::Unreachable, Doubt::Insecure, Doubt::Redirected, Doubt::WebPage, Doubt::Unexpected,
                             Doubt::ServerFault}) {
        if (word == wordFor(doubt))
            return doubt;
    }
    return Doubt::None;
}

} // namespace core
