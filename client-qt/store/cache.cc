#include "client-qt/store/cache.h"

#include <QPointer>
#include <utility>

#include "client-qt/core/markdown.h"
#include "client-qt/store/database.h"
#include "client-qt/store/outbox_table.h"
#include "client-qt/store/room_tables.h"
#include "client-qt/store/story_table.h"

namespace conclave::desktop {
namespace {

// A full disk may make the last commit slow.
constexpr absl::Duration kLastTimeout = absl::Seconds(30);

}  // namespace

struct Cache::Tables {
  Tables(const QString& path, UserId me) : database(path), stories(database, me) {}

  Database database;
  StoryTable stories;
  OutboxTable outbox{database};
  RoomTables rooms{database};
};

Cache::Cache(const QString& path, UserId me, Mailbox& mailbox, std::function<void(const QString&)> trouble)
    : mailbox_(mailbox), trouble_(std::move(trouble)) {
  thread_ = std::make_unique<TaskThread>("cache", [this] {
    if (tables_ == nullptr) return;
    tables_->database.Commit();
    TellTrouble(*tables_);
  });
  thread_->Post([this, path, me] { tables_ = std::make_unique<Tables>(path, me); });
}

Cache::~Cache() { Finish(kLastTimeout); }

void Cache::Post(std::function<void(Tables&)> task) {
  thread_->Post([this, task = std::move(task)] { task(*tables_); });
}

void Cache::TellTrouble(const Tables& tables) {
  const QString& trouble = tables.database.trouble();
  if (trouble.isEmpty() || std::exchange(trouble_told_, true)) return;
  mailbox_.Post([this, trouble] { trouble_(trouble); });
}

bool Cache::Finish(absl::Duration timeout) {
  thread_->Post([this] { tables_.reset(); });
  return thread_->Finish(timeout);
}

void Cache::Load(QObject* context, std::function<void(const Snapshot&)> answer) {
  Post([this, context = QPointer<QObject>(context), answer = std::move(answer)](Tables& tables) {
    const auto snapshot = std::make_shared<Snapshot>();
    snapshot->epoch = tables.rooms.LoadEpoch();
    snapshot->rooms = tables.rooms.LoadRooms();
    const std::map<RoomId, Seq> lasts = tables.stories.Lasts();
    for (RoomState& room : snapshot->rooms) {
      if (const auto last = lasts.find(room.record.room.id); last != lasts.end()) room.last = last->second;
    }
    snapshot->outbox = tables.outbox.Load();
    snapshot->names = tables.rooms.LoadNames();
    snapshot->server_name = tables.rooms.LoadServerName();
    mailbox_.PostFor(context, [answer, snapshot] { answer(*snapshot); });
  });
}

void Cache::LoadStory(RoomId room, Seq before, int limit, QObject* context,
                      std::function<void(const StoryPage&)> answer) {
  LoadPage({.room = room, .before = before, .limit = limit}, context, std::move(answer));
}

void Cache::LoadHeads(RoomId room, Seq before, int limit, QObject* context,
                      std::function<void(const StoryPage&)> answer) {
  LoadPage({.room = room, .before = before, .limit = limit, .part = EntryPart::kHead}, context, std::move(answer));
}

void Cache::LoadPage(const PageQuery& query, QObject* context, std::function<void(const StoryPage&)> answer) {
  Post([this, query, context = QPointer<QObject>(context), answer = std::move(answer)](Tables& tables) {
    const auto page = std::make_shared<StoryPage>(tables.stories.LoadBefore(query));
    mailbox_.PostFor(context, [answer, page] { answer(*page); });
  });
}

void Cache::PutStory(RoomId room, Seq first, Seq last, std::vector<Entry> entries) {
  Post([room, first, last, entries = std::move(entries)](Tables& tables) {
    tables.stories.Put(entries);
    tables.stories.AddSpan(room, first, last);
  });
}

void Cache::ForgetStory(RoomId room) {
  Post([room](Tables& tables) { tables.stories.Forget(room); });
}

void Cache::PutRoom(const RoomRecord& record) {
  Post([record](Tables& tables) { tables.rooms.PutRoom(record); });
}

void Cache::ForgetRoom(RoomId room) {
  Post([room](Tables& tables) {
    tables.stories.Forget(room);
    tables.rooms.ForgetRoom(room);
    tables.outbox.RemoveOf(room);
  });
}

void Cache::PutDraft(RoomId room, const QString& text) {
  Post([room, text](Tables& tables) { tables.rooms.PutDraft(room, text); });
}

void Cache::PutUnread(RoomId room, const UnreadCount& unread) {
  Post([room, unread](Tables& tables) { tables.rooms.PutUnread(room, unread); });
}

void Cache::PutName(UserId user, const QString& name) {
  Post([user, name](Tables& tables) { tables.rooms.PutName(user, name); });
}

void Cache::PutServerName(const QString& name) {
  Post([name](Tables& tables) { tables.rooms.PutServerName(name); });
}

void Cache::ChangeEpoch(std::uint64_t epoch) {
  Post([epoch](Tables& tables) {
    tables.stories.ForgetAll();
    tables.rooms.ForgetUnread();
    tables.rooms.PutEpoch(epoch);
  });
}

void Cache::PutEpoch(std::uint64_t epoch) {
  Post([epoch](Tables& tables) { tables.rooms.PutEpoch(epoch); });
}

void Cache::PutOutbox(const OutboxRow& row, QObject* context, std::function<void(const DocumentPtr&)> answer) {
  Post([this, row, context = QPointer<QObject>(context), answer = std::move(answer)](Tables& tables) {
    tables.outbox.Put(row);
    const DocumentPtr document = ParseMarkdown(row.text.toStdString());
    tables.database.AfterCommit(
        [this, context, answer, document] { mailbox_.PostFor(context, [answer, document] { answer(document); }); });
  });
}

void Cache::FailOutbox(const CommandId& command, const QString& failure, bool fate_unknown) {
  Post([command, failure, fate_unknown](Tables& tables) { tables.outbox.Fail(command, failure, fate_unknown); });
}

void Cache::RemoveOutbox(const CommandId& command) {
  Post([command](Tables& tables) { tables.outbox.Remove(command); });
}

}  // namespace conclave::desktop
