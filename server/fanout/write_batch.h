#ifndef CONCLAVE_SERVER_FANOUT_WRITE_BATCH_H_
#define CONCLAVE_SERVER_FANOUT_WRITE_BATCH_H_

#include <string>
#include <string_view>
#include <vector>

#include "server/fanout/outbox.h"
#include "server/fanout/segment.h"

namespace conclave::fanout {

// A stretch of encoded events: a part of a shared segment, or bytes of its own. Immutable.
struct WritePiece {
  SegmentPtr segment;
  // Empty when `segment` is set.
  std::string own;
  std::string_view bytes;
};

// One write: the pieces, one after the other, are the encoding of one ChatResponse.
using WriteBatch = std::vector<WritePiece>;

// Encodes what an outbox gave out; neighbouring bytes that are not shared become one piece.
WriteBatch MakeWriteBatch(Outgoing outgoing);

}  // namespace conclave::fanout

#endif  // CONCLAVE_SERVER_FANOUT_WRITE_BATCH_H_
