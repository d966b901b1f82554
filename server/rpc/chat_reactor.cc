#include "server/rpc/chat_reactor.h"

#include <utility>

#include "conclave/v1/chat.pb.h"
#include "server/rpc/byte_buffer.h"
#include "server/rpc/status.h"

namespace conclave::rpc {

ChatReactor* ChatReactor::Start(grpc::CallbackServerContext& context, const session::Services& services,
                                const auth::Identity& identity) {
  const std::shared_ptr<ChatReactor> reactor(new ChatReactor(context, services));
  reactor->self_ = reactor;
  reactor->session_ = session::Session::Make(services, identity, reactor);
  // Reactions may run from here on.
  reactor->session_->Begin();
  return reactor.get();
}

void ChatReactor::Write(fanout::WriteBatch batch) {
  out_ = ToByteBuffer(std::move(batch));
  StartWrite(&out_);
}

void ChatReactor::Finish(const absl::Status& status) {
  {
    const MutexLock lock(mu_);
    finished_ = true;
  }
  Base::Finish(ToGrpc(status));
}

void ChatReactor::Cancel() {
  const MutexLock lock(mu_);
  if (context_ != nullptr) context_->TryCancel();
}

void ChatReactor::Read() {
  const MutexLock lock(mu_);
  if (!finished_) StartRead(&in_);
}

void ChatReactor::OnReadDone(bool ok) {
  if (!ok) return session_->OnHalfClose();
  const std::size_t size = in_.Length();
  v1::ChatRequest request;
  const bool parsed = Parse(in_, request);
  in_.Clear();
  if (size > services_.limits.request_bytes) return session_->OnOversized(request.request_id());
  if (!parsed) return session_->OnMalformed(request.request_id());
  session_->OnRequest(request);
}

void ChatReactor::OnWriteDone(bool ok) {
  out_.Clear();
  if (!ok) session_->OnGone();
  session_->OnWritten();
}

void ChatReactor::OnCancel() { session_->OnGone(); }

void ChatReactor::OnDone() {
  {
    const MutexLock lock(mu_);
    context_ = nullptr;
  }
  session_->OnGone();
  session_.reset();
  self_.reset();
}

}  // namespace conclave::rpc
