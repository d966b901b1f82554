#ifndef CONCLAVE_SERVER_LOG_PAGE_LOADER_H_
#define CONCLAVE_SERVER_LOG_PAGE_LOADER_H_

#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/core/mutex.h"
#include "server/fanout/ports.h"
#include "server/fanout/room_tails.h"
#include "server/log/reader_pool.h"
#include "server/store/store.h"

namespace conclave::log {

// Pages for readers that are behind, from the store. Loads are single-flight: however many ask for the same page at the
// same time, it is read once. A page next to a tail enters it. Thread-safe; owned by the server.
class PageLoader final : public fanout::PageSource {
 public:
  PageLoader(store::Store& store, ReaderPool& readers, fanout::RoomTails& tails)
      : store_(store), readers_(readers), tails_(tails) {}

  void Load(RoomId room, Seq from, Done done) override;

 private:
  using Key = std::pair<RoomId, Seq>;

  void Read(const Key& key);
  std::vector<Done> TakeWaiting(const Key& key);

  store::Store& store_;
  ReaderPool& readers_;
  fanout::RoomTails& tails_;

  Mutex mu_;
  absl::flat_hash_map<Key, std::vector<Done>> waiting_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::log

#endif  // CONCLAVE_SERVER_LOG_PAGE_LOADER_H_
