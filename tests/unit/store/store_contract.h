#ifndef CONCLAVE_TESTS_UNIT_STORE_STORE_CONTRACT_H_
#define CONCLAVE_TESTS_UNIT_STORE_STORE_CONTRACT_H_

#include <gtest/gtest.h>

#include <cstddef>
#include <limits>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/store/store.h"
#include "tests/support/temp_dir.h"

namespace conclave::store {

// As many bytes of events as there are.
inline constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

// The value; a failure of the test, and an empty value, when there is none.
template <typename T>
T Must(absl::StatusOr<T> result) {
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *std::move(result) : T();
}

UserRow User(std::uint32_t id, std::string name);
DeviceRow Device(std::uint64_t id, std::uint32_t user);
RoomRow Room(std::uint64_t id, std::string name, v1::RoomKind kind = v1::ROOM_KIND_PUBLIC);
MemberRow Member(std::uint64_t room, std::uint32_t user, v1::RoomRole role = v1::ROOM_ROLE_MEMBER);
EventRow Event(std::uint64_t room, Seq seq, std::string bytes);
// Of device 1.
CommandRow Command(std::uint8_t number, std::uint64_t fingerprint, Seq seq);

std::vector<Seq> SeqsOf(const EventPage& page);
std::vector<std::string> NamesOf(const std::vector<RoomRow>& rooms);

// A kind of store that has to meet the contract.
struct Backend {
  const char* name;
  std::unique_ptr<Store> (*open)(const std::string& directory);

  friend std::ostream& operator<<(std::ostream& out, const Backend& backend) { return out << backend.name; }
};

std::vector<Backend> AllBackends();

// Tests of what every store does.
class StoreContract : public testing::TestWithParam<Backend> {
 protected:
  StoreContract() : store_(GetParam().open(directory_.path())) {}

  [[nodiscard]] Store& store() { return *store_; }

  void Commits(const CommitBatch& batch);
  // Refused as a contradiction, with a text that holds `names`.
  void Refuses(const CommitBatch& batch, std::string_view names);

  // A public room with that many events of that size.
  void HasRoom(std::uint64_t room, Seq events, std::size_t event_bytes = 10);
  void HasUsers(std::uint32_t count);

 private:
  const TempDir directory_;
  const std::unique_ptr<Store> store_;
};

}  // namespace conclave::store

#define CONCLAVE_TEST_EVERY_STORE(suite)                                   \
  INSTANTIATE_TEST_SUITE_P(Every, suite, testing::ValuesIn(AllBackends()), \
                           [](const auto& test) { return std::string(test.param.name); })

#endif  // CONCLAVE_TESTS_UNIT_STORE_STORE_CONTRACT_H_
