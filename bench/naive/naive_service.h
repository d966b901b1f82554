#ifndef CONCLAVE_BENCH_NAIVE_NAIVE_SERVICE_H_
#define CONCLAVE_BENCH_NAIVE_NAIVE_SERVICE_H_

#include "bench/naive/naive_room.h"
#include "conclave/v1/chat.grpc.pb.h"

namespace conclave::bench {

// The part of ChatService that the load uses, as one writes it first: typed messages, one write for each message and
// reader, nothing batched, shared or stored. There is one room, which everybody is in.
class NaiveService final : public v1::ChatService::CallbackService {
 public:
  explicit NaiveService(std::uint64_t room) : room_(room) {}

  grpc::ServerBidiReactor<v1::ChatRequest, v1::ChatResponse>* Chat(grpc::CallbackServerContext* context) override;

 private:
  NaiveRoom room_;
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_NAIVE_NAIVE_SERVICE_H_
