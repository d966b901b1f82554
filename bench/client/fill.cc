#include "bench/client/fill.h"

#include <QCoreApplication>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "bench/client/sample_texts.h"
#include "bench/client/scenarios.h"
#include "client-qt/store/cache.h"
#include "client/identity.h"
#include "server/core/clock.h"

namespace conclave::desktop {
namespace {

constexpr unsigned kAuthors = 12;
constexpr int kBatch = 500;
constexpr TimeUs kBetween = TimeUs{40} * 1'000'000;

// Writes one room's story as if it had been read over weeks.
class StoryWriter {
 public:
  StoryWriter(Cache& cache, UserId me, RoomId room)
      : cache_(cache), me_(me), room_(room), texts_(static_cast<unsigned>(room.value())) {}

  void Write(int messages) {
    TimeUs time = SystemClock().NowUs() - messages * kBetween;
    for (int done = 0; done < messages; done += kBatch) {
      std::vector<Entry> entries;
      const int last = std::min(done + kBatch, messages);
      for (int i = done; i < last; ++i) entries.push_back(Say(static_cast<Seq>(i) + 1, time += kBetween));
      cache_.PutStory(room_, static_cast<Seq>(done) + 1, static_cast<Seq>(last), std::move(entries));
    }
    const auto head = static_cast<Seq>(messages);
    cache_.PutUnread(room_, {.read_up_to = head, .counted_up_to = head});
  }

 private:
  Entry Say(Seq seq, TimeUs time) {
    v1::RoomEvent event;
    event.set_room_id(room_.value());
    event.set_seq(seq);
    event.set_time_us(time);
    // People answer each other, and sometimes say two things in a row.
    if (seq % 3 != 0) author_ = (author_ * 5 + 3 + static_cast<unsigned>(seq)) % kAuthors;
    event.set_author_user_id(author_ == 0 ? me_.value() : 100 + author_);
    event.set_command_id(std::string(16, static_cast<char>(1 + seq % 100)));
    event.set_ordinal(seq);
    event.mutable_message()->set_text(texts_.Next());
    return EntryFrom(event, me_);
  }

  Cache& cache_;
  const UserId me_;
  const RoomId room_;
  SampleTexts texts_;
  unsigned author_ = 0;
};

}  // namespace

int Fill(const BenchOptions& options) {
  const auto identity = client::LoadIdentity(options.identity, SystemClock().NowUs());
  if (!identity.ok()) {
    std::fprintf(stderr, "conclave_bench_client: %s\n", std::string(identity.status().message()).c_str());
    return 1;
  }
  std::filesystem::create_directories(options.profile);
  Mailbox mailbox;
  Cache cache(QString::fromStdString(options.profile + "/cache.sqlite"), identity->user_id, mailbox,
              [](const QString& trouble) { std::fprintf(stderr, "%s\n", qPrintable(trouble)); });
  cache.PutEpoch(1);
  for (unsigned i = 1; i < kAuthors; ++i) {
    cache.PutName(UserId(100 + i), QStringLiteral("Author Number%1").arg(i));
  }
  for (int i = 0; i < options.rooms; ++i) {
    RoomRecord record;
    record.room.id = FilledRoom(i);
    record.room.title = QStringLiteral("room-%1").arg(i);
    record.room.last_activity = SystemClock().NowUs() - i;
    cache.PutRoom(record);
    StoryWriter(cache, identity->user_id, FilledRoom(i)).Write(options.messages / options.rooms);
  }
  return cache.Finish(absl::Minutes(2)) ? 0 : 1;
}

}  // namespace conclave::desktop
