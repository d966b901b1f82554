#ifndef CONCLAVE_BENCH_LOAD_CROWD_H_
#define CONCLAVE_BENCH_LOAD_CROWD_H_

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "bench/identities.h"
#include "bench/load/options.h"

namespace conclave::bench {

// Participants of one kind, each a device of its own. All leave when it is destroyed. Confined to one thread.
template <typename Member>
class Crowd {
 public:
  explicit Crowd(const LoadOptions& options) : options_(options) {}
  ~Crowd() {
    for (const auto& member : members_) member->Leave();
  }
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  // Adds the devices `first` to `first + count - 1`, and returns when all are ready. `arguments` follow the identity in
  // the constructor of a member.
  template <typename... Arguments>
  absl::Status Join(std::size_t first, std::size_t count, const Arguments&... arguments) {
    const std::size_t before = members_.size();
    for (std::size_t i = 0; i < count; ++i) {
      const auto identity = LoadIdentity(options_.identities, first + i, options_.server);
      if (!identity.ok()) return identity.status();
      members_.push_back(std::make_unique<Member>(*identity, arguments...));
      members_.back()->Join();
      // Handshakes one after the other, and no storm that a server would be right to refuse.
      if ((i + 1) % kAtOnce == 0 && !members_.back()->WaitUntilReady()) break;
    }
    for (std::size_t i = before; i < members_.size(); ++i) members_[i]->WaitUntilReady();
    return Problems();
  }

  // What went wrong with any of them so far.
  [[nodiscard]] absl::Status Problems() const {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      const std::string problem = members_[i]->problem();
      if (!problem.empty()) return absl::UnavailableError(absl::StrCat("Participant ", i, " ", problem, "."));
    }
    return absl::OkStatus();
  }

  [[nodiscard]] std::size_t size() const { return members_.size(); }
  Member& operator[](std::size_t index) const { return *members_[index]; }
  [[nodiscard]] auto begin() const { return members_.begin(); }
  [[nodiscard]] auto end() const { return members_.end(); }

 private:
  static constexpr std::size_t kAtOnce = 16;

  const LoadOptions options_;
  std::vector<std::unique_ptr<Member>> members_;
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_CROWD_H_
