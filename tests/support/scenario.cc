#include "tests/support/scenario.h"

#include <cstdlib>
#include <set>

#include "google/protobuf/util/message_differencer.h"

namespace conclave::testing {

void Scenario::TearDown() {
  for (const auto& participant : participants_) participant->Disconnects();
  EXPECT_FALSE(server_.EndedUnasked()) << "the server ended by itself";
  if (!HasFailure() && check_at_end_ && !participants_.empty()) {
    EnsureRunning();
    EXPECT_TRUE(HistoryHoldsSoFar());
  }
  if (!HasFailure()) return;
  constexpr std::size_t kShown = 8000;
  const std::string log = server_.Log();
  ADD_FAILURE() << "the server said:\n" << log.substr(log.size() - std::min(log.size(), kShown));
}

Participant& Scenario::Enters(const std::string& user, const std::string& device, std::uint64_t instance) {
  Participant& participant = Arrives(user, device, instance);
  participant.Connects();
  return participant;
}

Participant& Scenario::Arrives(const std::string& user, const std::string& device, std::uint64_t instance) {
  EnsureRunning();
  const Identity& identity = IdentityOf(user, device);
  participants_.push_back(std::make_unique<Participant>(identity, instance, server_.address(), history_));
  return *participants_.back();
}

const Identity& Scenario::IdentityOf(const std::string& user, const std::string& device) {
  const auto key = std::make_pair(user, device);
  if (const auto known = identities_.find(key); known != identities_.end()) return known->second;
  return identities_.emplace(key, server_.MakeIdentity(user, device)).first->second;
}

StoredLog Scenario::ReadLog() {
  std::set<RoomId> rooms;
  for (const Witness* witness : history_.Witnesses()) {
    for (const Record& record : witness->Records()) {
      if (const auto room = RoomOf(record)) rooms.insert(*room);
    }
  }
  std::map<UserId, Participant*> readers;
  for (const auto& participant : participants_) readers[participant->user()] = participant.get();
  StoredLog log;
  for (const RoomId room : rooms) {
    std::map<Seq, v1::RoomEvent> events;
    for (const auto& [user, reader] : readers) {
      if (AddTo(events, *reader, room)) break;
    }
    for (auto& [seq, event] : events) log[room].push_back(std::move(event));
  }
  return log;
}

bool Scenario::AddTo(std::map<Seq, v1::RoomEvent>& events, Participant& reader, RoomId room) {
  std::vector<v1::Gap> gaps;
  try {
    for (const v1::RoomEvent& event : reader.ReadsHistory(room, &gaps)) {
      const auto [other, added] = events.try_emplace(event.seq(), event);
      EXPECT_TRUE(added || google::protobuf::util::MessageDifferencer::Equals(event, other->second))
          << "two readers of history get different events:\n"
          << ToString(event) << "\n"
          << ToString(other->second);
    }
  } catch (const Refusal&) {
    return false;
  }
  return gaps.empty();
}

void Scenario::EnsureRunning() {
  if (!server_.IsRunning()) server_.Start();
}

void Crew::Start(std::function<void()> work) {
  threads_.emplace_back([work = std::move(work)] {
    try {
      work();
    } catch (const std::exception& failure) {
      ADD_FAILURE() << failure.what();
    }
  });
}

void Crew::Join() {
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

std::uint64_t SeedOr(std::uint64_t usual) {
  const char* given = std::getenv("CONCLAVE_TEST_SEED");
  return given == nullptr ? usual : std::strtoull(given, nullptr, 10);
}

}  // namespace conclave::testing
