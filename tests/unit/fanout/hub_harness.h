#ifndef CONCLAVE_TESTS_UNIT_FANOUT_HUB_HARNESS_H_
#define CONCLAVE_TESTS_UNIT_FANOUT_HUB_HARNESS_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/core/mutex.h"
#include "server/fanout/hub.h"
#include "tests/client/fake_time.h"
#include "tests/unit/fanout/room_log.h"

namespace conclave::testing {

// The client's end of a stream: takes every write at once, unless it is told to hold. Thread-safe.
class FakeWriter final : public fanout::Writer {
 public:
  void set_connection(const std::shared_ptr<fanout::Connection>& connection) { connection_ = connection; }

  void Write(fanout::WriteBatch batch) override {
    bool held = false;
    {
      const MutexLock lock(mu_);
      for (v1::Event& event : Decode(batch)) events_.push_back(std::move(event));
      held = hold_;
    }
    changed_.SignalAll();
    if (const auto connection = connection_.lock(); connection && !held) connection->Written();
  }
  void Finish(const absl::Status& status) override {
    const MutexLock lock(mu_);
    finished_ = status;
    changed_.SignalAll();
  }
  void Cancel() override {
    const MutexLock lock(mu_);
    ++cancels_;
  }

  // Writes from now on are not taken.
  void Hold() {
    const MutexLock lock(mu_);
    hold_ = true;
  }
  // Takes the write that is held, and those that follow.
  void Release() {
    {
      const MutexLock lock(mu_);
      hold_ = false;
    }
    connection_.lock()->Written();
  }
  [[nodiscard]] int cancels() const {
    const MutexLock lock(mu_);
    return cancels_;
  }
  // All events so far.
  [[nodiscard]] std::vector<v1::Event> events() const {
    const MutexLock lock(mu_);
    return events_;
  }
  // Waits until `count` events have come; false when they do not.
  bool Await(std::size_t count) {
    const MutexLock lock(mu_);
    while (events_.size() < count) {
      if (changed_.WaitFor(mu_, absl::Seconds(20))) return false;
    }
    return true;
  }

 private:
  std::weak_ptr<fanout::Connection> connection_;
  mutable Mutex mu_;
  CondVar changed_;
  std::vector<v1::Event> events_ ABSL_GUARDED_BY(mu_);
  std::optional<absl::Status> finished_ ABSL_GUARDED_BY(mu_);
  bool hold_ ABSL_GUARDED_BY(mu_) = false;
  int cancels_ ABSL_GUARDED_BY(mu_) = 0;
};

// Pages from a log that the test fills before; fails as often as it is told. Thread-safe.
class FakePages final : public fanout::PageSource {
 public:
  explicit FakePages(const RoomLog& log) : log_(log) {}

  void FailNext(const absl::Status& status) {
    const MutexLock lock(mu_);
    failure_ = status;
  }
  [[nodiscard]] int loads() const {
    const MutexLock lock(mu_);
    return loads_;
  }

  void Load(RoomId, Seq from, Done done) override {
    absl::Status failure;
    {
      const MutexLock lock(mu_);
      ++loads_;
      failure = std::exchange(failure_, absl::OkStatus());
    }
    if (!failure.ok()) return done(failure);
    Seq last = from;
    for (std::size_t bytes = 0; last < log_.head() && bytes < 20'000; ++last) bytes += log_.bytes(last).size();
    done(fanout::Page{.segments = log_.Segments(from, last), .head = log_.head()});
  }

 private:
  const RoomLog& log_;
  mutable Mutex mu_;
  int loads_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Status failure_ ABSL_GUARDED_BY(mu_);
};

// Remembers whose membership is to be checked. Thread-safe.
class FakeAccess final : public fanout::AccessSource {
 public:
  void Check(std::shared_ptr<fanout::Connection>, const fanout::Attachment& attachment) override {
    const MutexLock lock(mu_);
    checks_.push_back(attachment);
    changed_.SignalAll();
  }
  // The check number `index`, once it was asked for.
  fanout::Attachment Await(std::size_t index) {
    const MutexLock lock(mu_);
    while (checks_.size() <= index) changed_.Wait(mu_);
    return checks_[index];
  }
  [[nodiscard]] std::size_t count() const {
    const MutexLock lock(mu_);
    return checks_.size();
  }

 private:
  mutable Mutex mu_;
  CondVar changed_;
  std::vector<fanout::Attachment> checks_ ABSL_GUARDED_BY(mu_);
};

// Remembers what is to be summarised. Thread-safe.
class FakeSummaries final : public fanout::SummarySource {
 public:
  bool Summarise(std::shared_ptr<fanout::Connection>, std::vector<RoomId> rooms) override {
    const MutexLock lock(mu_);
    ++calls_[rooms.front()];
    return true;
  }
  [[nodiscard]] int Of(RoomId room) const {
    const MutexLock lock(mu_);
    const auto it = calls_.find(room);
    return it == calls_.end() ? 0 : it->second;
  }

 private:
  mutable Mutex mu_;
  std::map<RoomId, int> calls_ ABSL_GUARDED_BY(mu_);
};

// Happens once; others wait for it. Thread-safe.
class Signal {
 public:
  void Set() {
    const MutexLock lock(mu_);
    set_ = true;
    changed_.SignalAll();
  }
  void Await() {
    const MutexLock lock(mu_);
    while (!set_) changed_.Wait(mu_);
  }

 private:
  Mutex mu_;
  CondVar changed_;
  bool set_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_UNIT_FANOUT_HUB_HARNESS_H_
