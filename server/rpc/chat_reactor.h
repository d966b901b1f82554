#ifndef CONCLAVE_SERVER_RPC_CHAT_REACTOR_H_
#define CONCLAVE_SERVER_RPC_CHAT_REACTOR_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/auth/identity.h"
#include "server/core/mutex.h"
#include "server/rpc/services.h"
#include "server/session/session.h"

namespace conclave::rpc {

// One Chat stream: carries bytes between gRPC and a Session, and nothing else. At most one read and one write are in
// flight; the outbox sees to it that writes come one at a time and Finish once. Reactions never block. It keeps itself
// alive until gRPC is done with it (OnDone), and others may keep it longer: what they call then does nothing.
class ChatReactor final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                          public session::Transport {
 public:
  static ChatReactor* Start(grpc::CallbackServerContext& context, const Services& services,
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

  ChatReactor(grpc::CallbackServerContext& context, const Services& services, const auth::Identity& identity);

  std::shared_ptr<session::Session> GetSession();
  // The connection is cut if the stream does not come to its end.
  void GiveUpLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Note(std::string_view message, const absl::Status& end) const;

  const Services services_;
  const auth::Identity identity_;
  const std::string peer_;
  // Belongs to the read in flight.
  grpc::ByteBuffer in_;

  // Also orders what is handed through gRPC from one thread to another.
  Mutex mu_;
  std::shared_ptr<session::Session> session_ ABSL_GUARDED_BY(mu_);
  std::shared_ptr<ChatReactor> self_ ABSL_GUARDED_BY(mu_);
  // Belongs to the write in flight.
  grpc::ByteBuffer out_ ABSL_GUARDED_BY(mu_);
  // How it ended; for the log.
  absl::Status end_ ABSL_GUARDED_BY(mu_);
  // No read may begin: the end has been told to gRPC.
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
  // Holds the connection; gone before gRPC is done.
  std::optional<ConnectionTable::Call> call_ ABSL_GUARDED_BY(mu_);
  // Null once gRPC is done.
  grpc::CallbackServerContext* context_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_CHAT_REACTOR_H_
