#ifndef CONCLAVE_TESTS_SUPPORT_CLIENT_STATE_H_
#define CONCLAVE_TESTS_SUPPORT_CLIENT_STATE_H_

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "conclave/v1/chat.pb.h"
#include "tests/support/history.h"

namespace conclave::testing {

// A room as one client knows it.
struct RoomState {
  bool attached = false;
  // Asked for and not begun yet: after which number.
  std::optional<Seq> start;
  // The last number that came, as an event or in a gap: what a resume goes on from.
  Seq cursor = 0;
  bool caught_up = false;
  std::size_t detachments = 0;
  std::vector<v1::RoomEvent> seen;
};

// A message on its way, under its client-made id.
struct Command {
  // Commands are sent again in the order in which they were sent.
  std::uint64_t order = 0;
  RoomId room;
  std::string text;
  std::variant<std::monostate, v1::Ack, v1::Error> answer;

  [[nodiscard]] bool answered() const { return answer.index() != 0; }
};

// Everything one client knows, by what it did and what it was told; tells its witness all of it. No threads, no
// network: the caller keeps calls apart. Owned by Participant.
class ClientState {
 public:
  explicit ClientState(Witness& witness) : witness_(witness) {}

  // What goes out. Each returns the request to be written.
  v1::ChatRequest Hello(std::uint64_t instance);
  v1::ChatRequest Attach(RoomId room, Seq after);
  v1::ChatRequest Detach(RoomId room);
  v1::ChatRequest Send(const std::string& command, RoomId room, std::string_view text);
  std::vector<v1::ChatRequest> Retries();
  std::uint64_t NextRequestId() { return ++last_request_; }

  // What comes in.
  void Take(const v1::Event& event);
  void End(const grpc::Status& status);

  [[nodiscard]] std::size_t Unanswered() const { return requests_.size() + attaching_.size(); }
  [[nodiscard]] const RoomState& room(RoomId id) const;
  [[nodiscard]] std::uint64_t hello_request() const { return hello_request_; }
  // Welcome has come and the stream goes on.
  [[nodiscard]] bool connected() const { return welcome && !end; }
  // The error that answers a request of this stream; null when there is none.
  [[nodiscard]] const v1::Error* ErrorTo(std::uint64_t request_id) const;
  // How many attachments of the room have been ended by Detached.
  [[nodiscard]] std::size_t Detachments(RoomId room) const;
  // One paragraph for a person.
  [[nodiscard]] std::string Describe() const;

  // Of the present or last stream.
  std::optional<v1::Welcome> welcome;
  std::optional<grpc::Status> end;
  // What is neither a room's event, an answer nor a marker: summaries, notices, pongs, errors of any kind.
  std::vector<v1::Event> others;

  // Over all streams. The epoch is that of the cursors; 0 before the first Welcome.
  std::uint64_t epoch = 0;
  std::map<std::string, Command> commands;
  std::size_t acks = 0;

 private:
  v1::ChatRequest Request(const std::string& id, const Command& command);
  void TakeWelcome(const v1::Welcome& event);
  void TakeRoomEvent(const v1::RoomEvent& event);
  void TakeAck(const v1::Ack& ack);
  void TakeError(const v1::Error& error);
  void RefuseStart(RoomId id);

  Witness& witness_;
  std::uint64_t last_request_ = 0;
  std::uint64_t hello_request_ = 0;
  std::map<RoomId, RoomState> rooms_;
  // Requests without an answer: which command, which room.
  std::map<std::uint64_t, std::string> requests_;
  std::map<std::uint64_t, RoomId> attaching_;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_CLIENT_STATE_H_
