#include "tests/client/core_harness.h"

#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"

namespace conclave::client {

CoreHarness::CoreHarness(StreamOptions options) : core(std::move(options), clock, random) {}

v1::Hello CoreHarness::Opens() {
  core.OnOpened();
  const v1::ChatRequest request = Writes();
  EXPECT_TRUE(request.has_hello());
  hello_request = request.request_id();
  return request.hello();
}

void CoreHarness::GoesOnline(std::uint64_t epoch, std::uint32_t max_commands) {
  Opens();
  EXPECT_TRUE(HearsWelcome(epoch, max_commands).ok());
}

v1::ChatRequest CoreHarness::Writes() {
  std::optional<v1::ChatRequest> request = core.NextRequest(told);
  EXPECT_TRUE(request.has_value()) << "nothing to write";
  return request.value_or(v1::ChatRequest());
}

std::vector<v1::ChatRequest> CoreHarness::WritesAll() {
  std::vector<v1::ChatRequest> all;
  while (std::optional<v1::ChatRequest> request = core.NextRequest(told)) all.push_back(*std::move(request));
  return all;
}

std::vector<std::string> CoreHarness::WritesText() {
  std::vector<std::string> texts;
  for (const v1::ChatRequest& request : WritesAll()) texts.push_back(Describe(request));
  return texts;
}

absl::Status CoreHarness::HearsWelcome(std::uint64_t epoch, std::uint32_t max_commands) {
  v1::Event event;
  v1::Welcome& welcome = *event.mutable_welcome();
  welcome.set_request_id(hello_request);
  welcome.set_user_id(1);
  welcome.set_store_epoch(epoch);
  welcome.set_heartbeat_interval_ms(20'000);
  welcome.mutable_limits()->set_commands_in_flight(max_commands);
  return Hears(std::move(event));
}

absl::Status CoreHarness::HearsAttached(std::uint64_t request, RoomId room, Seq from) {
  v1::Event event;
  event.mutable_attached()->set_request_id(request);
  event.mutable_attached()->set_room_id(room.value());
  event.mutable_attached()->set_from_seq(from);
  return Hears(std::move(event));
}

absl::Status CoreHarness::HearsEvent(RoomId room, Seq seq) {
  v1::Event event;
  event.mutable_room_event()->set_room_id(room.value());
  event.mutable_room_event()->set_seq(seq);
  return Hears(std::move(event));
}

absl::Status CoreHarness::HearsAck(std::uint64_t request, RoomId room, Seq seq) {
  v1::Event event;
  event.mutable_ack()->set_request_id(request);
  event.mutable_ack()->set_room_id(room.value());
  event.mutable_ack()->set_seq(seq);
  return Hears(std::move(event));
}

absl::Status CoreHarness::HearsError(std::uint64_t request, v1::Reason reason, RoomId room, std::uint32_t retry_ms) {
  v1::Event event;
  v1::Error& error = *event.mutable_error();
  error.set_request_id(request);
  error.set_code(static_cast<int>(CodeOf(reason)));
  error.set_reason(reason);
  error.set_room_id(room.value());
  error.set_retry_after_ms(retry_ms);
  return Hears(std::move(event));
}

CommandId CoreHarness::Sends(const std::string& text, RoomId room) {
  const absl::StatusOr<CommandId> id = core.Send(room, text, std::nullopt);
  EXPECT_TRUE(id.ok()) << id.status();
  return id.ok() ? *id : CommandId();
}

void CoreHarness::Attaches(RoomId room, Seq after) {
  EXPECT_TRUE(core.Attach(room, after).ok());
  EXPECT_TRUE(HearsAttached(Writes().request_id(), room, after + 1).ok());
}

std::string Describe(const v1::ChatRequest& request) {
  switch (request.command_case()) {
    case v1::ChatRequest::kHello:
      return "hello";
    case v1::ChatRequest::kSendMessage:
      return absl::StrCat("send ", request.send_message().message().text());
    case v1::ChatRequest::kAttach:
      return absl::StrCat("attach ", request.attach().room_id(), " after ", request.attach().after_seq());
    case v1::ChatRequest::kDetach:
      return absl::StrCat("detach ", request.detach().room_id());
    case v1::ChatRequest::kPing:
      return "ping";
    case v1::ChatRequest::COMMAND_NOT_SET:
      return "nothing";
  }
  return "unknown";
}

}  // namespace conclave::client
