#include "server/session/registry.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/core/clock.h"
#include "server/core/refusal.h"

namespace conclave::session {

bool Registry::Add(std::shared_ptr<Session> session) {
  const MutexLock lock(mu_);
  if (draining_) return false;
  sessions_.insert(std::move(session));
  return true;
}

absl::StatusOr<std::shared_ptr<Session>> Registry::Claim(const std::shared_ptr<Session>& session, DeviceId device,
                                                         std::uint64_t instance) {
  const MutexLock lock(mu_);
  Instances& instances = devices_[device];
  if (!instances.contains(instance) && instances.size() >= streams_per_device_) {
    return Refuse(v1::REASON_LIMIT_REACHED,
                  absl::StrCat("A device has at most ", streams_per_device_, " streams at a time."),
                  {.limit = "limits.streams_per_device", .limit_value = streams_per_device_});
  }
  return std::exchange(instances[instance], session);
}

void Registry::Remove(const std::shared_ptr<Session>& session, DeviceId device, std::uint64_t instance) {
  {
    const MutexLock lock(mu_);
    sessions_.erase(session);
    const auto instances = devices_.find(device);
    if (instances != devices_.end()) {
      const auto it = instances->second.find(instance);
      if (it != instances->second.end() && it->second == session) instances->second.erase(it);
      if (instances->second.empty()) devices_.erase(instances);
    }
  }
  removed_.SignalAll();
}

std::vector<std::shared_ptr<Session>> Registry::All() const {
  const MutexLock lock(mu_);
  return {sessions_.begin(), sessions_.end()};
}

std::size_t Registry::size() const {
  const MutexLock lock(mu_);
  return sessions_.size();
}

std::vector<std::shared_ptr<Session>> Registry::BeginDrain() {
  const MutexLock lock(mu_);
  draining_ = true;
  return {sessions_.begin(), sessions_.end()};
}

bool Registry::WaitUntilEmpty(absl::Duration timeout) {
  const absl::Duration deadline = SystemClock().Monotonic() + timeout;
  const MutexLock lock(mu_);
  while (!sessions_.empty()) {
    const absl::Duration left = deadline - SystemClock().Monotonic();
    if (left <= absl::ZeroDuration()) return false;
    removed_.WaitFor(mu_, left);
  }
  return true;
}

}  // namespace conclave::session
