#include "server/session/greeting.h"

#include "server/core/refusal.h"
#include "server/log/summaries.h"
#include "server/session/messages.h"

namespace conclave::session {
namespace {

std::string WelcomeEvent(const Services& services, const Caller& caller, std::uint64_t request_id, bool resynchronise) {
  v1::Event event;
  v1::Welcome& welcome = *event.mutable_welcome();
  welcome.set_request_id(request_id);
  welcome.set_user_id(caller.user.id.value());
  welcome.set_user_name(caller.user.name);
  welcome.set_device_id(caller.device.id.value());
  welcome.set_device_name(caller.device.name);
  welcome.set_server_time_us(services.clock.NowUs());
  welcome.set_store_epoch(services.store.GetHeader().epoch);
  welcome.set_resynchronise(resynchronise);
  *welcome.mutable_limits() = ToProto(services.limits);
  welcome.set_heartbeat_interval_ms(
      static_cast<std::uint32_t>(absl::ToInt64Milliseconds(services.limits.heartbeat_interval)));
  welcome.set_server_name(services.server.name);
  welcome.set_server_version(services.server.version);
  welcome.set_lobby_room_id(services.committer.lobby().value());
  return Encode(event);
}

}  // namespace

absl::StatusOr<Caller> LoadCaller(store::Store& store, const auth::Identity& identity) {
  CONCLAVE_ASSIGN_OR_RETURN(auto device, store.LoadDevice(identity.device));
  CONCLAVE_ASSIGN_OR_RETURN(auto user, store.LoadUser(identity.user));
  if (!device || !user || device->user != user->id) {
    return Refuse(v1::REASON_UNKNOWN_DEVICE, "This server does not know this device.");
  }
  return Caller{.user = *std::move(user), .device = *std::move(device)};
}

absl::StatusOr<Greeting> LoadGreeting(const Services& services, const auth::Identity& identity,
                                      std::uint64_t request_id, const v1::Hello& hello) {
  CONCLAVE_ASSIGN_OR_RETURN(const Caller caller, LoadCaller(services.store, identity));
  const std::uint64_t epoch = services.store.GetHeader().epoch;
  const bool resynchronise = hello.store_epoch() != 0 && hello.store_epoch() != epoch;
  Greeting greeting{.cursors_hold = !resynchronise};
  greeting.events.push_back(WelcomeEvent(services, caller, request_id, resynchronise));
  constexpr std::size_t kPage = 200;
  for (RoomId after;;) {
    CONCLAVE_ASSIGN_OR_RETURN(const auto page, services.store.LoadMemberships(identity.user, after, kPage));
    for (const store::Membership& membership : page) {
      greeting.rooms.push_back(membership.room.id);
      greeting.events.push_back(log::SummaryEvent(membership.room, membership.member));
    }
    if (page.size() < kPage) return greeting;
    after = page.back().room.id;
  }
}

}  // namespace conclave::session
