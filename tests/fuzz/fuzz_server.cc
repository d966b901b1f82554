#include "tests/fuzz/fuzz_server.h"

#include <future>

#include "server/session/session.h"
#include "tests/fuzz/fuzz.h"

namespace conclave::fuzz {

FuzzServer::FuzzServer() {
  attach_.set_hub(hub_);
  Require(committer_.Start().ok(), "the committer starts");
  alice_ = MakeDevice("alice");
  bob_ = MakeDevice("bob");
}

FuzzServer::~FuzzServer() {
  for (const auto& session : registry_.All()) session->OnGone();
  committer_.Stop();
  readers_.Stop();
}

absl::StatusOr<log::CommandResult> FuzzServer::Do(const chat::Command& command, const auth::Identity& author) {
  std::promise<absl::StatusOr<log::CommandResult>> promise;
  const absl::Status submitted = committer_.Submit(
      {.command = command,
       .author = author.user,
       .device = author.device,
       .done = [&](absl::StatusOr<log::CommandResult> result) { promise.set_value(std::move(result)); }});
  if (!submitted.ok()) return submitted;
  return promise.get_future().get();
}

auth::Identity FuzzServer::MakeDevice(const std::string& user) {
  const auto result = Do(chat::AddDevice{.user_name = user, .device_name = "laptop"}, {});
  Require(result.ok(), "a device can be added");
  return {.trust_domain = identity_.trust_domain, .user = result->user->id, .device = result->device->id};
}

}  // namespace conclave::fuzz
