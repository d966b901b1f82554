#include <atomic>
#include <cstdio>
#include <memory>
#include <thread>

#include "bench/client/sample_texts.h"
#include "bench/client/samples.h"
#include "bench/client/scenarios.h"
#include "client/chat.h"
#include "client/identity.h"
#include "server/core/clock.h"

namespace conclave::desktop {
namespace {

constexpr absl::Duration kSendTimeout = absl::Seconds(30);
constexpr std::chrono::milliseconds kTick(5);

// Notes which room is the lobby. Thread-safe.
class LobbyFinder : public client::Observer {
 public:
  void OnSummary(const v1::RoomSummary& summary) override {
    if (summary.kind() == v1::ROOM_KIND_LOBBY) lobby_ = summary.room_id();
  }
  [[nodiscard]] RoomId lobby() const { return RoomId(lobby_.load()); }

 private:
  std::atomic<std::uint64_t> lobby_ = 0;
};

int SendAll(client::Chat& chat, RoomId lobby, const BenchOptions& options) {
  SampleTexts texts(1);
  const double began = MonotonicMs();
  int sent = 0;
  for (int due = 0; due < options.rate * options.seconds;) {
    std::this_thread::sleep_for(kTick);
    due = std::min(static_cast<int>((MonotonicMs() - began) / 1000 * options.rate), options.rate * options.seconds);
    // What does not go now, because as much waits as may, goes with the next tick.
    while (sent < due && chat.Send(lobby, texts.Next()).ok()) ++sent;
  }
  return sent;
}

}  // namespace

int Send(const BenchOptions& options) {
  absl::StatusOr<client::Identity> identity = client::LoadIdentity(options.identity, SystemClock().NowUs());
  if (!identity.ok()) {
    std::fprintf(stderr, "conclave_bench_client: %s\n", std::string(identity.status().message()).c_str());
    return 1;
  }
  if (!options.server.empty()) identity->server = options.server;
  LobbyFinder finder;
  client::Chat chat(std::make_shared<client::Connection>(*identity, client::ChannelOptions{}), {}, finder);
  chat.Start();
  const double deadline = MonotonicMs() + absl::ToDoubleMilliseconds(kSendTimeout);
  while (!finder.lobby() && MonotonicMs() < deadline) std::this_thread::sleep_for(kTick);
  if (!finder.lobby()) {
    std::fputs("conclave_bench_client: the server does not answer\n", stderr);
    return 1;
  }
  const int sent = SendAll(chat, finder.lobby(), options);
  const bool answered = chat.WaitIdle(kSendTimeout);
  chat.Shutdown();
  std::printf("%d\n", sent);
  return answered ? 0 : 1;
}

}  // namespace conclave::desktop
