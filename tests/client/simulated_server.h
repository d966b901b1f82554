#ifndef CONCLAVE_TESTS_CLIENT_SIMULATED_SERVER_H_
#define CONCLAVE_TESTS_CLIENT_SIMULATED_SERVER_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "conclave/v1/chat.pb.h"
#include "server/core/ids.h"

namespace conclave::testing {

// What a correct server does with the requests of one client at a time, without any transport: keeps rooms as logs,
// stores each command once, and answers with events. Confined to the test.
class SimulatedServer {
 public:
  struct Stored {
    std::string command;
    std::string text;
  };

  // A new stream; the one before is forgotten.
  void Open();
  // Takes one request; its events, answers among them, are appended to `out` in order.
  void Take(const v1::ChatRequest& request, std::vector<v1::Event>& out);
  // Somebody else says something; those attached get it.
  void OthersSay(RoomId room, const std::string& text, std::vector<v1::Event>& out);

  // The next message is answered by that error: before it is stored, or after.
  void RefuseNext(v1::Reason reason, bool after_storing);

  [[nodiscard]] const std::vector<Stored>& Log(RoomId room) { return rooms_[room].log; }

  std::uint64_t epoch = 7;
  std::uint32_t max_commands = 4;
  std::uint32_t heartbeat_ms = 25'000;
  UserId user = UserId(1);

 private:
  struct Room {
    std::vector<Stored> log;
    bool attached = false;
  };

  void Attach(std::uint64_t request_id, const v1::Attach& attach, std::vector<v1::Event>& out);
  void Send(std::uint64_t request_id, const v1::SendMessage& send, std::vector<v1::Event>& out);
  void Append(RoomId room, Stored stored, std::vector<v1::Event>& out);
  v1::Event RoomEventOf(RoomId room, Seq seq);

  std::map<RoomId, Room> rooms_;
  std::map<std::string, std::pair<RoomId, Seq>> commands_;
  bool refuse_next_ = false;
  bool refuse_after_storing_ = false;
  v1::Reason refuse_reason_ = v1::REASON_UNSPECIFIED;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_CLIENT_SIMULATED_SERVER_H_
