#include "bench/naive/naive_room.h"

#include "bench/naive/naive_stream.h"
#include "server/core/clock.h"

namespace conclave::bench {

std::uint64_t NaiveRoom::Add(NaiveStream& reader) {
  const MutexLock lock(mu_);
  readers_.insert(&reader);
  return head_;
}

void NaiveRoom::Remove(NaiveStream& reader) {
  const MutexLock lock(mu_);
  readers_.erase(&reader);
}

std::uint64_t NaiveRoom::head() const {
  const MutexLock lock(mu_);
  return head_;
}

std::uint64_t NaiveRoom::Say(const v1::SendMessage& message) {
  const auto response = std::make_shared<v1::ChatResponse>();
  v1::RoomEvent& event = *response->add_events()->mutable_room_event();
  event.set_room_id(id_);
  event.set_time_us(SystemClock().NowUs());
  event.set_author_user_id(1);
  event.set_author_device_id(1);
  event.set_command_id(message.command_id());
  *event.mutable_message() = message.message();
  // Held while everybody is handed the message: so all see one order.
  const MutexLock lock(mu_);
  event.set_seq(++head_);
  event.set_ordinal(head_);
  event.set_author_ordinal(head_);
  for (NaiveStream* reader : readers_) reader->Push(response);
  return head_;
}

}  // namespace conclave::bench
