#include "server/log/page_loader.h"

#include <limits>

#include "server/core/limits.h"
#include "server/fanout/segment.h"

namespace conclave::log {
namespace {

absl::StatusOr<fanout::Page> MakePage(absl::StatusOr<store::EventPage> loaded, RoomId room) {
  if (!loaded.ok()) return loaded.status();
  fanout::SegmentBuilder builder(room);
  for (const store::EventRow& row : loaded->events) builder.Add(row.seq, row.bytes, row.ends_for);
  return fanout::Page{.segments = builder.Take(), .head = loaded->head};
}

}  // namespace

void PageLoader::Load(RoomId room, Seq from, Done done) {
  const Key key(room, from);
  {
    const MutexLock lock(mu_);
    std::vector<Done>& waiting = waiting_[key];
    waiting.push_back(std::move(done));
    if (waiting.size() > 1) return;
  }
  const absl::Status submitted = readers_.Submit(ReaderPool::Class::kCatchUp, [this, key] { Read(key); });
  if (submitted.ok()) return;
  for (const Done& refused : TakeWaiting(key)) refused(submitted);
}

void PageLoader::Read(const Key& key) {
  const auto& [room, from] = key;
  auto page = MakePage(store_.LoadPage({.room = room,
                                        .bound = from - 1,
                                        .direction = store::Direction::kForward,
                                        .max_events = std::numeric_limits<std::size_t>::max(),
                                        .max_bytes = kSegmentBytes}),
                       room);
  if (page.ok()) tails_.Prepend(page->segments, page->head);
  for (const Done& done : TakeWaiting(key)) done(page);
}

std::vector<PageLoader::Done> PageLoader::TakeWaiting(const Key& key) {
  const MutexLock lock(mu_);
  auto node = waiting_.extract(key);
  return node.empty() ? std::vector<Done>() : std::move(node.mapped());
}

}  // namespace conclave::log
