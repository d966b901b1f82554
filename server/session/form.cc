#include "server/session/form.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/chat/text.h"
#include "server/core/event_codec.h"
#include "server/core/refusal.h"

namespace conclave::session {
namespace {

// Bytes of a client's name, version, and each of its features; and how many features.
constexpr std::size_t kHelloText = 64;

absl::Status InvalidField(std::string_view text) { return Refuse(v1::REASON_INVALID_FIELD, text); }

}  // namespace

absl::StatusOr<CommandId> CommandIdOf(const std::string& bytes) {
  const auto id = CommandId::FromBytes(bytes);
  if (!id) return Refuse(v1::REASON_INVALID_COMMAND_ID, "A command's id must be the 16 bytes of a UUIDv7.");
  return *id;
}

absl::StatusOr<chat::SendMessage> ToCommand(const v1::SendMessage& request, const Limits& limits) {
  CONCLAVE_RETURN_IF_ERROR(chat::CheckMessageText(request.message().text(), limits.text_bytes));
  // The text alone: fields this server does not know are not stored under its name.
  v1::RoomEvent event;
  event.mutable_message()->set_text(request.message().text());
  return chat::SendMessage{.room = RoomId(request.room_id()), .body = EncodeBody(event)};
}

absl::StatusOr<chat::CreateRoom> ToCommand(const v1::CreateRoomRequest& request, const Limits& limits) {
  CONCLAVE_RETURN_IF_ERROR(chat::CheckName(request.name(), limits.name_bytes));
  CONCLAVE_RETURN_IF_ERROR(chat::CheckTopic(request.topic(), limits.topic_bytes));
  if (request.kind() != v1::ROOM_KIND_PUBLIC && request.kind() != v1::ROOM_KIND_PRIVATE) {
    return InvalidField("A room is made public or private.");
  }
  return chat::CreateRoom{.kind = request.kind(), .name = request.name(), .topic = request.topic()};
}

absl::StatusOr<chat::OpenDirectRoom> ToCommand(const v1::OpenDirectRoomRequest& request, UserId author,
                                               const Limits& limits) {
  chat::OpenDirectRoom command{.members = {author}};
  for (const std::uint32_t user : request.user_ids()) command.members.emplace_back(user);
  std::sort(command.members.begin(), command.members.end());
  command.members.erase(std::unique(command.members.begin(), command.members.end()), command.members.end());
  if (command.members.size() < 2) return InvalidField("A direct room needs somebody else.");
  if (command.members.size() > limits.direct_members) {
    return Refuse(v1::REASON_LIMIT_REACHED,
                  absl::StrCat("A direct room holds at most ", limits.direct_members, " people."),
                  {.limit = "limits.direct_members", .limit_value = limits.direct_members});
  }
  return command;
}

absl::Status CheckHello(const v1::Hello& hello, const Limits& limits) {
  if (hello.ByteSizeLong() > limits.hello_bytes) {
    return Refuse(v1::REASON_TOO_LARGE, "Hello is too large; attach further rooms by commands.",
                  {.limit = "limits.hello_bytes", .limit_value = limits.hello_bytes});
  }
  if (hello.client_name().size() > kHelloText || hello.client_version().size() > kHelloText) {
    return InvalidField("The name and version of a client are at most 64 bytes each.");
  }
  const auto too_long = [](const std::string& feature) { return feature.size() > kHelloText; };
  if (static_cast<std::size_t>(hello.features_size()) > kHelloText || std::ranges::any_of(hello.features(), too_long)) {
    return InvalidField("Hello names at most 64 features of 64 bytes.");
  }
  if (hello.instance() == 0) return InvalidField("Hello needs a random instance.");
  for (const v1::Attach& attach : hello.attach()) CONCLAVE_RETURN_IF_ERROR(CheckAttach(attach));
  return absl::OkStatus();
}

absl::Status CheckAttach(const v1::Attach& attach) {
  if (attach.room_id() == 0) return InvalidField("Attach names no room.");
  if (!v1::AttachMode_IsValid(attach.mode())) return InvalidField("Attach has an unknown mode.");
  return absl::OkStatus();
}

}  // namespace conclave::session
