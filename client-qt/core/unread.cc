#include "client-qt/core/unread.h"

#include <algorithm>

namespace conclave::desktop {

void UnreadCount::Count(const Message& message) {
  if (message.seq <= counted_up_to) return;
  counted_up_to = message.seq;
  if (message.kind == MessageKind::kText && !message.own) {
    if (others) ++*others;
    if (message.seq > read_up_to) ++unread;
  }
  ApplyCorrection();
}

void UnreadCount::Correct(Seq seq, std::uint64_t others_up_to) {
  // What is behind us was counted one by one.
  if (seq < counted_up_to) return;
  correct_at = seq;
  correct_others = others_up_to;
  ApplyCorrection();
}

void UnreadCount::Skip(Seq seq) {
  counted_up_to = std::max(counted_up_to, seq);
  ApplyCorrection();
}

void UnreadCount::Pass(Seq seq) {
  if (seq <= counted_up_to) return;
  // What others said there will be in every correction, but is not this person's to read.
  others.reset();
  Skip(seq);
}

void UnreadCount::ApplyCorrection() {
  if (correct_at == 0 || counted_up_to < correct_at) return;
  if (counted_up_to == correct_at) {
    if (others && correct_others > *others && correct_at > read_up_to) {
      unread += static_cast<int>(correct_others - *others);
    }
    others = correct_others;
  }
  correct_at = 0;
}

bool UnreadCount::Read(Seq seq, int above) {
  if (seq <= read_up_to) return false;
  read_up_to = seq;
  unread = above;
  return true;
}

}  // namespace conclave::desktop
