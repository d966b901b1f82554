#ifndef CONCLAVE_SERVER_RPC_CHAT_REACTOR_H_
#define CONCLAVE_SERVER_RPC_CHAT_REACTOR_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <memory>

#include "server/auth/identity.h"
#include "server/core/mutex.h"
#include "server/session/services.h"
#include "server/session/session.h"

namespace conclave::rpc {

// One Chat stream: carries bytes between gRPC and a Session, and nothing else. At most one read and one write are in
// flight; the outbox sees to it that writes come one at a time and Finish once. Reactions never block. It keeps itself
// alive until gRPC is done with it (OnDone), and others may keep it longer: what they call then does nothing.
class ChatReactor final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                          public session::Transport {
 public:
  static ChatReactor* Start(grpc::CallbackServerContext& context, const session::Services& services,
                            const auth::Identity& identity);

  // session::Transport, from any thread.
  void Write(fanout::WriteBatch batch) override;
  void Finish(const absl::Status& status) override;
  void Cancel() override;
  void Read() override;

  // Reactions, on gRPC's threads.
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  using Base = grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>;

  ChatReactor(grpc::CallbackServerContext& context, const session::Services& services)
      : services_(services), context_(&context) {}

  const session::Services services_;
  std::shared_ptr<session::Session> session_;
  std::shared_ptr<ChatReactor> self_;
  // Each belongs to the operation in flight.
  grpc::ByteBuffer in_;
  grpc::ByteBuffer out_;

  Mutex mu_;
  // No read may begin: the end has been told to gRPC.
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
  // Null once gRPC is done.
  grpc::CallbackServerContext* context_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_CHAT_REACTOR_H_
