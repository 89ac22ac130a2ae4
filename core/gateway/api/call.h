#pragma once

#include "core/base/crypto.h"
#include "core/domain/profile.h"
#include "core/gateway/api/bodyreader.h"
#include "core/gateway/api/browsersignins.h"
#include "core/gateway/api/cursors.h"
#include "core/gateway/api/problem.h"
#include "core/gateway/api/signincodes.h"
#include "core/gateway/api/signinguard.h"
#include "core/gateway/api/underway.h"
#include "core/gateway/check/checker.h"
#include "core/gateway/check/eventqueue.h"
#include "core/gateway/store/activity.h"
#include "core/gateway/store/password.h"
#include "core/gateway/store/sessions.h"
#include "core/gateway/store/users.h"

#include "core/base/clock.h"

#include <QHash>
#include <functional>

namespace gateway::oidc {
class RelyingParty;
}
namespace gateway::store {
class Database;
}

namespace gateway::api {

class LiveStreams;

//! What all calls share. Everything in it may be used from any thread.
struct Tools {
    check::Checker &checker;
    check::EventQueue &events;
    LiveStreams &streams;
    const core::Clock &clock;
    const QHash<QString, core::Profile> profiles;
    const Cursors cursors;
    const crypto::Digest tokenKey; //!< seals personal tokens
    const QByteArray openApi;      //!< empty: not compiled in
    const bool isBehindProxy = false;
    oidc::RelyingParty *const relyingParty = nullptr; //!< null: nobody signs in by browser
    const store::password::Nobody nobody{};
    SignInGuard guard{};
    UnderWay underWay{};
    BrowserSignIns browserSignIns{};
    SignInCodes signInCodes{};
};

//! Who calls: a person by a session, or by the personal token.
struct Caller {
    store::User user;
    std::optional<store::Session> session;
};

struct Answer;
struct Call;
//! A part of the work on a call, on a worker.
using Step = std::function<Outcome<Answer>(Call &)>;
//! Goes on with the call; from any thread. Dropped unused: 503.
using Resume = std::function<void(Step)>;

struct Answer {
    int status = 200;
    std::string body{};
    std::vector<http::Header> headers{};
    std::string contentType = "application/json; charset=utf-8";
    std::function<void(std::shared_ptr<http::Stream>)> stream{}; //!< as http::Response::stream
    //! Set: the answer depends on somebody else, for whom no worker waits. This asks, and then goes on with the call;
    //! the rest of the answer is not used.
    std::function<void(const Resume &)> later{};
};
Answer answerWith(const QJsonObject &body, int status = 200);
Answer nothing();
//! The contract's list in one page: `data`, `next_cursor` null, `total`.
Answer wholeList(const QJsonArray &data);

//! The state of one call, on its way through the API. Lives on one worker's stack.
struct Call {
    const http::Request &request;
    store::Database &database;
    Tools &tools;
    QDateTime now;
    QStringList parameters{}; //!< what stood for the `{}` of the route, in order
    std::optional<Caller> caller{};
    QJsonObject body{};

    const store::User &user() const { return caller->user; }
    QString address() const { return QString::fromStdString(request.address); }
    QString userAgent() const;
    //! Fills in who, from where and by which request, and writes the event. Within a Change.
    void tell(store::Event event);
    //! For what concerns a person and not one organization: an event in each of the person's organizations.
    void tellEverywhere(store::Event event, const QString &userId);
};

//! A call's parameter after `?`, decoded; null where it is absent.
QString queryValue(const http::Request &request, QStringView name);
//! VALIDATION_FAILED naming the first parameter that is not among \a known.
std::optional<Problem> unknownParameter(const http::Request &request, const QStringList &known);

} // namespace gateway::api
