#ifndef CONCLAVE_TESTS_SUPPORT_FAKE_ROOM_SERVICE_H_
#define CONCLAVE_TESTS_SUPPORT_FAKE_ROOM_SERVICE_H_

#include <deque>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "conclave/v1/room.grpc.pb.h"
#include "server/core/mutex.h"

namespace conclave::testing {

// Answers calls about rooms as the test scripts it. Thread-safe.
class FakeRoomService final : public v1::RoomService::Service {
 public:
  // The next calls end so, one after the other; then they succeed.
  void FailsNext(grpc::Status status);
  // The rooms of the caller, given out two a page.
  void HasRooms(std::uint64_t count);
  // Client-made ids of the joins seen, in order.
  std::vector<std::string> JoinIds();
  // Returns once so many joins have been seen.
  void AwaitsJoins(std::size_t count);
  // Calls do not end before Continues.
  void Hangs();
  void Continues();

  grpc::Status JoinRoom(grpc::ServerContext* context, const v1::JoinRoomRequest* request,
                        v1::JoinRoomResponse* response) override;
  grpc::Status ListRooms(grpc::ServerContext* context, const v1::ListRoomsRequest* request,
                         v1::ListRoomsResponse* response) override;

 private:
  grpc::Status NextStatus();

  Mutex mu_;
  CondVar changed_;
  std::deque<grpc::Status> failures_ ABSL_GUARDED_BY(mu_);
  std::vector<std::string> join_ids_ ABSL_GUARDED_BY(mu_);
  std::uint64_t rooms_ ABSL_GUARDED_BY(mu_) = 0;
  bool hanging_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_FAKE_ROOM_SERVICE_H_
