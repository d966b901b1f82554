#include "server/rpc/chat_reactor.h"

#include <utility>

#include "conclave/v1/chat.pb.h"
#include "server/rpc/byte_buffer.h"
#include "server/rpc/status.h"

namespace conclave::rpc {
namespace {

// What a stream that was cancelled has, to come to its end. It needs milliseconds, unless the peer takes no bytes: then
// a write of gRPC's hangs in the socket, and with it the stream.
constexpr absl::Duration kToEnd = absl::Seconds(2);

}  // namespace

ChatReactor* ChatReactor::Start(grpc::CallbackServerContext& context, const Services& services,
                                const auth::Identity& identity) {
  const std::shared_ptr<ChatReactor> reactor(new ChatReactor(context, services, identity));
  const auto session = session::Session::Make(services, identity, reactor);
  {
    const MutexLock lock(reactor->mu_);
    reactor->self_ = reactor;
    reactor->session_ = session;
  }
  reactor->Note("stream opened", absl::OkStatus());
  // Reactions may run from here on.
  session->Begin();
  return reactor.get();
}

ChatReactor::ChatReactor(grpc::CallbackServerContext& context, const Services& services, const auth::Identity& identity)
    : services_(services),
      identity_(identity),
      peer_(context.peer()),
      call_(std::in_place, services.connections, peer_),
      context_(&context) {}

void ChatReactor::Write(fanout::WriteBatch batch) {
  grpc::ByteBuffer bytes = ToByteBuffer(std::move(batch));
  const grpc::ByteBuffer* out = nullptr;
  {
    const MutexLock lock(mu_);
    out_.Swap(&bytes);
    out = &out_;
  }
  StartWrite(out);
}

void ChatReactor::Finish(const absl::Status& status) {
  {
    const MutexLock lock(mu_);
    finished_ = true;
    end_ = status;
  }
  Base::Finish(ToGrpc(status));
}

void ChatReactor::Cancel() {
  const MutexLock lock(mu_);
  if (context_ == nullptr) return;
  context_->TryCancel();
  GiveUpLocked();
}

void ChatReactor::Read() {
  const MutexLock lock(mu_);
  if (!finished_) StartRead(&in_);
}

void ChatReactor::OnReadDone(bool ok) {
  const auto session = GetSession();
  if (!ok) return session->OnHalfClose();
  const std::size_t size = in_.Length();
  v1::ChatRequest request;
  const bool parsed = Parse(in_, request);
  in_.Clear();
  if (size > services_.limits.request_bytes) return session->OnOversized(request.request_id());
  if (!parsed) return session->OnMalformed(request.request_id());
  session->OnRequest(request);
}

void ChatReactor::OnWriteDone(bool ok) {
  grpc::ByteBuffer written;
  std::shared_ptr<session::Session> session;
  {
    const MutexLock lock(mu_);
    out_.Swap(&written);
    session = session_;
  }
  if (!ok) session->OnGone();
  session->OnWritten();
}

void ChatReactor::OnCancel() {
  {
    const MutexLock lock(mu_);
    GiveUpLocked();
  }
  GetSession()->OnGone();
}

void ChatReactor::OnDone() {
  std::shared_ptr<ChatReactor> self;
  std::shared_ptr<session::Session> session;
  absl::Status end;
  {
    const MutexLock lock(mu_);
    context_ = nullptr;
    call_.reset();
    self.swap(self_);
    session.swap(session_);
    end = end_;
  }
  Note("stream ended", end);
  session->OnGone();
}

void ChatReactor::GiveUpLocked() {
  if (call_) call_->CutAfter(kToEnd);
}

std::shared_ptr<session::Session> ChatReactor::GetSession() {
  const MutexLock lock(mu_);
  return session_;
}

void ChatReactor::Note(std::string_view message, const absl::Status& end) const {
  services_.journal.Note(Journal::Severity::kInfo, "chat", message,
                         {{"user", std::to_string(identity_.user.value())},
                          {"device", std::to_string(identity_.device.value())},
                          {"peer", peer_},
                          {"status", absl::StatusCodeToString(end.code())}});
}

}  // namespace conclave::rpc
