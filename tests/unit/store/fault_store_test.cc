#include "tests/support/fault_store.h"

#include <thread>

#include "server/store/memory/memory_store.h"
#include "tests/unit/store/store_contract.h"

namespace conclave::store {
namespace {

class FaultStoreTest : public testing::Test {
 protected:
  absl::StatusCode Add(std::uint32_t user) {
    return store_.Commit({.users = {User(user, "user" + std::to_string(user))}}).code();
  }
  bool IsThere(std::uint32_t user) { return Must(behind_.LoadUser(UserId(user))).has_value(); }

  MemoryStore behind_;
  FaultStore store_{behind_};
};

TEST_F(FaultStoreTest, OneCommitFailsBeforeOrAfterItIsWritten) {
  store_.FailNextCommit(CommitFault::kNotWritten);
  EXPECT_EQ(Add(1), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(IsThere(1));
  store_.FailNextCommit(CommitFault::kWritten);
  EXPECT_EQ(Add(2), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(IsThere(2));
  EXPECT_EQ(Add(3), absl::StatusCode::kOk);
  EXPECT_TRUE(IsThere(3));
  EXPECT_EQ(store_.commits(), 3u);
}

TEST_F(FaultStoreTest, CommitsAndReadsFailUntilHealed) {
  store_.FailCommits(CommitFault::kNotWritten);
  store_.FailReads();
  EXPECT_EQ(Add(1), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Add(1), absl::StatusCode::kUnavailable);
  EXPECT_EQ(store_.LoadUser(UserId(1)).status().code(), absl::StatusCode::kUnavailable);
  store_.Heal();
  EXPECT_EQ(Add(1), absl::StatusCode::kOk);
  EXPECT_TRUE(Must(store_.LoadUser(UserId(1))));
}

TEST_F(FaultStoreTest, HeldCommitIsWrittenWhenReleased) {
  store_.HoldCommits();
  std::thread committer([this] { EXPECT_EQ(Add(1), absl::StatusCode::kOk); });
  store_.AwaitHeldCommit();
  EXPECT_FALSE(IsThere(1));
  store_.ReleaseCommits();
  committer.join();
  EXPECT_TRUE(IsThere(1));
}

}  // namespace
}  // namespace conclave::store
