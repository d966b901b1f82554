#ifndef CONCLAVE_CLIENT_PENDING_SENDS_H_
#define CONCLAVE_CLIENT_PENDING_SENDS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "server/core/ids.h"

namespace conclave::client {

// A message on its way.
struct PendingSend {
  CommandId command;
  RoomId room;
  std::string text;
};

// Messages without an answer, in the order they were said. Each is kept until it is answered, and is offered for
// sending once per stream, or again after it was called back. Confined to its owner.
class PendingSends {
 public:
  // The place of a message in the order.
  using Place = std::uint64_t;

  // Appends; the id is not among those that wait.
  void Push(PendingSend send);

  // The message with that id.
  [[nodiscard]] const PendingSend* Find(const CommandId& command) const;

  // The oldest message not offered yet; stays so until MarkOffered.
  [[nodiscard]] const PendingSend* Next() const;
  // Says that Next() has been written; returns its place.
  Place MarkOffered();

  // The message at that place; null when it was answered.
  [[nodiscard]] const PendingSend* At(Place place) const;
  // It was answered.
  void Remove(Place place);
  // It is offered again.
  void CallBack(Place place);
  // All are offered again: there is a new stream.
  void CallBackAll();

  [[nodiscard]] std::size_t size() const { return sends_.size(); }
  [[nodiscard]] bool empty() const { return sends_.empty(); }

 private:
  struct Entry {
    PendingSend send;
    // The round in which it was offered last; each stream begins a round.
    std::uint64_t offered = 0;
  };

  // The first that was not offered in this round.
  [[nodiscard]] std::map<Place, Entry>::const_iterator FindNext() const;

  std::map<Place, Entry> sends_;
  absl::flat_hash_map<CommandId, Place> places_;
  Place last_ = 0;
  std::uint64_t round_ = 1;
  // All before it were offered in this round.
  Place next_ = 0;
};

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_PENDING_SENDS_H_
