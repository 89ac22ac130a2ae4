#include "core/gateway/api/browserpage.h"

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

//! Addresses in this part of the gateway carry codes.
const http::Header noReferrer{"Referrer-Policy", "no-referrer"};

} // namespace

Answer browserPage(int status, const QString &title, const QString &text, const QByteArray &back)
{
    auto page = u"<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>%1</title>"
                "<meta name=\"color-scheme\" content=\"light dark\">"
                "<meta name=\"viewport\" content=\"width=device-width\"></head>\n"
                "<body><h1>%1</h1>\n<p>%2</p>\n"_s.arg(title.toHtmlEscaped(), text.toHtmlEscaped());
    if (!back.isEmpty())
        page += u"<p><a href=\"%1\">Go back to Keysteward</a></p>\n"_s.arg(QString::fromLatin1(back).toHtmlEscaped());
    page += u"</body>\n</html>\n"_s;
    Answer answer;
    answer.status = status;
    answer.body = page.toStdString();
    answer.contentType = "text/html; charset=utf-8";
    answer.headers = {
        {"Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
        noReferrer};
    return answer;
}

Answer browserRedirect(const QByteArray &address)
{
    Answer answer;
    answer.status = 302;
    answer.contentType.clear();
    answer.headers = {{"Location", address.toStdString()}, noReferrer};
    return answer;
}

} // namespace gateway::api
