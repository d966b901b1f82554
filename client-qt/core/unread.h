#ifndef CONCLAVE_CLIENT_QT_CORE_UNREAD_H_
#define CONCLAVE_CLIENT_QT_CORE_UNREAD_H_

#include <cstdint>
#include <optional>

#include "client-qt/core/message.h"

namespace conclave::desktop {

// How many texts of others in a room nobody has looked at here. It counts what comes, in the order of the numbers, and
// is corrected by what the server says of the room as a whole, so that what was skipped over is counted as well. A
// value; its first fields are kept on disk.
struct UnreadCount {
  // The last number looked at; only grows.
  Seq read_up_to = 0;
  int unread = 0;
  // The last number counted.
  Seq counted_up_to = 0;
  // Texts of others up to it; nothing: unknown.
  std::optional<std::uint64_t> others;
  // A correction that waits for its number to be counted, and what it will say; 0: none. Not kept.
  Seq correct_at = 0;
  std::uint64_t correct_others = 0;

  // The next event of the room.
  void Count(const Message& message);
  // The server: up to `seq` there are so many texts of others. Has an effect once all up to there has been counted.
  void Correct(Seq seq, std::uint64_t others_up_to);
  // Numbers up to there are skipped over for now; the next correction counts them.
  void Skip(Seq seq);
  // Numbers up to there hold nothing for this person.
  void Pass(Seq seq);
  // Looked at up to there; `above` texts of others are known to come after it. True when that was news.
  bool Read(Seq seq, int above);

  bool operator==(const UnreadCount&) const = default;

 private:
  void ApplyCorrection();
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_CORE_UNREAD_H_
