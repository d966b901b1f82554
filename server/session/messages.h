#ifndef CONCLAVE_SERVER_SESSION_MESSAGES_H_
#define CONCLAVE_SERVER_SESSION_MESSAGES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "conclave/v1/chat.pb.h"
#include "conclave/v1/room.pb.h"
#include "server/core/limits.h"
#include "server/store/store.h"

namespace conclave::session {

// Encoded events (core/event_codec.h) that a session says, and parts of answers.

std::string Encode(const v1::Event& event);
std::string ErrorEvent(const absl::Status& status, std::uint64_t request_id);
std::string PongEvent(std::uint64_t request_id, TimeUs client_time, TimeUs server_time);
std::string DetachedEvent(std::uint64_t request_id, RoomId room);
std::string DrainingEvent(absl::Duration retry_after);
std::string ReplacedEvent();

v1::Limits ToProto(const Limits& limits);

// The room as one user sees it; `member` is that user's row.
v1::Room ToProto(const store::RoomRow& room, const std::optional<store::MemberRow>& member, UserId user);

}  // namespace conclave::session

#endif  // CONCLAVE_SERVER_SESSION_MESSAGES_H_
