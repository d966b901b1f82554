#include "server/fanout/write_batch.h"

#include <utility>

#include "server/fanout/marks.h"

namespace conclave::fanout {
namespace {

// Shared slices shorter than this are copied: a reference costs more than they do.
constexpr std::size_t kShareFrom = 1024;

}  // namespace

WriteBatch MakeWriteBatch(Outgoing outgoing) {
  WriteBatch batch;
  std::string own;
  const auto flush = [&] {
    if (own.empty()) return;
    WritePiece& piece = batch.emplace_back();
    piece.own = std::exchange(own, {});
  };
  for (const std::string& event : outgoing.control) own.append(event);
  for (const Outgoing::BehindNotice& notice : outgoing.behind) AppendBehind(notice, own);
  for (LaneItem& item : outgoing.live) {
    if (item.kind != LaneItem::Kind::kEvents) {
      AppendMark(item, own);
      continue;
    }
    const std::string_view slice = item.segment->Slice(item.first, item.last);
    if (slice.size() < kShareFrom) {
      own.append(slice);
      continue;
    }
    flush();
    batch.push_back({.segment = std::move(item.segment), .bytes = slice});
  }
  flush();
  for (WritePiece& piece : batch) {
    if (!piece.segment) piece.bytes = piece.own;
  }
  return batch;
}

}  // namespace conclave::fanout
