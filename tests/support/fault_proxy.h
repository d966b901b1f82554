#ifndef CONCLAVE_TESTS_SUPPORT_FAULT_PROXY_H_
#define CONCLAVE_TESTS_SUPPORT_FAULT_PROXY_H_

#include <cstdint>
#include <list>
#include <string>
#include <thread>

#include "server/core/mutex.h"
#include "tests/support/fault_plan.h"
#include "tests/support/fault_relay.h"

namespace conclave::testing {

// A bad network between clients and a server on the loopback: everything that goes through is at the mercy of a seeded
// plan. It runs on a thread of its own. Thread-safe; owned by the test, which destroys it when its clients are gone.
class FaultProxy {
 public:
  // `target` is IPv4, "HOST:PORT". Throws std::runtime_error when it cannot listen.
  FaultProxy(const std::string& target, const Faults& faults, std::uint64_t seed);
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  // Where clients connect, "HOST:PORT".
  [[nodiscard]] const std::string& address() const { return address_; }
  // Nothing goes wrong from now on; what is silent is reset.
  void Heal();
  [[nodiscard]] FaultCounts counts() const;

 private:
  struct Watched;

  void Run();
  // Waits until a socket or the time asks for something, and gives it to whom it concerns.
  void WaitFor(absl::Time wake);
  void Accept();
  void Watch(Watched& watched);
  void Wake();

  const std::string target_;
  const Faults faults_;
  const std::uint64_t seed_;
  const int epoll_;
  const int woken_;
  const int listener_;
  std::string address_;

  // Confined to the thread.
  std::list<Watched> relays_;
  FaultCounts running_;
  bool whole_ = false;

  mutable Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool healed_ ABSL_GUARDED_BY(mu_) = false;
  FaultCounts counts_ ABSL_GUARDED_BY(mu_);

  std::thread thread_;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_FAULT_PROXY_H_
