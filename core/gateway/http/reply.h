#pragma once

#include "core/gateway/http/message.h"

#include <string>
#include <string_view>

//! The bytes of an answer. Every answer carries Date, X-Request-Id and nosniff; errors have the contract's envelope.
namespace gateway::http {

//! What an answer takes over from its request.
struct ReplyContext {
    std::string_view requestId;
    bool keepAlive = true;
    bool headOnly = false; //!< the request was a HEAD: the length is told, the body is not sent
};

//! The contract's envelope. \a details is a JSON object, ready.
std::string errorBody(std::string_view code, std::string_view message, std::string_view requestId,
                      std::string_view details = "{}");
Response errorResponse(int status, std::string_view code, std::string_view message, std::string_view requestId,
                       std::string_view details = "{}");

//! Appends the whole answer, status line to body.
void appendResponse(std::string &out, const Response &response, const ReplyContext &context);

//! Appends the head of an answer that comes in chunks and ends with the connection.
void appendStreamHead(std::string &out, const Response &response, std::string_view requestId);
void appendChunk(std::string &out, std::string_view bytes);
inline constexpr std::string_view lastChunk = "0\r\n\r\n";

//! The same in two steps, for answers that are written straight into the buffer: headers may be appended in between
//! (`Name: value\r\n`). `beginReply` promises no-store.
void beginReply(std::string &out, int status, const ReplyContext &context, bool noStore = true);
//! An empty \a contentType stands for no body at all (204).
void endReply(std::string &out, std::string_view contentType, std::string_view body, const ReplyContext &context);

//! Appends \a text as a JSON string, with its quotes. Bytes that are not UTF-8 become U+FFFD.
void appendJson(std::string &out, std::string_view text);
void appendNumber(std::string &out, std::uint64_t number);

inline constexpr std::string_view jsonType = "application/json; charset=utf-8";

} // namespace gateway::http
