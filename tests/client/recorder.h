#ifndef CONCLAVE_TESTS_CLIENT_RECORDER_H_
#define CONCLAVE_TESTS_CLIENT_RECORDER_H_

#include <algorithm>
#include <atomic>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/clock.h"
#include "client/observer.h"
#include "server/core/mutex.h"

namespace conclave::client {

// Keeps what it is told as short texts, such as "event 5/3 hi", and lets a test wait for them. Fails to be one at a
// time when two calls overlap. Thread-safe.
class Recorder final : public Observer {
 public:
  // True when it was told so within ten seconds.
  bool Sees(const std::string& text) {
    return WaitFor([&text](const std::vector<std::string>& told) {
      return std::find(told.begin(), told.end(), text) != told.end();
    });
  }
  bool SeesCount(std::size_t count) {
    return WaitFor([count](const std::vector<std::string>& told) { return told.size() >= count; });
  }
  // What begins so, in order.
  std::vector<std::string> All(const std::string& prefix) {
    MutexLock lock(mu_);
    std::vector<std::string> found;
    for (const std::string& text : told_) {
      if (text.rfind(prefix, 0) == 0) found.push_back(text);
    }
    return found;
  }
  std::size_t count() {
    MutexLock lock(mu_);
    return told_.size();
  }
  State last_state() {
    MutexLock lock(mu_);
    return state_;
  }
  bool overlapped() const { return overlapped_; }
  // Runs within each call.
  void DuringCalls(std::function<void()> action) { during_ = std::move(action); }

  void OnStateChanged(const State& state) override;
  void OnWelcome(const v1::Welcome&) override { Note("welcome"); }
  void OnEpochChanged(const EpochChanged& change) override;
  void OnAttached(const v1::Attached& attached) override;
  void OnAttachRefused(const AttachRefused& refused) override;
  void OnRoomEvent(v1::RoomEvent&& event) override;
  void OnGap(const v1::Gap& gap) override;
  void OnCaughtUp(const v1::CaughtUp& caught_up) override;
  void OnDetached(RoomId room) override;
  void OnAck(const Acked& ack) override;
  void OnRefused(const Refused& refused) override;
  void OnNotice(const v1::Notice&) override { Note("notice"); }
  void OnPong(const v1::Pong&) override { Note("pong"); }
  void OnViolation(std::string_view text) override { Note("violation " + std::string(text)); }

 private:
  void Note(std::string text);

  template <typename Condition>
  bool WaitFor(Condition condition) {
    const absl::Time deadline = absl::Now() + absl::Seconds(10);
    MutexLock lock(mu_);
    while (!condition(told_)) {
      if (absl::Now() >= deadline) return false;
      changed_.WaitFor(mu_, deadline - absl::Now());
    }
    return true;
  }

  std::function<void()> during_;
  std::atomic<int> inside_{0};
  std::atomic<bool> overlapped_{false};
  Mutex mu_;
  CondVar changed_;
  std::vector<std::string> told_ ABSL_GUARDED_BY(mu_);
  State state_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::client

#endif  // CONCLAVE_TESTS_CLIENT_RECORDER_H_
