#ifndef CONCLAVE_SERVER_PIPELINE_H_
#define CONCLAVE_SERVER_PIPELINE_H_

#include <cstddef>
#include <memory>

#include "absl/status/statusor.h"
#include "server/core/clock.h"
#include "server/core/limits.h"
#include "server/core/random.h"
#include "server/fanout/hub.h"
#include "server/fanout/room_tails.h"
#include "server/log/attach.h"
#include "server/log/committer.h"
#include "server/log/page_loader.h"
#include "server/log/reader_pool.h"
#include "server/log/summaries.h"
#include "server/store/store.h"

namespace conclave {

// Everything between a store and those who are connected: the log with its committer and readers, and the fan-out. Owns
// its parts in the order of their lives. Parts are thread-safe as each says.
class Pipeline {
 public:
  // `shards` and `readers` are numbers of threads.
  struct Options {
    Limits limits;
    std::size_t shards = 1;
    std::size_t readers = 2;
  };

  // Takes the store, and starts the threads. Errors are the store's.
  static absl::StatusOr<std::unique_ptr<Pipeline>> Start(std::unique_ptr<store::Store> store, const Options& options,
                                                         const Clock& clock = SystemClock(),
                                                         Random& random = SystemRandom());
  // Commits what was accepted, then ends the threads. Nobody may be connected any more.
  ~Pipeline();

  store::Store& store() { return *store_; }
  fanout::Hub& hub() { return hub_; }
  log::Committer& committer() { return committer_; }
  log::ReaderPool& readers() { return readers_; }
  const fanout::RoomTails& tails() const { return tails_; }
  const Limits& limits() const { return limits_; }

 private:
  Pipeline(std::unique_ptr<store::Store> store, const Options& options, const Clock& clock, Random& random);

  const Limits limits_;
  const std::unique_ptr<store::Store> store_;
  fanout::RoomTails tails_;
  // Jobs of the pool use the hub, which uses the pool through these; the pool ends first (see the destructor).
  log::ReaderPool readers_;
  log::PageLoader pages_;
  log::Attach attach_;
  log::Summaries summaries_;
  fanout::Hub hub_;
  log::Committer committer_;
};

}  // namespace conclave

#endif  // CONCLAVE_SERVER_PIPELINE_H_
