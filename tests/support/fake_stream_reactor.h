#ifndef CONCLAVE_TESTS_SUPPORT_FAKE_STREAM_REACTOR_H_
#define CONCLAVE_TESTS_SUPPORT_FAKE_STREAM_REACTOR_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <deque>
#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "conclave/v1/chat.pb.h"
#include "server/core/mutex.h"

namespace conclave::testing {

// The server's end of one stream: keeps what was read until the test asks for it, and writes what the test says, one
// write at a time. Bytes go through gRPC, so that what two threads touch passes through the lock here. Thread-safe.
// Keeps itself until gRPC is done with it.
class FakeStreamReactor final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  static std::shared_ptr<FakeStreamReactor> Make(grpc::CallbackServerContext* context);

  // Wait up to ten seconds.
  std::optional<v1::ChatRequest> AwaitRequest();
  bool AwaitHalfClose();
  bool AwaitEnd();

  void Say(v1::ChatResponse response);
  // After all that was said before.
  void End(grpc::Status status);
  // At once.
  void Cancel();

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  explicit FakeStreamReactor(grpc::CallbackServerContext* context) : context_(context) {}

  // Starts what there is to start.
  void Turn();
  template <typename Condition>
  bool WaitUntil(Condition condition);

  // Of the read and of the write under way.
  grpc::ByteBuffer in_;
  grpc::ByteBuffer out_;

  Mutex mu_;
  CondVar changed_;
  grpc::CallbackServerContext* const context_ ABSL_GUARDED_BY(mu_);
  std::shared_ptr<FakeStreamReactor> self_ ABSL_GUARDED_BY(mu_);
  std::deque<v1::ChatRequest> requests_ ABSL_GUARDED_BY(mu_);
  std::deque<v1::ChatResponse> responses_ ABSL_GUARDED_BY(mu_);
  std::optional<grpc::Status> end_ ABSL_GUARDED_BY(mu_);
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
  bool half_closed_ ABSL_GUARDED_BY(mu_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mu_) = false;
  bool done_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_FAKE_STREAM_REACTOR_H_
