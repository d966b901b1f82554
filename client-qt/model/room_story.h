#ifndef CONCLAVE_CLIENT_QT_MODEL_ROOM_STORY_H_
#define CONCLAVE_CLIENT_QT_MODEL_ROOM_STORY_H_

#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "client-qt/core/unread.h"
#include "client-qt/model/name_book.h"
#include "client-qt/model/outbox.h"
#include "client-qt/model/timeline_model.h"
#include "client-qt/net/chat_link.h"
#include "client-qt/store/cache.h"

namespace conclave::desktop {

// What the stories of all rooms stand on; all of it outlives them.
struct StoryServices {
  Cache& cache;
  ChatLink& link;
  NameBook& names;
  Outbox& outbox;
};

// Where the server stands in a room.
struct RoomHead {
  Seq seq = 0;
  // Where the person begins to read a room never seen before.
  Seq read_up_to = 0;
  // Texts of others up to `seq`; nothing: not said.
  std::optional<std::uint64_t> others;
};

// One room's story: keeps its attachment, brings what comes into the cache and, once somebody has asked for it, into
// the timeline, fetches what is older, and counts what is unread. The timeline never spans a hole: when the room is far
// ahead the story begins anew near its head, and history fills what lies between. All that the cache knows without a
// hole is in the timeline soon, most of it without texts: those are read when somebody looks. Lives on the GUI's
// thread; owned by the RoomDirectory.
class RoomStory : public QObject {
  Q_OBJECT

 public:
  // `last`: the last number in the cache.
  RoomStory(RoomId room, StoryServices services, const UnreadCount& unread, std::optional<Seq> last);

  [[nodiscard]] RoomId room() const { return room_; }
  [[nodiscard]] const UnreadCount& unread() const { return unread_; }
  // Made and filled from the cache when first asked for.
  [[nodiscard]] TimelineModel& Timeline();

  // What the server says, in order; shown with the next Flush.
  void OnHead(const RoomHead& head, bool first_of_stream);
  void OnAttached(Seq from);
  void OnEntry(const Entry& entry);
  void OnGap(Seq from, Seq to);
  void OnCaughtUp();
  void Flush();

  void SetOnline(bool online);
  // Its numbers mean nothing any more; it is attached anew at the next head.
  void ForgetNumbers();

  void PutUnsent(const OutboxRow& row);
  void MarkSent(const CommandId& command);
  void RemoveUnsent(const CommandId& command);
  void MarkRead(Seq seq);
  // Some names are other than they were.
  void UpdateNames();

 Q_SIGNALS:
  void UnreadChanged();
  // Texts of others while the room is followed, once it is known who that is.
  void TextArrived(const conclave::desktop::Message& message);

 private:
  // Whether what is in the cache has been brought into the timeline.
  enum class Shown { kNot, kLoading, kYes };

  void LoadNewest();
  // `page` is empty when it is of no use.
  void OnNewest(const StoryPage& page);
  void LoadOlder();
  // From the cache, as far as it goes; then, if the timeline wants more, from the server.
  void LoadKnown();
  void FetchOlder();
  void OnFetched(const Reply<HistoryPage>& reply);
  void PrependOlder(std::span<const Entry> entries, Seq from, bool at_beginning);
  void LoadTexts(Seq first, Seq last);
  void FetchTexts(Seq last);
  void BeginAt(Seq from);
  void TellArrived();
  void Known(Seq from, Seq to);
  [[nodiscard]] Message Named(const Entry& entry);
  [[nodiscard]] std::vector<Message> Visible(std::span<const Entry> entries);
  [[nodiscard]] int OthersAbove(Seq seq) const;
  void ReadFrom(Seq seq, int above);

  const RoomId room_;
  StoryServices services_;
  UnreadCount unread_;
  // The last number known, and since when without a hole: in the timeline, or would it be shown.
  std::optional<Seq> last_;
  Seq first_ = 0;
  bool attach_wanted_ = false;
  bool online_ = false;
  // What comes is new, not what was missed.
  bool live_ = false;
  // Answers to questions from before the story began anew are of no use.
  int generation_ = 0;

  // Since the last Flush.
  std::vector<Entry> fresh_;
  // Not told yet.
  std::vector<Entry> arrived_;
  Seq fresh_from_ = 0;
  bool unread_changed_ = false;

  Shown shown_ = Shown::kNot;
  std::unique_ptr<TimelineModel> timeline_;
  // What came while the cache was read.
  std::vector<Entry> held_;
  // The timeline has asked for more, and has not got it.
  bool older_wanted_ = false;
  // It is being got.
  bool older_coming_ = false;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_MODEL_ROOM_STORY_H_
