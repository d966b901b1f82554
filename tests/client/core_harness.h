#ifndef CONCLAVE_TESTS_CLIENT_CORE_HARNESS_H_
#define CONCLAVE_TESTS_CLIENT_CORE_HARNESS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/stream_core.h"
#include "conclave/v1/chat.pb.h"
#include "tests/client/fake_time.h"

namespace conclave::client {

// A StreamCore whose server is the test itself: opens streams, reads what is written, and says events by hand.
class CoreHarness {
 public:
  explicit CoreHarness(StreamOptions options = {});

  // Opens a stream and takes Hello.
  v1::Hello Opens();
  // Opens a stream and welcomes the client.
  void GoesOnline(std::uint64_t epoch = 7, std::uint32_t max_commands = 4);
  void Closes() { core.OnClosed(told); }

  // The next request; fails the test when there is none.
  v1::ChatRequest Writes();
  // All requests there are.
  std::vector<v1::ChatRequest> WritesAll();
  // "send a", "attach 5 after 3", "detach 5", "ping" for each request there is.
  std::vector<std::string> WritesText();

  absl::Status Hears(v1::Event event) { return core.OnEvent(std::move(event), told); }
  absl::Status HearsWelcome(std::uint64_t epoch = 7, std::uint32_t max_commands = 4);
  absl::Status HearsAttached(std::uint64_t request, RoomId room, Seq from);
  absl::Status HearsEvent(RoomId room, Seq seq);
  absl::Status HearsAck(std::uint64_t request, RoomId room, Seq seq);
  absl::Status HearsError(std::uint64_t request, v1::Reason reason, RoomId room = {}, std::uint32_t retry_ms = 0);

  CommandId Sends(const std::string& text, RoomId room = RoomId(5));
  // The room is attached, with nothing of it delivered yet.
  void Attaches(RoomId room, Seq after);

  // All that was told of one kind so far.
  template <typename T>
  [[nodiscard]] std::vector<T> Told() const {
    std::vector<T> all;
    for (const Notification& notification : told) {
      if (const T* one = std::get_if<T>(&notification)) all.push_back(*one);
    }
    return all;
  }

  testing::FakeClock clock;
  testing::SeededRandom random{1};
  StreamCore core;
  StreamCore::Notifications told;
  std::uint64_t hello_request = 0;
};

// "send a" and so on.
std::string Describe(const v1::ChatRequest& request);

}  // namespace conclave::client

#endif  // CONCLAVE_TESTS_CLIENT_CORE_HARNESS_H_
