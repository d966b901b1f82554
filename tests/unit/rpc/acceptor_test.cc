#include "server/rpc/acceptor.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cerrno>
#include <deque>
#include <memory>

#include "absl/time/clock.h"
#include "server/rpc/connection_sweep.h"
#include "tests/support/patience.h"
#include "tests/support/silent_journal.h"

namespace conclave::rpc {
namespace {

constexpr std::size_t kReserved = 200;

// An acceptor on loopback, and somebody who keeps what it accepts.
class AcceptorTest : public ::testing::Test {
 protected:
  ~AcceptorTest() override { acceptor_.reset(); }

  void Start(const ConnectionLimits& limits) {
    auto listening = Listen("127.0.0.1:0");
    ASSERT_TRUE(listening.ok()) << listening.status();
    port_ = listening->port;
    table_.emplace(limits, SystemClock(), CutSocket);
    acceptor_ = std::make_unique<Acceptor>(*std::move(listening), kReserved, *table_, journal_,
                                           [this](int, int accepted) { Take(accepted); });
    acceptor_->Start();
  }

  static ConnectionLimits Limits() {
    return {.connections = 100,
            .per_address = 100,
            .handshakes = 100,
            .handshakes_per_address = 100,
            .first_call = absl::Minutes(10),
            .idle = absl::Minutes(10),
            .handshake = absl::Minutes(10)};
  }

  // A connection from 127.0.0.`host`.
  Descriptor Connects(std::uint32_t host = 1) const {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in from{.sin_family = AF_INET};
    from.sin_addr.s_addr = htonl((INADDR_LOOPBACK & ~0xFFU) + host);
    EXPECT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&from), sizeof(from)), 0);
    sockaddr_in to{.sin_family = AF_INET, .sin_port = htons(static_cast<std::uint16_t>(port_))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket.get(), reinterpret_cast<sockaddr*>(&to), sizeof(to)), 0);
    return socket;
  }

  // Waits for the other end to end the connection.
  static bool IsEnded(const Descriptor& socket) {
    pollfd wanted{.fd = socket.get(), .events = POLLIN};
    return ::poll(&wanted, 1, static_cast<int>(absl::ToInt64Milliseconds(testing::Patience()))) == 1;
  }

  void WaitFor(const std::function<bool(const ConnectionCounts&)>& condition) {
    const absl::Time deadline = absl::Now() + testing::Patience();
    while (!condition(table_->counts())) {
      ASSERT_LT(absl::Now(), deadline) << "open " << table_->counts().open << ", admitted " << table_->counts().admitted
                                       << ", refused " << table_->counts().refused();
      absl::SleepFor(absl::Milliseconds(1));
    }
  }

  std::vector<int> Numbers() {
    const MutexLock lock(mu_);
    std::vector<int> numbers;
    for (const Descriptor& each : taken_) numbers.push_back(each.get());
    return numbers;
  }

  // As gRPC would, on a thread of its own.
  void ClosesFirst() {
    const MutexLock lock(mu_);
    taken_.pop_front();
  }

  std::optional<ConnectionTable> table_;
  std::unique_ptr<Acceptor> acceptor_;

 private:
  void Take(int accepted) {
    const MutexLock lock(mu_);
    taken_.emplace_back(accepted);
  }

  testing::SilentJournal journal_;
  int port_ = 0;
  Mutex mu_;
  std::deque<Descriptor> taken_ ABSL_GUARDED_BY(mu_);
};

TEST_F(AcceptorTest, ConnectionsLeaveTheReservedNumbersAlone) {
  Start(Limits());
  const Descriptor one = Connects();
  const Descriptor two = Connects();
  WaitFor([](const ConnectionCounts& counts) { return counts.admitted == 2; });
  acceptor_->Close();
  for (const int number : Numbers()) EXPECT_GE(number, static_cast<int>(kReserved));
}

TEST_F(AcceptorTest, WhatIsOverALimitIsClosedAtOnceAndCounted) {
  ConnectionLimits limits = Limits();
  limits.per_address = 2;
  Start(limits);
  const Descriptor one = Connects(1);
  const Descriptor two = Connects(1);
  const Descriptor three = Connects(1);
  EXPECT_TRUE(IsEnded(three));
  const Descriptor other = Connects(2);
  WaitFor([](const ConnectionCounts& counts) { return counts.admitted == 3; });
  EXPECT_EQ(table_->counts().refused_connections_per_address, 1U);
}

TEST_F(AcceptorTest, PlaceOfAClosedConnectionIsFreeAgain) {
  ConnectionLimits limits = Limits();
  limits.connections = 1;
  Start(limits);
  const Descriptor one = Connects();
  WaitFor([](const ConnectionCounts& counts) { return counts.admitted == 1; });
  ClosesFirst();
  WaitFor([](const ConnectionCounts& counts) { return counts.open == 0; });
  const Descriptor two = Connects();
  WaitFor([](const ConnectionCounts& counts) { return counts.admitted == 2; });
}

TEST_F(AcceptorTest, HandshakesThatHangMakeRoomForOthers) {
  ConnectionLimits limits = Limits();
  limits.handshakes = 2;
  Start(limits);
  const Descriptor one = Connects(1);
  const Descriptor two = Connects(2);
  const Descriptor three = Connects(3);
  EXPECT_TRUE(IsEnded(one));
  WaitFor([](const ConnectionCounts& counts) { return counts.admitted == 3; });
  EXPECT_EQ(table_->counts().refused(), 0U);
  EXPECT_GT(table_->counts().pauses_handshakes, 0U);
}

TEST_F(AcceptorTest, WhoMakesNoCallIsEndedAfterItsTime) {
  ConnectionLimits limits = Limits();
  limits.first_call = absl::Milliseconds(100);
  Start(limits);
  const Descriptor silent = Connects();
  EXPECT_TRUE(IsEnded(silent));
  EXPECT_EQ(table_->counts().cut_overdue, 1U);
}

// The undefined-behaviour sanitizer opens a pipe to look at an object's type, and so ends whoever has no descriptors.
#if !__has_feature(undefined_behavior_sanitizer)
TEST_F(AcceptorTest, WithoutDescriptorsItPausesAndGoesOnByItself) {
  Start(Limits());
  rlimit usual{};
  ::getrlimit(RLIMIT_NOFILE, &usual);
  const Descriptor waiting(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  // No number above the reserved ones, and soon none at all.
  const rlimit none{.rlim_cur = static_cast<rlim_t>(waiting.get()) + 2, .rlim_max = usual.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
  const Descriptor late = Connects();
  WaitFor([](const ConnectionCounts& counts) { return counts.pauses_system > 0; });
  const ConnectionCounts paused = table_->counts();
  ::setrlimit(RLIMIT_NOFILE, &usual);
  const Descriptor next = Connects();
  WaitFor([](const ConnectionCounts& counts) { return counts.admitted > 0; });
  EXPECT_LT(paused.turns, 100U);
}
#endif

TEST_F(AcceptorTest, NobodyConnectsOnceItIsClosedAndWhatIsThereIsCutInTheEnd) {
  Start(Limits());
  const Descriptor one = Connects();
  WaitFor([](const ConnectionCounts& counts) { return counts.admitted == 1; });
  acceptor_->Close();
  acceptor_->Close();
  acceptor_->CutAllAfter(absl::ZeroDuration());
  EXPECT_TRUE(IsEnded(one));
}

}  // namespace
}  // namespace conclave::rpc
