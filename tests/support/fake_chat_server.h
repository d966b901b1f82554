#ifndef CONCLAVE_TESTS_SUPPORT_FAKE_CHAT_SERVER_H_
#define CONCLAVE_TESTS_SUPPORT_FAKE_CHAT_SERVER_H_

#include <grpcpp/server.h>

#include <cstdint>
#include <memory>
#include <string>

#include "client/identity.h"
#include "conclave/v1/chat.pb.h"
#include "server/auth/authority.h"
#include "server/core/ids.h"

namespace conclave::testing {

class FakeStreamReactor;
class FakeChatService;
class FakeRoomService;

struct WelcomeScript {
  std::uint64_t epoch = 7;
  std::uint32_t max_commands = 64;
  std::uint32_t heartbeat_ms = 25'000;
};

// One stream that a client opened, played by the test. What it awaits has to come within ten seconds, else the test
// fails. Copies are the same stream; thread-safe.
class FakeStream {
 public:
  explicit FakeStream(std::shared_ptr<FakeStreamReactor> reactor) : reactor_(std::move(reactor)) {}

  // The next request of the client.
  v1::ChatRequest Awaits() const;
  // Hello, which is answered by Welcome.
  v1::Hello Welcomes(const WelcomeScript& script = {}) const;
  // A message with that text.
  v1::ChatRequest AwaitsSend(const std::string& text) const;
  // An Attach of that room, which is answered by Attached.
  v1::Attach Attaches(RoomId room) const;

  void Says(const v1::Event& event) const;
  void Says(const v1::ChatResponse& response) const;
  void SaysEvent(RoomId room, Seq seq, const std::string& text) const;
  void CatchesUp(RoomId room, Seq seq) const;
  void Acks(const v1::ChatRequest& send, Seq seq) const;
  void Refuses(const v1::ChatRequest& request, v1::Reason reason, std::uint32_t retry_after_ms = 0) const;
  void Drains(std::uint32_t retry_after_ms) const;
  void Replaces() const;

  // Ends the stream, with the typed error for a reason.
  void Ends(v1::Reason reason, const std::string& text) const;
  void EndsWell() const;
  // Ends it as a network does: without a word.
  void Drops() const;
  void AwaitsHalfClose() const;
  // The client is gone, or has cancelled.
  void AwaitsEnd() const;

 private:
  std::shared_ptr<FakeStreamReactor> reactor_;
};

// A chat server on a loopback port, under mutual TLS with an authority of its own. Thread-safe.
class FakeChatServer {
 public:
  FakeChatServer();
  ~FakeChatServer();

  FakeChatServer(const FakeChatServer&) = delete;
  FakeChatServer& operator=(const FakeChatServer&) = delete;

  // For a device of user 1, signed by this server's authority.
  [[nodiscard]] client::Identity MakeIdentity() const;
  // The same, signed by somebody else, who trusts this server.
  [[nodiscard]] client::Identity MakeStrangerIdentity() const;

  // The next stream a client opens.
  FakeStream AwaitsStream();
  // Streams opened so far.
  [[nodiscard]] int streams_opened() const;

  // Its other service.
  FakeRoomService& rooms() { return *rooms_; }

  // Nobody listens any more; streams break.
  void Stops();
  // Listens again on the same port.
  void StartsAgain();

  [[nodiscard]] const std::string& address() const { return address_; }

 private:
  void Listen();

  auth::Authority authority_;
  auth::Credential credential_;
  std::string address_ = "127.0.0.1:0";
  std::unique_ptr<FakeChatService> service_;
  std::unique_ptr<FakeRoomService> rooms_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_FAKE_CHAT_SERVER_H_
