#include "client-qt/model/room_story.h"

#include <QTimer>
#include <algorithm>
#include <utility>

#include "client-qt/core/happening.h"

namespace conclave::desktop {
namespace {

// Further behind than this, a story begins anew near the head.
constexpr Seq kMaxBehind = 500;
// A screen or two.
constexpr int kPage = 100;
// What the GUI's thread takes in within a frame.
constexpr int kHeads = 2000;
constexpr int kRetryFetchMs = 2000;

Message ToMessage(const OutboxRow& row, UserId me, const QString& name) {
  return {.seq = 0,
          .command = row.command,
          .time = row.time,
          .author = me,
          .author_name = name,
          .state = row.failure.isEmpty() ? SendState::kQueued : SendState::kFailed,
          .own = true,
          .failure = row.failure,
          .document = row.document};
}

}  // namespace

RoomStory::RoomStory(RoomId room, StoryServices services, const UnreadCount& unread, std::optional<Seq> last)
    : room_(room), services_(services), unread_(unread), last_(last) {}

TimelineModel& RoomStory::Timeline() {
  if (timeline_ == nullptr) {
    timeline_ = std::make_unique<TimelineModel>(room_, TimelineModel::Texts::kBrought);
    timeline_->SetReadUpTo(unread_.read_up_to);
    connect(timeline_.get(), &TimelineModel::OlderWanted, this, &RoomStory::LoadOlder);
    connect(timeline_.get(), &TimelineModel::TextsWanted, this, &RoomStory::LoadTexts);
    for (const OutboxRow& row : services_.outbox.RowsOf(room_)) PutUnsent(row);
    LoadNewest();
  }
  return *timeline_;
}

void RoomStory::LoadNewest() {
  Flush();
  shown_ = Shown::kLoading;
  services_.cache.LoadStory(room_, 0, kPage, this,
                            [this, generation = generation_, last = last_](const StoryPage& page) {
                              // What ends before a hole does not belong to what comes now.
                              const bool fits = generation == generation_ && page.to == last;
                              OnNewest(fits ? page : StoryPage{});
                            });
}

void RoomStory::OnNewest(const StoryPage& page) {
  shown_ = Shown::kYes;
  if (page.from) first_ = *page.from;
  timeline_->Append(Visible(page.entries));
  timeline_->Append(Visible(std::exchange(held_, {})));
  if (first_ == 1) timeline_->Prepend({}, true);
  if (first_ > 1) LoadKnown();
}

void RoomStory::OnHead(const RoomHead& head, bool first_of_stream) {
  if (unread_.read_up_to == 0 && head.read_up_to > 0) {
    ReadFrom(std::min(head.read_up_to, head.seq), 0);
  }
  if (first_of_stream || !attach_wanted_) {
    const Seq after = last_.value_or(0);
    const bool far = head.seq > after + kMaxBehind;
    // The conversation itself resumes what it has attached before.
    if (far || !attach_wanted_) services_.link.Attach(room_, far ? head.seq - kMaxBehind : after);
    attach_wanted_ = true;
  }
  if (head.others) {
    const UnreadCount before = unread_;
    unread_.Correct(head.seq, *head.others);
    unread_changed_ = unread_changed_ || !(unread_ == before);
  }
}

void RoomStory::OnAttached(Seq from) {
  if (last_ && from <= *last_ + 1) return;
  Flush();
  BeginAt(from);
}

void RoomStory::BeginAt(Seq from) {
  ++generation_;
  const bool shows = last_ && timeline_ != nullptr;
  last_ = from - 1;
  first_ = from;
  unread_.Skip(from - 1);
  held_.clear();
  if (shows) {
    timeline_->Clear();
    timeline_->SetReadUpTo(unread_.read_up_to);
  }
  older_coming_ = false;
  if (shows) older_wanted_ = false;
  if (shown_ != Shown::kYes) return;
  if (first_ == 1) timeline_->Prepend({}, true);
  if (older_wanted_ && first_ > 1) LoadOlder();
}

void RoomStory::Known(Seq from, Seq to) {
  if (fresh_from_ == 0) fresh_from_ = from;
  if (!last_) first_ = from;
  last_ = to;
}

void RoomStory::OnEntry(const Entry& entry) {
  const Message& message = entry.message;
  if (last_ && message.seq <= *last_) return;
  Known(message.seq, message.seq);
  fresh_.push_back(entry);
  const int before = unread_.unread;
  unread_.Count(message);
  unread_changed_ = true;
  if (message.own) services_.outbox.OnDelivered(message.command);
  const bool text_of_others = message.kind == MessageKind::kText && !message.own;
  if (live_ && text_of_others && unread_.unread > before) arrived_.push_back(entry);
  // Who comes in will speak.
  services_.names.Want(message.author);
  services_.names.Want(message.subject);
}

void RoomStory::OnGap(Seq from, Seq to) {
  if (last_ && to <= *last_) return;
  Known(last_ ? std::max(from, *last_ + 1) : from, to);
  unread_.Pass(to);
  unread_changed_ = true;
}

void RoomStory::OnCaughtUp() { live_ = true; }

void RoomStory::Flush() {
  if (fresh_from_ != 0) {
    std::vector<Entry> fresh = std::exchange(fresh_, {});
    const Seq from = std::exchange(fresh_from_, 0);
    if (shown_ == Shown::kYes) {
      timeline_->Append(Visible(fresh));
    } else if (shown_ == Shown::kLoading) {
      held_.insert(held_.end(), fresh.begin(), fresh.end());
    }
    services_.cache.PutStory(room_, from, *last_, std::move(fresh));
    if (shown_ == Shown::kYes && first_ == 1 && !timeline_->at_beginning()) timeline_->Prepend({}, true);
  }
  if (std::exchange(unread_changed_, false)) {
    services_.cache.PutUnread(room_, unread_);
    Q_EMIT UnreadChanged();
  }
  TellArrived();
}

void RoomStory::TellArrived() {
  std::vector<Entry> unknown;
  for (Entry& entry : std::exchange(arrived_, {})) {
    if (services_.names.Knows(entry.message.author)) {
      Q_EMIT TextArrived(Named(entry));
    } else {
      unknown.push_back(std::move(entry));
    }
  }
  arrived_ = std::move(unknown);
}

void RoomStory::SetOnline(bool online) {
  online_ = online;
  if (online && older_wanted_) LoadOlder();
}

void RoomStory::ForgetNumbers() {
  ++generation_;
  fresh_.clear();
  arrived_.clear();
  fresh_from_ = 0;
  held_.clear();
  last_.reset();
  first_ = 0;
  unread_ = {};
  unread_changed_ = false;
  attach_wanted_ = live_ = older_wanted_ = older_coming_ = false;
  if (timeline_ != nullptr) timeline_->Clear();
  Q_EMIT UnreadChanged();
}

void RoomStory::LoadOlder() {
  older_wanted_ = true;
  LoadKnown();
}

void RoomStory::LoadKnown() {
  // Nothing is known yet: later.
  if (shown_ != Shown::kYes || first_ == 0 || std::exchange(older_coming_, true)) return;
  services_.cache.LoadHeads(room_, first_, kHeads, this, [this, generation = generation_](const StoryPage& page) {
    if (generation != generation_) return;
    older_coming_ = false;
    if (page.from && *page.from < first_) {
      PrependOlder(page.entries, *page.from, page.at_beginning);
      if (first_ > 1) LoadKnown();
    } else if (older_wanted_) {
      FetchOlder();
    }
  });
}

void RoomStory::FetchOlder() {
  // When there is a server again.
  if (!online_) return;
  older_coming_ = true;
  services_.link.background_calls().GetHistory(room_, first_, this,
                                               [this, generation = generation_](const Reply<HistoryPage>& reply) {
                                                 if (generation == generation_) OnFetched(reply);
                                               });
}

void RoomStory::OnFetched(const Reply<HistoryPage>& reply) {
  older_coming_ = false;
  if (!reply) {
    older_wanted_ = false;
    // The view asks again; not at once, whatever is wrong.
    QTimer::singleShot(kRetryFetchMs, this, [this] { timeline_->FetchFailed(); });
    return;
  }
  const HistoryPage& page = reply.value;
  services_.cache.PutStory(room_, page.from, first_ - 1, page.entries);
  PrependOlder(page.entries, page.from, page.at_beginning);
  // When there was nothing to show in all of it.
  if (older_wanted_) LoadKnown();
}

void RoomStory::PrependOlder(std::span<const Entry> entries, Seq from, bool at_beginning) {
  first_ = from;
  const std::vector<Message> messages = Visible(entries);
  if (messages.empty() && !at_beginning) return;
  older_wanted_ = false;
  timeline_->Prepend(messages, at_beginning);
}

void RoomStory::LoadTexts(Seq first, Seq last) {
  const int limit = static_cast<int>(last - first) + 1;
  services_.cache.LoadStory(room_, last + 1, limit, this,
                            [this, last, generation = generation_](const StoryPage& page) {
                              if (generation != generation_) return;
                              if (page.from) {
                                timeline_->PutTexts(Visible(page.entries));
                              } else {
                                FetchTexts(last);
                              }
                            });
}

// The cache could not keep them.
void RoomStory::FetchTexts(Seq last) {
  if (!online_) return timeline_->PutTexts({});
  services_.link.background_calls().GetHistory(room_, last + 1, this,
                                               [this, generation = generation_](const Reply<HistoryPage>& reply) {
                                                 if (generation != generation_) return;
                                                 timeline_->PutTexts(Visible(reply.value.entries));
                                               });
}

Message RoomStory::Named(const Entry& entry) {
  Message message = entry.message;
  message.author_name = services_.names.Of(message.author);
  if (message.kind == MessageKind::kEvent && message.happening != Happening::kOther) {
    message.document =
        PlainDocument(Describe(message.happening, message.author_name, services_.names.Of(message.subject)));
  }
  return message;
}

std::vector<Message> RoomStory::Visible(std::span<const Entry> entries) {
  std::vector<Message> messages;
  messages.reserve(entries.size());
  for (const Entry& entry : entries) {
    if (!entry.hidden) messages.push_back(Named(entry));
  }
  return messages;
}

void RoomStory::UpdateNames() {
  TellArrived();
  if (timeline_ == nullptr) return;
  timeline_->Update([this](Message& message) {
    if (message.kind == MessageKind::kText) {
      const QString name = services_.names.Of(message.author);
      return std::exchange(message.author_name, name) != name;
    }
    Entry entry;
    entry.message = message;
    Message named = Named(entry);
    if (named.author_name == message.author_name && *named.document == *message.document) return false;
    message = std::move(named);
    return true;
  });
}

void RoomStory::PutUnsent(const OutboxRow& row) {
  if (timeline_ == nullptr) return;
  const UserId me = services_.outbox.me();
  timeline_->PutUnsent(ToMessage(row, me, services_.names.Of(me)));
}

void RoomStory::MarkSent(const CommandId& command) {
  if (timeline_ != nullptr) timeline_->MarkSent(command);
}

void RoomStory::RemoveUnsent(const CommandId& command) {
  if (timeline_ != nullptr) timeline_->RemoveUnsent(command);
}

int RoomStory::OthersAbove(Seq seq) const {
  int above = 0;
  for (int row = timeline_->rowCount() - 1; row >= 0; --row) {
    const Message& message = timeline_->At(row);
    if (message.seq == 0) continue;
    if (message.seq <= seq) break;
    if (message.kind == MessageKind::kText && !message.own) ++above;
  }
  return above;
}

void RoomStory::MarkRead(Seq seq) {
  if (!last_) return;
  Flush();
  seq = std::min(seq, *last_);
  // What is not shown cannot be read in part.
  if (shown_ != Shown::kYes && seq < *last_) return;
  ReadFrom(seq, shown_ == Shown::kYes ? OthersAbove(seq) : 0);
}

void RoomStory::ReadFrom(Seq seq, int above) {
  if (!unread_.Read(seq, above)) return;
  if (timeline_ != nullptr) timeline_->SetReadUpTo(seq);
  services_.cache.PutUnread(room_, unread_);
  Q_EMIT UnreadChanged();
}

}  // namespace conclave::desktop
