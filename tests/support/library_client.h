#ifndef CONCLAVE_TESTS_SUPPORT_LIBRARY_CLIENT_H_
#define CONCLAVE_TESTS_SUPPORT_LIBRARY_CLIENT_H_

#include <atomic>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "client/chat.h"
#include "tests/support/history.h"
#include "tests/support/server_process.h"

namespace conclave::testing {

// A conversation of the client library that tells a witness what it is told. A verb waits as long as patience lasts,
// and throws std::runtime_error then. What nobody should be told fails the test. Thread-safe.
class LibraryClient : public client::Observer {
 public:
  // How long a step towards being connected may take before it is tried anew.
  struct Haste {
    absl::Duration connect_timeout = absl::Seconds(10);
    absl::Duration welcome_timeout = absl::Seconds(20);
  };

  // Connects, and returns when it is welcomed. The history outlives the client.
  LibraryClient(const Identity& identity, const std::string& address, History& history);
  LibraryClient(const Identity& identity, const std::string& address, History& history, const Haste& haste);
  ~LibraryClient() override;

  void Attaches(RoomId room);
  // Waits while as many messages wait for their answers as may.
  void Sends(RoomId room, const std::string& text);
  void HasAllAnswers();
  void Sees(RoomId room, const std::string& text);
  // Claims towards the history that everything of the room has come.
  void Claims(RoomId room) { witness_.Note(record::Complete{room}); }
  void WaitsFor(const std::string& what, const std::function<bool()>& condition);

  [[nodiscard]] std::size_t acks() const { return acks_; }
  [[nodiscard]] const std::string& name() const { return witness_.name(); }
  [[nodiscard]] client::Chat& chat() { return *chat_; }
  // How often it has lost its connection.
  [[nodiscard]] std::size_t losses() const { return losses_; }

  void OnStateChanged(const client::State& state) override;
  void OnAttached(const v1::Attached& attached) override;
  void OnRoomEvent(v1::RoomEvent&& event) override;
  void OnGap(const v1::Gap& gap) override;
  void OnCaughtUp(const v1::CaughtUp& caught_up) override;
  void OnDetached(RoomId room) override;
  void OnAck(const client::Acked& ack) override;
  void OnRefused(const client::Refused& refused) override;
  void OnViolation(std::string_view text) override;

 private:
  Witness& witness_;
  std::atomic<std::size_t> acks_ = 0;
  std::atomic<std::size_t> losses_ = 0;

  mutable Mutex mu_;
  CondVar changed_;
  std::set<std::pair<RoomId, std::string>> texts_ ABSL_GUARDED_BY(mu_);

  std::unique_ptr<client::Chat> chat_;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_LIBRARY_CLIENT_H_
