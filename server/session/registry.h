#ifndef CONCLAVE_SERVER_SESSION_REGISTRY_H_
#define CONCLAVE_SERVER_SESSION_REGISTRY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/core/ids.h"
#include "server/core/mutex.h"

namespace conclave::session {

class Session;

// Every session there is, and which of them speaks for an instance of a device. Thread-safe; owned by the server.
class Registry {
 public:
  explicit Registry(std::size_t streams_per_device) : streams_per_device_(streams_per_device) {}

  // A stream began; it has not said who it is. False when the server drains: it must end at once.
  [[nodiscard]] bool Add(std::shared_ptr<Session> session);
  // The session speaks for an instance of its device from now on. Returns the session that did before, if any, which
  // the caller ends. LIMIT_REACHED when the device has too many instances.
  absl::StatusOr<std::shared_ptr<Session>> Claim(const std::shared_ptr<Session>& session, DeviceId device,
                                                 std::uint64_t instance);
  void Remove(const std::shared_ptr<Session>& session, DeviceId device, std::uint64_t instance);

  [[nodiscard]] std::vector<std::shared_ptr<Session>> All() const;
  [[nodiscard]] std::size_t size() const;
  // No stream is added from now on. Returns those there are.
  std::vector<std::shared_ptr<Session>> BeginDrain();
  // Waits until there is no session, or for `timeout`; whether there is none.
  bool WaitUntilEmpty(absl::Duration timeout);

 private:
  using Instances = absl::flat_hash_map<std::uint64_t, std::shared_ptr<Session>>;

  const std::size_t streams_per_device_;

  mutable Mutex mu_;
  CondVar removed_;
  absl::flat_hash_set<std::shared_ptr<Session>> sessions_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<DeviceId, Instances> devices_ ABSL_GUARDED_BY(mu_);
  bool draining_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace conclave::session

#endif  // CONCLAVE_SERVER_SESSION_REGISTRY_H_
