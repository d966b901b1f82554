#include "conclave/v1/chat.grpc.pb.h"
#include "server/rpc/chat_reactor.h"
#include "server/rpc/peer.h"
#include "server/rpc/services.h"
#include "server/rpc/status.h"

namespace conclave::rpc {
namespace {

// Ends a stream that never began.
class RefusingReactor final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit RefusingReactor(const absl::Status& status) { Finish(ToGrpc(status)); }
  void OnDone() override { delete this; }
};

class ChatService final : public v1::ChatService::WithRawCallbackMethod_Chat<v1::ChatService::Service> {
 public:
  explicit ChatService(const Services& services) : services_(services) {}

  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Chat(grpc::CallbackServerContext* context) override {
    services_.connections.NoteCall(context->peer());
    const auto identity = PeerIdentity(*context, services_.server.trust_domain);
    if (!identity.ok()) {
      services_.journal.Note(Journal::Severity::kWarning, "chat", "stream refused",
                             {{"peer", context->peer()}, {"reason", std::string(identity.status().message())}});
      return new RefusingReactor(identity.status());
    }
    return ChatReactor::Start(*context, services_, *identity);
  }

 private:
  const Services services_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeChatService(const Services& services) {
  return std::make_unique<ChatService>(services);
}

}  // namespace conclave::rpc
