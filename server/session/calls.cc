#include "server/session/calls.h"

#include <algorithm>

#include "server/core/refusal.h"

namespace conclave::session {

void Calls::Run(const auth::Identity& identity, std::function<void(const Caller&)> job, Refused refused) const {
  const bool submitted =
      services_.readers.Submit(log::ReaderPool::Class::kInteractive, [this, identity, job = std::move(job), refused] {
        const auto caller = LoadCaller(services_.store, identity);
        if (caller.ok()) {
          job(*caller);
        } else {
          refused(caller.status());
        }
      });
  if (!submitted) refused(Refuse(v1::REASON_BUSY, "Too many reads wait.", {.retry_after = absl::Seconds(1)}));
}

void Calls::Commit(const auth::Identity& identity, absl::StatusOr<CommandId> id, absl::StatusOr<chat::Command> command,
                   Done<log::CommandResult> done) const {
  if (!id.ok()) return done(id.status());
  if (!command.ok()) return done(command.status());
  const auto submit = [this, id = *id, command = *std::move(command), done](const Caller& caller) {
    const absl::Status submitted = services_.committer.Submit(
        {.command = command, .author = caller.user.id, .device = caller.device.id, .id = id, .done = done});
    if (!submitted.ok()) done(submitted);
  };
  Run(identity, submit, [done](const absl::Status& refusal) { done(refusal); });
}

std::size_t PageSize(std::uint32_t asked) {
  constexpr std::size_t kDefault = 100;
  constexpr std::size_t kMost = 500;
  return asked == 0 ? kDefault : std::min<std::size_t>(asked, kMost);
}

}  // namespace conclave::session
