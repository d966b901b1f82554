#include "server/pipeline.h"

#include <utility>

#include "server/core/refusal.h"

namespace conclave {

absl::StatusOr<std::unique_ptr<Pipeline>> Pipeline::Start(std::unique_ptr<store::Store> store, const Options& options,
                                                          const Clock& clock, Random& random) {
  std::unique_ptr<Pipeline> pipeline(new Pipeline(std::move(store), options, clock, random));
  CONCLAVE_RETURN_IF_ERROR(pipeline->committer_.Start());
  return pipeline;
}

Pipeline::Pipeline(std::unique_ptr<store::Store> store, const Options& options, const Clock& clock, Random& random)
    : limits_(options.limits),
      store_(std::move(store)),
      tails_(limits_.tail_bytes),
      readers_(options.readers, limits_.read_queue, limits_.read_queue_bytes),
      pages_(*store_, readers_, tails_),
      attach_(*store_, readers_),
      summaries_(*store_, readers_),
      hub_(options.shards, limits_, tails_, {.pages = pages_, .access = attach_, .summaries = summaries_}),
      committer_(*store_, hub_, limits_, clock, random) {
  attach_.set_hub(hub_);
}

Pipeline::~Pipeline() {
  committer_.Stop();
  readers_.Stop();
}

}  // namespace conclave
