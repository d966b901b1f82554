#include "tests/support/fake_chat_server.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <deque>
#include <optional>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "conclave/v1/chat.grpc.pb.h"
#include "server/auth/identity.h"
#include "server/core/mutex.h"
#include "server/core/refusal.h"
#include "tests/support/fake_room_service.h"
#include "tests/support/fake_stream_reactor.h"
#include "tests/support/patience.h"

namespace conclave::testing {
namespace {

auth::Authority MakeAuthority() { return *auth::Authority::Create("A test", SystemClock()); }

client::Identity IdentityFrom(const auth::Authority& signer, const auth::Authority& trusted,
                              const std::string& address) {
  const auth::Credential device =
      *signer.IssueDeviceCertificate({signer.trust_domain(), UserId(1), DeviceId(1)}, "alice");
  client::Identity identity;
  identity.server = address;
  identity.user = "alice";
  identity.user_id = UserId(1);
  identity.device = "laptop";
  identity.device_id = DeviceId(1);
  identity.trust_domain = signer.trust_domain();
  identity.key = device.key_pem;
  identity.certificate = device.cert_pem;
  identity.authority = *trusted.certificate().ToPem();
  return identity;
}

}  // namespace

// Hands each new stream to the test.
class FakeChatService final : public v1::ChatService::WithRawCallbackMethod_Chat<v1::ChatService::Service> {
 public:
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Chat(grpc::CallbackServerContext* context) override {
    const std::shared_ptr<FakeStreamReactor> reactor = FakeStreamReactor::Make(context);
    MutexLock lock(mu_);
    streams_.push_back(reactor);
    ++opened_;
    changed_.SignalAll();
    return reactor.get();
  }

  std::shared_ptr<FakeStreamReactor> AwaitStream() {
    const absl::Time deadline = absl::Now() + Patience();
    MutexLock lock(mu_);
    while (streams_.empty() && !stopped_ && absl::Now() < deadline) changed_.WaitFor(mu_, deadline - absl::Now());
    if (streams_.empty()) return nullptr;
    std::shared_ptr<FakeStreamReactor> stream = std::move(streams_.front());
    streams_.pop_front();
    return stream;
  }

  // While stopped nobody waits for a stream.
  void SetStopped(bool stopped) {
    MutexLock lock(mu_);
    stopped_ = stopped;
    changed_.SignalAll();
  }

  int opened() {
    MutexLock lock(mu_);
    return opened_;
  }

 private:
  Mutex mu_;
  CondVar changed_;
  std::deque<std::shared_ptr<FakeStreamReactor>> streams_ ABSL_GUARDED_BY(mu_);
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
  int opened_ ABSL_GUARDED_BY(mu_) = 0;
};

FakeChatServer::FakeChatServer()
    : authority_(MakeAuthority()),
      credential_(*authority_.IssueServerCertificate(std::array<std::string, 1>{"127.0.0.1"})),
      service_(std::make_unique<FakeChatService>()),
      rooms_(std::make_unique<FakeRoomService>()) {
  Listen();
}

FakeChatServer::~FakeChatServer() { Stops(); }

void FakeChatServer::Listen() {
  grpc::SslServerCredentialsOptions options(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = *authority_.certificate().ToPem();
  options.pem_key_cert_pairs.push_back({credential_.key_pem, credential_.cert_pem});
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddListeningPort(address_, grpc::SslServerCredentials(options), &port);
  builder.RegisterService(service_.get());
  builder.RegisterService(rooms_.get());
  server_ = builder.BuildAndStart();
  ASSERT_NE(server_, nullptr) << "cannot listen on " << address_;
  address_ = absl::StrCat("127.0.0.1:", port);
}

client::Identity FakeChatServer::MakeIdentity() const { return IdentityFrom(authority_, authority_, address_); }

client::Identity FakeChatServer::MakeStrangerIdentity() const {
  return IdentityFrom(MakeAuthority(), authority_, address_);
}

FakeStream FakeChatServer::AwaitsStream() {
  std::shared_ptr<FakeStreamReactor> reactor = service_->AwaitStream();
  if (reactor == nullptr) throw std::runtime_error("no client opened a stream");
  return FakeStream(std::move(reactor));
}

int FakeChatServer::streams_opened() const { return service_->opened(); }

void FakeChatServer::Stops() {
  if (server_ == nullptr) return;
  service_->SetStopped(true);
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
  server_.reset();
}

void FakeChatServer::StartsAgain() {
  service_->SetStopped(false);
  Listen();
}

v1::ChatRequest FakeStream::Awaits() const {
  std::optional<v1::ChatRequest> request = reactor_->AwaitRequest();
  if (!request) throw std::runtime_error("the client wrote no request");
  return *std::move(request);
}

v1::Hello FakeStream::Welcomes(const WelcomeScript& script) const {
  const v1::ChatRequest request = Awaits();
  EXPECT_TRUE(request.has_hello());
  v1::Event event;
  v1::Welcome& welcome = *event.mutable_welcome();
  welcome.set_request_id(request.request_id());
  welcome.set_user_id(1);
  welcome.set_user_name("alice");
  welcome.set_device_id(1);
  welcome.set_store_epoch(script.epoch);
  welcome.set_heartbeat_interval_ms(script.heartbeat_ms);
  welcome.mutable_limits()->set_commands_in_flight(script.max_commands);
  Says(event);
  for (const v1::Attach& attach : request.hello().attach()) {
    v1::Event answer;
    answer.mutable_attached()->set_request_id(request.request_id());
    answer.mutable_attached()->set_room_id(attach.room_id());
    answer.mutable_attached()->set_from_seq(attach.after_seq() + 1);
    Says(answer);
  }
  return request.hello();
}

v1::ChatRequest FakeStream::AwaitsSend(const std::string& text) const {
  v1::ChatRequest request = Awaits();
  EXPECT_EQ(request.send_message().message().text(), text);
  return request;
}

v1::Attach FakeStream::Attaches(RoomId room) const {
  const v1::ChatRequest request = Awaits();
  EXPECT_EQ(request.attach().room_id(), room.value());
  v1::Event event;
  event.mutable_attached()->set_request_id(request.request_id());
  event.mutable_attached()->set_room_id(room.value());
  event.mutable_attached()->set_from_seq(request.attach().after_seq() + 1);
  Says(event);
  return request.attach();
}

void FakeStream::Says(const v1::Event& event) const {
  v1::ChatResponse response;
  *response.add_events() = event;
  Says(response);
}

void FakeStream::Says(const v1::ChatResponse& response) const { reactor_->Say(response); }

void FakeStream::SaysEvent(RoomId room, Seq seq, const std::string& text) const {
  v1::Event event;
  event.mutable_room_event()->set_room_id(room.value());
  event.mutable_room_event()->set_seq(seq);
  event.mutable_room_event()->mutable_message()->set_text(text);
  Says(event);
}

void FakeStream::CatchesUp(RoomId room, Seq seq) const {
  v1::Event event;
  event.mutable_caught_up()->set_room_id(room.value());
  event.mutable_caught_up()->set_seq(seq);
  Says(event);
}

void FakeStream::Acks(const v1::ChatRequest& send, Seq seq) const {
  v1::Event event;
  event.mutable_ack()->set_request_id(send.request_id());
  event.mutable_ack()->set_room_id(send.send_message().room_id());
  event.mutable_ack()->set_seq(seq);
  Says(event);
}

void FakeStream::Refuses(const v1::ChatRequest& request, v1::Reason reason, std::uint32_t retry_after_ms) const {
  v1::Event event;
  event.mutable_error()->set_request_id(request.request_id());
  event.mutable_error()->set_code(static_cast<int>(CodeOf(reason)));
  event.mutable_error()->set_reason(reason);
  event.mutable_error()->set_retry_after_ms(retry_after_ms);
  Says(event);
}

void FakeStream::Drains(std::uint32_t retry_after_ms) const {
  v1::Event event;
  event.mutable_notice()->mutable_draining()->set_retry_after_ms(retry_after_ms);
  Says(event);
}

void FakeStream::Replaces() const {
  v1::Event event;
  event.mutable_notice()->mutable_replaced();
  Says(event);
  Ends(v1::REASON_REPLACED, "Another stream took over.");
}

void FakeStream::Ends(v1::Reason reason, const std::string& text) const {
  v1::Error error = ErrorFrom(Refuse(reason, text));
  error.set_ends_stream(true);
  v1::StatusDetails details;
  details.set_code(error.code());
  details.set_message(text);
  details.add_details()->PackFrom(error);
  reactor_->End(grpc::Status(static_cast<grpc::StatusCode>(error.code()), text, details.SerializeAsString()));
}

void FakeStream::EndsWell() const { reactor_->End(grpc::Status::OK); }

void FakeStream::Drops() const { reactor_->Cancel(); }

void FakeStream::AwaitsHalfClose() const { EXPECT_TRUE(reactor_->AwaitHalfClose()); }

void FakeStream::AwaitsEnd() const { EXPECT_TRUE(reactor_->AwaitEnd()); }

}  // namespace conclave::testing
