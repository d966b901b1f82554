#ifndef CONCLAVE_TESTS_SUPPORT_PARTICIPANT_H_
#define CONCLAVE_TESTS_SUPPORT_PARTICIPANT_H_

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/caller.h"
#include "tests/support/chat_stream.h"
#include "tests/support/client_state.h"

namespace conclave::testing {

// What was waited for cannot come any more.
class StreamEnded : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A message that was said, under its client-made id.
struct Said {
  std::string command;
  RoomId room;
  Seq seq = 0;
  TimeUs time = 0;
};

// One client program of one user on one device, as a scenario speaks of it. It keeps the cursors of its rooms over
// reconnects, sends again what is unanswered with the same id, and tells its witness everything. A verb returns when
// what it says has happened. It throws Refusal when it is refused, StreamEnded when it cannot happen any more, and
// std::runtime_error with what the client saw last when patience runs out. Thread-safe, except that connecting and
// disconnecting are for one thread.
class Participant : public Caller {
 public:
  // `instance` tells programs on one device apart; not 0. The history outlives the participant.
  Participant(const Identity& identity, std::uint64_t instance, const std::string& address, History& history);
  ~Participant();

  // Opens a stream in place of the one before, resumes every room that is attached and sends again what is unanswered.
  // Waits for a server that is not there.
  void Connects();
  void Disconnects();
  // No more commands; returns the status with which the stream ends.
  grpc::Status HangsUp();
  // The status with which the server ends the stream.
  grpc::Status SeesTheEnd();
  void StopsReading();
  void ReadsOn();

  // As if the cursors belonged to another store.
  void RemembersEpoch(std::uint64_t epoch);

  // Begins after that number, wherever the cursor stood.
  void Attaches(RoomId room, Seq after = 0);
  void Detaches(RoomId room);
  Said Says(RoomId room, std::string_view text);
  // Does not wait for the answer, only for a place among the commands in flight. Returns the command's id.
  std::string Sends(RoomId room, std::string_view text);
  std::string Sends(RoomId room, std::string_view text, const std::string& command);
  // The answer to a command sent.
  Said IsAcked(const std::string& command);
  void HasAllAnswers();
  // A request as it is, with an id of its own when it has none; returns that id.
  std::uint64_t Requests(v1::ChatRequest request);

  v1::RoomEvent Sees(RoomId room, std::string_view text);
  v1::RoomEvent SeesJoining(RoomId room, UserId user);
  v1::RoomEvent SeesLeaving(RoomId room, UserId user);
  void SeesAllUpTo(RoomId room, Seq seq);
  void SeesCaughtUp(RoomId room);
  v1::Error SeesError(std::uint64_t request_id);
  v1::Error SeesErrorAbout(RoomId room);
  v1::Notice SeesNotice(v1::Notice::KindCase kind);
  v1::RoomSummary SeesSummary(RoomId room, const std::function<bool(const v1::RoomSummary&)>& wanted);
  v1::Pong SeesPong(std::uint64_t request_id);
  // Any condition over what the client knows.
  void WaitsFor(const std::string& what, const std::function<bool(const ClientState&)>& condition);

  // The same, over as many streams as it takes some other thread to get there.
  void WaitsOverStreamsFor(const std::string& what, const std::function<bool(const ClientState&)>& condition);

  // Claims towards the history that everything of the room has come.
  void Claims(RoomId room) { witness_.Note(record::Complete{room}); }

  [[nodiscard]] const std::string& name() const { return witness_.name(); }
  [[nodiscard]] const Identity& identity() const { return identity_; }
  [[nodiscard]] const std::string& address() const { return address_; }
  [[nodiscard]] std::uint64_t instance() const { return instance_; }
  [[nodiscard]] UserId user() const { return identity_.user; }
  [[nodiscard]] DeviceId device() const { return identity_.device; }
  [[nodiscard]] v1::Welcome welcome() const;
  [[nodiscard]] RoomId lobby() const { return RoomId(welcome().lobby_room_id()); }
  [[nodiscard]] bool IsAttached(RoomId room) const;
  // The number of the last event or end of the last gap that came.
  [[nodiscard]] Seq CursorOf(RoomId room) const;
  [[nodiscard]] std::vector<v1::RoomEvent> Seen(RoomId room) const;
  [[nodiscard]] std::size_t acks() const;
  // What was said under that id.
  [[nodiscard]] std::string TextOf(const std::string& command) const;

 private:
  Participant(const Identity& identity, std::uint64_t instance, const std::string& address, Witness& witness);

  // Whether the server may let us in a little later.
  [[nodiscard]] static bool MayComeBack(const grpc::Status& status);
  void OpenStream();
  void OnEvent(const v1::Event& event) ABSL_LOCKS_EXCLUDED(mu_);
  void OnEnd(const grpc::Status& status) ABSL_LOCKS_EXCLUDED(mu_);
  // Waits until `condition` is true; throws StreamEnded when the stream ends before that, if that is `final`.
  enum class EndIs { kFinal, kAwaited };
  void WaitLocked(const std::string& what, EndIs end, const std::function<bool()>& condition)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  template <typename Wanted>
  v1::RoomEvent SeesRoomEvent(const std::string& what, RoomId room, const Wanted& wanted) ABSL_LOCKS_EXCLUDED(mu_);
  template <typename Wanted>
  v1::Event SeesOther(const std::string& what, const Wanted& wanted) ABSL_LOCKS_EXCLUDED(mu_);

  const Identity identity_;
  const std::uint64_t instance_;
  const std::string address_;
  Witness& witness_;

  mutable Mutex mu_;
  CondVar changed_;
  ClientState state_ ABSL_GUARDED_BY(mu_);
  // Keeps what is written in the order in which the state made it; held over a write, taken before mu_.
  Mutex order_mu_ ABSL_ACQUIRED_BEFORE(mu_);

  // Replaced by the connecting thread only.
  std::unique_ptr<ChatStream> stream_;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_PARTICIPANT_H_
