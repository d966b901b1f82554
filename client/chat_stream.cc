#include "client/chat_stream.h"

#include <utility>

#include "client/chat_engine.h"
#include "client/errors.h"

namespace conclave::client {

StreamLease::~StreamLease() { engine_->OnStreamGone(); }

ChatStream::ChatStream(std::shared_ptr<ChatEngine> engine, std::shared_ptr<Connection> connection)
    : engine_(std::move(engine)), connection_(std::move(connection)) {}

void ChatStream::Open() {
  v1::ChatService::Stub* stub = nullptr;
  {
    MutexLock lock(mu_);
    self_ = shared_from_this();
    channel_ = connection_->Channel();
    stub_ = v1::ChatService::NewStub(channel_);
    stub = stub_.get();
  }
  stub->async()->Chat(&context_, this);
  AddHold();
  Read();
  Write();
  StartCall();
}

ChatEngine& ChatStream::Engine() {
  MutexLock lock(mu_);
  return engine_.engine();
}

void ChatStream::OnReadDone(bool ok) { Engine().OnReadDone(ok); }

void ChatStream::OnWriteDone(bool ok) { Engine().OnWriteDone(ok); }

void ChatStream::OnWritesDoneDone(bool ok) { Engine().OnWriteDone(ok); }

void ChatStream::OnDone(const grpc::Status& status) {
  std::shared_ptr<ChatStream> self;
  std::shared_ptr<Connection> connection;
  std::shared_ptr<grpc::Channel> channel;
  {
    MutexLock lock(mu_);
    self.swap(self_);
    connection = connection_;
    channel = channel_;
  }
  // Before the engine connects again.
  connection->Renew(channel);
  Engine().OnStreamDone(ToStatus(status));
}

}  // namespace conclave::client
