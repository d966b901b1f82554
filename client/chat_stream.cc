#include "client/chat_stream.h"

#include <utility>

#include "client/chat_engine.h"
#include "client/errors.h"

namespace conclave::client {

StreamLease::~StreamLease() { engine_->OnStreamGone(); }

ChatStream::ChatStream(std::shared_ptr<ChatEngine> engine, std::shared_ptr<Connection> connection)
    : engine_(std::move(engine)), connection_(std::move(connection)) {}

void ChatStream::Open() {
  self_ = shared_from_this();
  channel_ = connection_->Channel();
  stub_ = v1::ChatService::NewStub(channel_);
  stub_->async()->Chat(&context_, this);
  AddHold();
  Read();
  Write();
  StartCall();
}

void ChatStream::OnReadDone(bool ok) { engine_->OnReadDone(ok); }

void ChatStream::OnWriteDone(bool ok) { engine_->OnWriteDone(ok); }

void ChatStream::OnWritesDoneDone(bool ok) { engine_->OnWriteDone(ok); }

void ChatStream::OnDone(const grpc::Status& status) {
  const std::shared_ptr<ChatStream> self = std::move(self_);
  engine_->OnStreamDone(ToStatus(status));
}

}  // namespace conclave::client
