#include "tests/client-qt/support/person.h"

#include <stdexcept>

#include "server/core/clock.h"
#include "tests/client-qt/support/wait.h"

namespace conclave::desktop {

LinkOptions QuickOptions(const std::string& address) {
  LinkOptions options;
  options.channel.target = address;
  options.chat.backoff.base = absl::Milliseconds(20);
  options.chat.backoff.cap = absl::Milliseconds(200);
  return options;
}

Person::Person(testing::ServerProcess& server, std::string_view user, std::string_view device)
    : server_(server), identity_(server.MakeIdentity(user, device)) {}

client::Identity Person::LoadedIdentity() const {
  auto identity = client::LoadIdentity(identity_.directory, SystemClock().NowUs());
  if (!identity.ok()) throw std::runtime_error(std::string(identity.status().message()));
  return *std::move(identity);
}

LiveSession& Person::Opens() {
  session_.reset();
  session_ = LiveSession::Open(profile(), LoadedIdentity(), QuickOptions(server_.address()));
  bool loaded = false;
  QObject::connect(session_.get(), &LiveSession::Loaded, session_.get(), [&loaded] { loaded = true; });
  if (!WaitUntil([&] { return loaded; })) throw std::runtime_error("the cache was not loaded");
  return *session_;
}

LiveSession& Person::Enters() {
  Opens();
  if (!WaitUntil([&] { return session_->connection().phase == ConnectionPhase::kOnline; })) {
    throw std::runtime_error("not online: " + session_->connection().sentence.toStdString());
  }
  InLobby();
  return *session_;
}

void Person::Closes() { session_.reset(); }

RoomId Person::InRoom(const QString& title) {
  RoomId found;
  const auto look = [&] {
    for (int row = 0; row < session_->rooms().rowCount(); ++row) {
      if (session_->rooms().At(row).title == title) found = session_->rooms().At(row).id;
    }
    return found.value() != 0;
  };
  if (!WaitUntil(look)) throw std::runtime_error("there is no room " + title.toStdString());
  return found;
}

QStringList Person::Texts(RoomId room) {
  const TimelineModel& timeline = session_->Timeline(room);
  QStringList texts;
  for (int row = 0; row < timeline.rowCount(); ++row) {
    const Message& message = timeline.At(row);
    if (message.kind == MessageKind::kText) texts.push_back(message.document->PlainText());
  }
  return texts;
}

std::vector<Seq> Person::Numbers(RoomId room) {
  const TimelineModel& timeline = session_->Timeline(room);
  std::vector<Seq> numbers;
  for (int row = 0; row < timeline.rowCount(); ++row) {
    if (timeline.At(row).seq != 0) numbers.push_back(timeline.At(row).seq);
  }
  return numbers;
}

bool Person::Sees(RoomId room, const QString& text) {
  LooksAt(room);
  return WaitUntil([&] {
    const QStringList texts = Texts(room);
    return !texts.isEmpty() && texts.back() == text;
  });
}

bool Person::ReadsBack(RoomId room) {
  LooksAt(room);
  TimelineModel& timeline = session_->Timeline(room);
  return WaitUntil([&] {
    if (timeline.canFetchMore({})) timeline.fetchMore({});
    return timeline.at_beginning() && timeline.HasAllTexts(0, timeline.rowCount() - 1);
  });
}

}  // namespace conclave::desktop
