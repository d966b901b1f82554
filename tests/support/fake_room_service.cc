#include "tests/support/fake_room_service.h"

#include <algorithm>
#include <utility>

namespace conclave::testing {
namespace {

constexpr std::uint64_t kPage = 2;

}  // namespace

void FakeRoomService::FailsNext(grpc::Status status) {
  MutexLock lock(mu_);
  failures_.push_back(std::move(status));
}

void FakeRoomService::HasRooms(std::uint64_t count) {
  MutexLock lock(mu_);
  rooms_ = count;
}

std::vector<std::string> FakeRoomService::JoinIds() {
  MutexLock lock(mu_);
  return join_ids_;
}

void FakeRoomService::AwaitsJoins(std::size_t count) {
  MutexLock lock(mu_);
  while (join_ids_.size() < count) changed_.Wait(mu_);
}

void FakeRoomService::Hangs() {
  MutexLock lock(mu_);
  hanging_ = true;
}

void FakeRoomService::Continues() {
  MutexLock lock(mu_);
  hanging_ = false;
  changed_.SignalAll();
}

grpc::Status FakeRoomService::NextStatus() {
  MutexLock lock(mu_);
  while (hanging_) changed_.Wait(mu_);
  if (failures_.empty()) return grpc::Status::OK;
  grpc::Status status = std::move(failures_.front());
  failures_.pop_front();
  return status;
}

grpc::Status FakeRoomService::JoinRoom(grpc::ServerContext* /*context*/, const v1::JoinRoomRequest* request,
                                       v1::JoinRoomResponse* response) {
  {
    MutexLock lock(mu_);
    join_ids_.push_back(request->command_id());
    changed_.SignalAll();
  }
  response->set_seq(3);
  return NextStatus();
}

grpc::Status FakeRoomService::ListRooms(grpc::ServerContext* /*context*/, const v1::ListRoomsRequest* request,
                                        v1::ListRoomsResponse* response) {
  {
    MutexLock lock(mu_);
    const std::uint64_t last = std::min(request->cursor() + kPage, rooms_);
    for (std::uint64_t id = request->cursor() + 1; id <= last; ++id) response->add_rooms()->set_room_id(id);
    if (last < rooms_) response->set_next_cursor(last);
  }
  return NextStatus();
}

}  // namespace conclave::testing
