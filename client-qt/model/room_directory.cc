#include "client-qt/model/room_directory.h"

#include <QStringList>
#include <utility>

namespace conclave::desktop {
namespace {

RoomKind KindOf(v1::RoomKind kind) {
  switch (kind) {
    case v1::ROOM_KIND_LOBBY:
      return RoomKind::kLobby;
    case v1::ROOM_KIND_PRIVATE:
      return RoomKind::kPrivate;
    case v1::ROOM_KIND_DIRECT:
      return RoomKind::kDirect;
    default:
      return RoomKind::kPublic;
  }
}

// What a summary and a room have in common.
template <typename Source>
void Take(const Source& source, RoomRecord& record) {
  record.room.id = RoomId(source.room_id());
  record.room.kind = KindOf(source.kind());
  record.room.title = QString::fromStdString(source.name());
  record.room.topic = QString::fromStdString(source.topic());
  record.room.owner = source.role() == v1::ROOM_ROLE_OWNER;
  record.people.clear();
  for (const std::uint32_t user : source.direct_user_ids()) record.people.emplace_back(user);
}

}  // namespace

Room ToRoom(const v1::Room& room) {
  RoomRecord record;
  Take(room, record);
  record.room.member_count = static_cast<int>(room.member_count());
  return record.room;
}

RoomDirectory::RoomDirectory(StoryServices services) : services_(services) {
  connect(&services_.names, &NameBook::Changed, this, [this] {
    ShowAll();
    for (auto& [id, kept] : rooms_) kept.story->UpdateNames();
  });
  connect(&services_.outbox, &Outbox::Changed, this, [this](const OutboxRow& row) {
    if (RoomStory* story = Find(row.room)) story->PutUnsent(row);
  });
  connect(&services_.outbox, &Outbox::Delivered, this, [this](RoomId room, const CommandId& command) {
    if (RoomStory* story = Find(room)) story->MarkSent(command);
  });
  connect(&services_.outbox, &Outbox::Discarded, this, [this](RoomId room, const CommandId& command) {
    if (RoomStory* story = Find(room)) story->RemoveUnsent(command);
  });
}

RoomDirectory::~RoomDirectory() = default;

RoomStory* RoomDirectory::Find(RoomId room) {
  const auto found = rooms_.find(room);
  return found == rooms_.end() ? nullptr : found->second.story.get();
}

RoomStory& RoomDirectory::Story(RoomId room) {
  if (RoomStory* story = Find(room)) return *story;
  RoomRecord record;
  record.room.id = room;
  return *Make(record, {}, std::nullopt).story;
}

RoomDirectory::Kept& RoomDirectory::Make(const RoomRecord& record, const UnreadCount& unread, std::optional<Seq> last) {
  const RoomId room = record.room.id;
  Kept& kept = rooms_[room];
  kept.record = record;
  kept.story = std::make_unique<RoomStory>(room, services_, unread, last);
  connect(kept.story.get(), &RoomStory::UnreadChanged, this, [this, room] {
    if (const auto found = rooms_.find(room); found != rooms_.end()) Show(found->second);
  });
  connect(kept.story.get(), &RoomStory::TextArrived, this,
          [this, room](const Message& message) { Q_EMIT TextArrived(room, message); });
  return kept;
}

void RoomDirectory::Load(const std::vector<RoomState>& rooms, bool fresh) {
  fresh_ = fresh;
  for (const RoomState& state : rooms) {
    Kept& kept = Make(state.record, state.unread, state.last);
    kept.draft = state.draft;
    Show(kept);
  }
}

void RoomDirectory::SetOnline(bool online) {
  for (auto& [id, kept] : rooms_) kept.story->SetOnline(online);
}

void RoomDirectory::OnWelcome() { summed_up_.clear(); }

void RoomDirectory::PutRecord(const RoomRecord& record) {
  const auto found = rooms_.find(record.room.id);
  Kept& kept = found == rooms_.end() ? Make(record, {}, std::nullopt) : found->second;
  if (found == rooms_.end()) kept.story->SetOnline(true);
  kept.record = record;
  services_.cache.PutRoom(record);
  Show(kept);
}

void RoomDirectory::OnSummary(const v1::RoomSummary& summary) {
  const RoomId room(summary.room_id());
  if (summary.role() == v1::ROOM_ROLE_UNSPECIFIED) {
    Remove(room);
    return;
  }
  RoomRecord record;
  if (const auto found = rooms_.find(room); found != rooms_.end()) record = found->second.record;
  Take(summary, record);
  record.room.last_activity = summary.last_time_us();
  PutRecord(record);
  const bool first_of_stream = summed_up_.insert(room).second;
  Find(room)->OnHead({.seq = summary.head_seq(),
                      .read_up_to = fresh_ ? summary.head_seq() : summary.joined_seq(),
                      .others = summary.message_ordinal() - summary.own_ordinal()},
                     first_of_stream);
}

void RoomDirectory::OnRoom(const v1::Room& source) {
  const RoomId room(source.room_id());
  RoomRecord record;
  if (const auto found = rooms_.find(room); found != rooms_.end()) record = found->second.record;
  Take(source, record);
  record.room.member_count = static_cast<int>(source.member_count());
  PutRecord(record);
  // Whoever asked for the room has just come into it, or was in it.
  Find(room)->OnHead({.seq = source.head_seq(), .read_up_to = source.head_seq(), .others = {}}, false);
}

void RoomDirectory::OnAllRooms(const std::vector<v1::Room>& rooms) {
  std::set<RoomId> there = summed_up_;
  for (const v1::Room& room : rooms) {
    there.insert(RoomId(room.room_id()));
    OnRoom(room);
  }
  std::vector<RoomId> gone;
  for (const auto& [id, kept] : rooms_) {
    if (!there.contains(id)) gone.push_back(id);
  }
  for (const RoomId room : gone) Remove(room);
  fresh_ = false;
}

void RoomDirectory::OnEpochChanged() {
  fresh_ = true;
  for (auto& [id, kept] : rooms_) kept.story->ForgetNumbers();
}

void RoomDirectory::Remove(RoomId room) {
  const auto found = rooms_.find(room);
  if (found == rooms_.end()) return;
  services_.link.Detach(room);
  services_.cache.ForgetRoom(room);
  services_.outbox.DiscardAll(room);
  // Whoever shows it lets go of it first; it may itself be the one that found out.
  RoomStory* story = found->second.story.release();
  rooms_.erase(found);
  model_.Remove(room);
  story->disconnect(this);
  story->deleteLater();
  Q_EMIT Removed(room);
}

void RoomDirectory::Flush() {
  for (auto& [id, kept] : rooms_) kept.story->Flush();
}

void RoomDirectory::SetDraft(RoomId room, const QString& text) {
  const auto found = rooms_.find(room);
  if (found == rooms_.end() || found->second.draft == text) return;
  found->second.draft = text;
  services_.cache.PutDraft(room, text);
  Show(found->second);
}

QString RoomDirectory::TitleOf(const RoomRecord& record) {
  if (record.room.kind != RoomKind::kDirect) return record.room.title;
  QStringList names;
  for (const UserId user : record.people) names.push_back(services_.names.Of(user));
  names.sort(Qt::CaseInsensitive);
  return names.join(QStringLiteral(", "));
}

void RoomDirectory::Show(Kept& kept) {
  Room room = kept.record.room;
  room.title = TitleOf(kept.record);
  room.unread = kept.story->unread().unread;
  room.draft = kept.draft;
  if (kept.record.people.size() == 1) room.partner = kept.record.people.front();
  model_.Put(room);
}

void RoomDirectory::ShowAll() {
  for (auto& [id, kept] : rooms_) Show(kept);
}

}  // namespace conclave::desktop
