#include "tests/support/chat_stream.h"

#include <utility>

namespace conclave::testing {

std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address, const Identity& identity) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = identity.authority;
  options.pem_private_key = identity.key;
  options.pem_cert_chain = identity.certificate;
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  return grpc::CreateCustomChannel(address, grpc::SslCredentials(options), arguments);
}

ChatStream::ChatStream(std::shared_ptr<grpc::Channel> channel, EventSink on_event, EndSink on_end)
    : channel_(std::move(channel)), stub_(v1::ChatService::NewStub(channel_)), stream_(stub_->Chat(&context_)) {
  reader_ = std::thread([this, on_event = std::move(on_event), on_end = std::move(on_end)] { Read(on_event, on_end); });
}

ChatStream::~ChatStream() {
  Cancel();
  ResumeReading();
  reader_.join();
}

bool ChatStream::Write(const v1::ChatRequest& request) {
  MutexLock lock(write_mu_);
  return stream_->Write(request);
}

void ChatStream::HalfClose() {
  MutexLock lock(write_mu_);
  stream_->WritesDone();
}

void ChatStream::Cancel() { context_.TryCancel(); }

void ChatStream::PauseReading() {
  MutexLock lock(mu_);
  paused_ = true;
}

void ChatStream::ResumeReading() {
  MutexLock lock(mu_);
  paused_ = false;
  resumed_.SignalAll();
}

void ChatStream::Read(const EventSink& on_event, const EndSink& on_end) {
  v1::ChatResponse response;
  while (stream_->Read(&response)) {
    for (const v1::Event& event : response.events()) on_event(event);
    WaitWhilePaused();
  }
  on_end(stream_->Finish());
}

void ChatStream::WaitWhilePaused() {
  MutexLock lock(mu_);
  while (paused_) resumed_.Wait(mu_);
}

}  // namespace conclave::testing
