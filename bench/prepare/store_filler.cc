#include "bench/prepare/store_filler.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bench/planned_id.h"
#include "server/chat/rules.h"
#include "server/core/clock.h"
#include "server/core/event_codec.h"
#include "server/core/random.h"
#include "server/core/refusal.h"
#include "server/store/sqlite/sqlite_store.h"

namespace conclave::bench {
namespace {

// The lobby's number on every server.
constexpr RoomId kLobby(1);
// Events of one commit.
constexpr std::size_t kBatch = 16'384;

}  // namespace

absl::StatusOr<std::unique_ptr<StoreFiller>> StoreFiller::Open(const std::filesystem::path& store) {
  CONCLAVE_ASSIGN_OR_RETURN(auto opened, store::SqliteStore::Open({.path = store.string(), .readers = 1}));
  std::unique_ptr<StoreFiller> filler(new StoreFiller(std::move(opened)));
  CONCLAVE_ASSIGN_OR_RETURN(const auto lobby, filler->store_->LoadLobby());
  if (!lobby) filler->view_.Add(chat::CreateLobby(kLobby, SystemClock().NowUs()), std::nullopt);
  CONCLAVE_RETURN_IF_ERROR(filler->Finish());
  CONCLAVE_ASSIGN_OR_RETURN(const store::HighestIds highest, filler->store_->LoadHighestIds());
  filler->decider_.StartFrom(highest, kLobby);
  return filler;
}

StoreFiller::StoreFiller(std::unique_ptr<store::Store> store)
    : store_(std::move(store)), view_(*store_), decider_(view_, limits_, SystemRandom()) {}

absl::StatusOr<std::vector<Device>> StoreFiller::AddDevices(std::size_t count) {
  std::vector<Device> devices;
  for (std::size_t i = 0; i < count; ++i) {
    const chat::AddDevice command{.user_name = absl::StrCat("bench", i), .device_name = "bench"};
    CONCLAVE_ASSIGN_OR_RETURN(const chat::Changes changes, Do(command, {}));
    devices.push_back({.user = changes.devices.front().user, .id = changes.devices.front().id});
  }
  CONCLAVE_RETURN_IF_ERROR(Finish());
  return devices;
}

absl::StatusOr<RoomId> StoreFiller::AddRoom(const std::vector<Device>& members) {
  const chat::CreateRoom create{.kind = v1::ROOM_KIND_PUBLIC, .name = "bench", .topic = ""};
  CONCLAVE_ASSIGN_OR_RETURN(const chat::Changes created, Do(create, members.front()));
  const RoomId room = created.room.id;
  CONCLAVE_RETURN_IF_ERROR(Finish());
  for (std::size_t i = 1; i < members.size(); ++i) {
    CONCLAVE_RETURN_IF_ERROR(Do(chat::JoinRoom{.room = room}, members[i]).status());
  }
  CONCLAVE_RETURN_IF_ERROR(Finish());
  return room;
}

absl::Status StoreFiller::AddMessages(const Device& author, RoomId room, std::uint64_t count) {
  v1::RoomEvent event;
  event.mutable_message()->set_text(std::string(64, 'x'));
  const chat::SendMessage message{.room = room, .body = EncodeBody(event)};
  for (std::uint64_t i = 0; i < count; ++i) CONCLAVE_RETURN_IF_ERROR(Do(message, author).status());
  return absl::OkStatus();
}

absl::Status StoreFiller::Finish() {
  CONCLAVE_RETURN_IF_ERROR(store_->Commit(view_.batch()));
  view_.Keep();
  return absl::OkStatus();
}

absl::StatusOr<chat::Changes> StoreFiller::Do(const chat::Command& command, const Device& author) {
  const bool by_device = author.id != DeviceId();
  const CommandId id = by_device ? MakePlannedId(NowNanos()) : CommandId();
  const chat::Stamp stamp{.author = author.user, .device = author.id, .command = id, .now = SystemClock().NowUs()};
  CONCLAVE_ASSIGN_OR_RETURN(chat::Changes changes, decider_(command, stamp));
  std::optional<store::CommandRow> row;
  if (by_device) {
    row = {.device = author.id,
           .id = id,
           .fingerprint = chat::Fingerprint(command),
           .room = changes.room.id,
           .seq = changes.seq,
           .time = changes.time};
  }
  view_.Add(changes, row);
  if (view_.batch().events.size() >= kBatch) CONCLAVE_RETURN_IF_ERROR(Finish());
  return changes;
}

}  // namespace conclave::bench
