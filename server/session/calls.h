#ifndef CONCLAVE_SERVER_SESSION_CALLS_H_
#define CONCLAVE_SERVER_SESSION_CALLS_H_

#include <functional>
#include <type_traits>
#include <utility>

#include "absl/status/statusor.h"
#include "server/auth/identity.h"
#include "server/chat/commands.h"
#include "server/log/committer.h"
#include "server/session/greeting.h"
#include "server/session/services.h"

namespace conclave::session {

// Gets the answer to a call, once, on any thread; must not block.
template <typename Response>
using Done = std::function<void(absl::StatusOr<Response>)>;

// What all calls share: the caller is checked, reads run in the reader pool, writes go to the committer. Thread-safe.
class Calls {
 public:
  explicit Calls(const Services& services) : services_(services) {}

 protected:
  template <typename Request, typename Response>
  using Read = std::function<absl::StatusOr<Response>(const Caller&, const Request&)>;

  // Runs `read` with the caller and the request in the reader pool.
  template <typename Response, typename Request>
  void RunRead(const auth::Identity& identity, const Request& request,
               std::type_identity_t<Read<Request, Response>> read, Done<Response> done) const {
    Run(
        identity, [read = std::move(read), request, done](const Caller& caller) { done(read(caller, request)); },
        [done](const absl::Status& refusal) { done(refusal); }, request.SpaceUsedLong());
  }

  // Commits the command; `answer` makes the response of its result.
  template <typename Response>
  void RunWrite(const auth::Identity& identity, absl::StatusOr<CommandId> id, absl::StatusOr<chat::Command> command,
                std::function<Response(const log::CommandResult&)> answer, Done<Response> done) const {
    Commit(identity, std::move(id), std::move(command),
           [answer = std::move(answer), done = std::move(done)](absl::StatusOr<log::CommandResult> result) {
             if (result.ok()) {
               done(answer(*result));
             } else {
               done(result.status());
             }
           });
  }

  const Services services_;

 private:
  using Refused = std::function<void(const absl::Status&)>;

  // Refused when the device makes too many calls, or too much waits; `bytes` is what the job holds beside itself.
  void Run(const auth::Identity& identity, std::function<void(const Caller&)> job, Refused refused,
           std::size_t bytes) const;
  void Commit(const auth::Identity& identity, absl::StatusOr<CommandId> id, absl::StatusOr<chat::Command> command,
              Done<log::CommandResult> done) const;
};

// How many entries of a list a page has, from what was asked. Asking for more than the limit is no error: the page has
// as many as the limit, and a cursor.
std::size_t PageSize(std::uint32_t asked, const Limits& limits);

}  // namespace conclave::session

#endif  // CONCLAVE_SERVER_SESSION_CALLS_H_
