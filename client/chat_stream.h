#ifndef CONCLAVE_CLIENT_CHAT_STREAM_H_
#define CONCLAVE_CLIENT_CHAT_STREAM_H_

#include <grpcpp/client_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/client_callback.h>

#include <atomic>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "client/channel.h"
#include "conclave/v1/chat.pb.h"
#include "server/core/mutex.h"

namespace conclave::client {

class ChatEngine;

// Tells the engine, when it goes, that a stream and its hold on the channel are gone.
class StreamLease {
 public:
  explicit StreamLease(std::shared_ptr<ChatEngine> engine) : engine_(std::move(engine)) {}
  ~StreamLease();

  StreamLease(const StreamLease&) = delete;
  StreamLease& operator=(const StreamLease&) = delete;

  [[nodiscard]] ChatEngine& engine() const { return *engine_; }

 private:
  const std::shared_ptr<ChatEngine> engine_;
};

// One gRPC stream: hands each reaction to the engine, which decides what is started and when, one read and one write at
// a time. A hold keeps the stream until the engine has released it and no operation is under way; then OnDone comes and
// it lets go of itself. Bytes go through gRPC, not messages: what another thread built or will look at passes through
// the lock here, since what gRPC does to order one thread after another a race detector does not see. Shared by the
// engine, gRPC (through `self_`), and whoever starts an operation just now.
class ChatStream final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                         public std::enable_shared_from_this<ChatStream> {
 public:
  ChatStream(std::shared_ptr<ChatEngine> engine, std::shared_ptr<Connection> connection);

  // Starts the call, its first read, and the write of `request`.
  void Open(const v1::ChatRequest& request);
  void Write(const v1::ChatRequest& request);
  void Read() { StartRead(&in_); }
  void HalfClose() { StartWritesDone(); }
  void Cancel() { context_.TryCancel(); }
  // Nothing comes through: the next stream needs another connection. gRPC itself would notice much later.
  void DistrustConnection() { distrusted_.store(true, std::memory_order_relaxed); }
  // Nothing is under way and nothing more is started.
  void Release() { RemoveHold(); }

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnWritesDoneDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

 private:
  ChatEngine& Engine();

  Mutex mu_;
  // First, so that it goes last.
  const StreamLease engine_ ABSL_GUARDED_BY(mu_);
  const std::shared_ptr<Connection> connection_ ABSL_GUARDED_BY(mu_);
  std::shared_ptr<grpc::Channel> channel_ ABSL_GUARDED_BY(mu_);
  std::shared_ptr<ChatStream> self_ ABSL_GUARDED_BY(mu_);

  // Of the read and of the write under way.
  grpc::ByteBuffer in_;
  grpc::ByteBuffer out_;
  grpc::ClientContext context_;
  std::atomic<bool> distrusted_ = false;
};

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_CHAT_STREAM_H_
