#include "client/chat_stream.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/proto_buffer_reader.h>
#include <grpcpp/support/slice.h>

#include <string>
#include <utility>

#include "client/chat_engine.h"
#include "client/errors.h"

namespace conclave::client {
namespace {

constexpr char kMethod[] = "/conclave.v1.ChatService/Chat";

grpc::ByteBuffer Encode(const v1::ChatRequest& request) {
  const grpc::Slice slice(request.SerializeAsString());
  return {&slice, 1};
}

bool Decode(grpc::ByteBuffer& bytes, v1::ChatResponse& response) {
  grpc::ProtoBufferReader reader(&bytes);
  return reader.status().ok() && response.ParseFromZeroCopyStream(&reader);
}

}  // namespace

StreamLease::~StreamLease() { engine_->OnStreamGone(); }

ChatStream::ChatStream(std::shared_ptr<ChatEngine> engine, std::shared_ptr<Connection> connection)
    : engine_(std::move(engine)), connection_(std::move(connection)) {}

void ChatStream::Open(const v1::ChatRequest& request) {
  std::shared_ptr<grpc::Channel> channel;
  {
    MutexLock lock(mu_);
    self_ = shared_from_this();
    channel = channel_ = connection_->Channel();
  }
  grpc::GenericStub(std::move(channel)).PrepareBidiStreamingCall(&context_, kMethod, {}, this);
  AddHold();
  Read();
  Write(request);
  StartCall();
}

void ChatStream::Write(const v1::ChatRequest& request) {
  grpc::ByteBuffer bytes = Encode(request);
  {
    MutexLock lock(mu_);
    out_.Swap(&bytes);
  }
  StartWrite(&out_);
}

ChatEngine& ChatStream::Engine() {
  MutexLock lock(mu_);
  return engine_.engine();
}

void ChatStream::OnReadDone(bool ok) {
  ChatEngine& engine = Engine();
  if (!ok) return engine.OnReadsEnded();
  v1::ChatResponse response;
  const bool readable = Decode(in_, response);
  in_.Clear();
  if (!readable) return engine.OnUnreadable();
  engine.OnRead(std::move(response));
}

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
  if (distrusted_.load(std::memory_order_relaxed)) {
    connection->Replace(channel);
  } else {
    connection->Renew(channel);
  }
  Engine().OnStreamDone(ToStatus(status));
}

}  // namespace conclave::client
