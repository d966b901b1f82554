#ifndef CONCLAVE_SERVER_LOG_ATTACH_H_
#define CONCLAVE_SERVER_LOG_ATTACH_H_

#include "absl/status/statusor.h"
#include "server/fanout/hub.h"
#include "server/fanout/ports.h"
#include "server/log/reader_pool.h"
#include "server/store/store.h"

namespace conclave::log {

// Whether `user` may read `room` after number `after`, and what of it. ROOM_NOT_FOUND, NOT_A_MEMBER, CURSOR_AHEAD.
absl::StatusOr<fanout::RoomView> LoadRoomView(store::Store& store, RoomId room, UserId user, Seq after);

// Checks attachments by what the store says. Thread-safe; owned by the server. The hub is set once, before use, since
// each needs the other.
class Attach final : public fanout::AccessSource {
 public:
  Attach(store::Store& store, ReaderPool& readers) : store_(store), readers_(readers) {}

  void set_hub(fanout::Hub& hub) { hub_ = &hub; }

  void Check(std::shared_ptr<fanout::Connection> connection, const fanout::Attachment& attachment) override;

 private:
  store::Store& store_;
  ReaderPool& readers_;
  fanout::Hub* hub_ = nullptr;
};

}  // namespace conclave::log

#endif  // CONCLAVE_SERVER_LOG_ATTACH_H_
