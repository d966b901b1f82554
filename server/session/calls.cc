#include "server/session/calls.h"

#include <algorithm>

#include "server/core/tally.h"
#include "server/session/rate_limits.h"

namespace conclave::session {

void Calls::Run(const auth::Identity& identity, std::function<void(const Caller&)> job, Refused refused,
                std::size_t bytes) const {
  if (const absl::Status rate = services_.rates.TakeCommand(identity.device); !rate.ok()) return refused(rate);
  const auto load = [this, identity, job = std::move(job), refused] {
    const auto caller = LoadCaller(services_.store, identity);
    if (caller.ok()) {
      job(*caller);
    } else {
      refused(caller.status());
    }
  };
  const absl::Status submitted = services_.readers.Submit(log::ReaderPool::Class::kInteractive, load, bytes);
  if (!submitted.ok()) refused(submitted);
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
  Run(
      identity, submit, [done](const absl::Status& refusal) { done(refusal); }, sizeof(chat::Command));
}

std::size_t PageSize(std::uint32_t asked, const Limits& limits) {
  constexpr std::size_t kDefault = 100;
  if (asked > limits.page_entries) ProcessTally().CountLimit(LimitIndex("limits.page_entries"));
  return std::min<std::size_t>(asked == 0 ? kDefault : asked, limits.page_entries);
}

}  // namespace conclave::session
