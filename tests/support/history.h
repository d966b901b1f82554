#ifndef CONCLAVE_TESTS_SUPPORT_HISTORY_H_
#define CONCLAVE_TESTS_SUPPORT_HISTORY_H_

#include <deque>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

#include "conclave/v1/chat.pb.h"
#include "conclave/v1/error.pb.h"
#include "conclave/v1/event.pb.h"
#include "server/core/ids.h"
#include "server/core/mutex.h"

namespace conclave::testing {

// What one client did or was told. Commands are named by the bytes of their client-made id.
namespace record {

// A message went out; once more for each retry.
struct Sent {
  std::string command;
  RoomId room;
  std::string text;
};
// A writing call that is no message went out (create, join, leave, invite, remove).
struct Called {
  std::string command;
};
struct Acked {
  std::string command;
  RoomId room;
  Seq seq = 0;
  // Unary calls tell no time.
  std::optional<TimeUs> time;
};
struct Refused {
  std::string command;
  v1::Reason reason = v1::REASON_UNSPECIFIED;
};
// A stream begins or ends. No attachment outlives its stream; cursors do.
struct Opened {};
struct Closed {};
// The client asks to begin a room anew after that number, wherever its cursor stood.
struct Starts {
  RoomId room;
  Seq after = 0;
};
// The oldest Starts of the room that is not answered yet comes to nothing.
struct StartRefused {
  RoomId room;
};
struct Attached {
  RoomId room;
  Seq from = 0;
};
struct Received {
  v1::RoomEvent event;
};
struct Gap {
  RoomId room;
  Seq from = 0;
  Seq to = 0;
  v1::GapReason reason = v1::GAP_REASON_UNSPECIFIED;
};
struct CaughtUp {
  RoomId room;
  Seq seq = 0;
};
struct Detached {
  RoomId room;
};
// The test is over for this client and it claims to have all there is of the room.
struct Complete {
  RoomId room;
};

}  // namespace record

using Record = std::variant<record::Sent, record::Called, record::Acked, record::Refused, record::Opened,
                            record::Closed, record::Starts, record::StartRefused, record::Attached, record::Received,
                            record::Gap, record::CaughtUp, record::Detached, record::Complete>;

// One line for a person.
std::string ToString(const Record& record);
std::string ToString(const v1::RoomEvent& event);
// The room it is about, if it is about one.
std::optional<RoomId> RoomOf(const Record& record);

// One client: a device and instance over all its streams, one after the other. Thread-safe; owned by its History.
class Witness {
 public:
  Witness(std::string name, UserId user, DeviceId device) : name_(std::move(name)), user_(user), device_(device) {}

  void Note(Record record);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] UserId user() const { return user_; }
  [[nodiscard]] DeviceId device() const { return device_; }
  [[nodiscard]] std::vector<Record> Records() const;

 private:
  const std::string name_;
  const UserId user_;
  const DeviceId device_;

  mutable Mutex mu_;
  std::vector<Record> records_ ABSL_GUARDED_BY(mu_);
};

// What all clients of a test did and saw. Thread-safe; owned by the test.
class History {
 public:
  // The witness lives as long as the history.
  Witness& AddWitness(std::string name, UserId user, DeviceId device);
  [[nodiscard]] std::vector<const Witness*> Witnesses() const;

 private:
  mutable Mutex mu_;
  std::deque<Witness> witnesses_ ABSL_GUARDED_BY(mu_);
};

// Per room all events in the order in which the server holds them, read back when everything is over.
using StoredLog = std::map<RoomId, std::vector<v1::RoomEvent>>;

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_HISTORY_H_
