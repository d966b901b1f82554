#ifndef CONCLAVE_BENCH_NAIVE_NAIVE_STREAM_H_
#define CONCLAVE_BENCH_NAIVE_NAIVE_STREAM_H_

#include <grpcpp/support/server_callback.h>

#include <deque>

#include "bench/naive/naive_room.h"
#include "conclave/v1/chat.pb.h"
#include "server/core/mutex.h"

namespace conclave::bench {

// One client of the naive server: a queue of responses, written one by one. Thread-safe; deletes itself when gRPC is
// done with it.
class NaiveStream final : public grpc::ServerBidiReactor<v1::ChatRequest, v1::ChatResponse> {
 public:
  static NaiveStream* Start(NaiveRoom& room);

  // Queues a response, and writes it if no write is in flight.
  void Push(NaiveRoom::Response response);

 private:
  explicit NaiveStream(NaiveRoom& room) : room_(room) {}

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { delete this; }

  void Answer(const v1::ChatRequest& request);
  void Welcome(std::uint64_t request);
  void Attach(std::uint64_t request);
  void End();

  NaiveRoom& room_;
  v1::ChatRequest request_;

  Mutex mu_;
  // The first is being written.
  std::deque<NaiveRoom::Response> queue_ ABSL_GUARDED_BY(mu_);
  bool ended_ ABSL_GUARDED_BY(mu_) = false;
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_NAIVE_NAIVE_STREAM_H_
