#ifndef CONCLAVE_TESTS_SUPPORT_SCENARIO_H_
#define CONCLAVE_TESTS_SUPPORT_SCENARIO_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/support/history_checker.h"
#include "tests/support/participant.h"
#include "tests/support/patience.h"
#include "tests/support/server_process.h"

namespace conclave::testing {

// A real server and the people who talk on it. At the end of each test the log is read back from the server (started
// again if it is down) and the whole history is checked; when a test fails, the server's log is shown.
class Scenario : public ::testing::Test {
 protected:
  void TearDown() override;

  ServerProcess& server() { return server_; }
  History& history() { return history_; }

  // Somebody comes in with a client program and is welcomed. Starts the server if need be; lives to the end of the
  // test.
  Participant& Enters(const std::string& user, const std::string& device = "laptop", std::uint64_t instance = 1);
  // The same without a stream yet.
  Participant& Arrives(const std::string& user, const std::string& device = "laptop", std::uint64_t instance = 1);
  const Identity& IdentityOf(const std::string& user, const std::string& device = "laptop");

  // Everything the server holds of the rooms that anybody has heard of, as far as all users together get it.
  StoredLog ReadLog();
  ::testing::AssertionResult HistoryHoldsSoFar() { return HistoryHolds(history_, ReadLog()); }

  // For tests in which nobody can look at the log afterwards.
  void SkipsTheCheckAtTheEnd() { check_at_end_ = false; }

 private:
  void EnsureRunning();
  // Adds what one user gets of a room; true when that is all there is.
  bool AddTo(std::map<Seq, v1::RoomEvent>& events, Participant& reader, RoomId room);

  ServerProcess server_;
  bool check_at_end_ = true;
  std::map<std::pair<std::string, std::string>, Identity> identities_;
  History history_;
  std::vector<std::unique_ptr<Participant>> participants_;
};

// Threads of a test. An exception in one of them is a failure of the test, not the end of the process.
class Crew {
 public:
  Crew() = default;
  ~Crew() { Join(); }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  void Start(std::function<void()> work);
  // Waits for all of them.
  void Join();

 private:
  std::vector<std::thread> threads_;
};

// Chance that can be had again. Thread-confined.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}
  // From 0 to `bound` − 1.
  std::size_t Below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(engine_); }
  bool OneIn(std::size_t n) { return Below(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

// The seed of a test: CONCLAVE_TEST_SEED when set, else `usual`.
std::uint64_t SeedOr(std::uint64_t usual);

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_SCENARIO_H_
