// Connections beyond what the server has limits for: who is there does not notice, and who comes gets in.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/support/patience.h"
#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

// The beginning of a TLS handshake: a record of 512 bytes, with a ClientHello that is about as long.
constexpr std::array<char, 11> kHelloBegins = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, '\xFC', 0x03, 0x03};

// Connections that were opened and say nothing. Confined to the test's thread.
class SilentCrowd {
 public:
  explicit SilentCrowd(const std::string& server)
      : port_(static_cast<std::uint16_t>(std::stoi(server.substr(server.rfind(':') + 1)))) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
  ~SilentCrowd() { Leaves(); }

  // So many more, from the addresses 127.0.1.1 and following, `each` from one.
  void Connects(std::size_t count, std::size_t each) {
    for (std::size_t i = 0; i < count; ++i) Connect(0x7F000101 + static_cast<std::uint32_t>(i / each));
  }
  // Waits until so many of them have been ended by the server.
  void SeesEnded(std::size_t count) {
    const absl::Time deadline = absl::Now() + Patience();
    while (Ended() < count) {
      ASSERT_LT(absl::Now(), deadline) << Ended() << " of " << sockets_.size() << " were ended";
      absl::SleepFor(absl::Milliseconds(10));
    }
  }
  [[nodiscard]] std::size_t Ended() {
    for (pollfd& each : sockets_) each.revents = 0;
    ::poll(sockets_.data(), sockets_.size(), 0);
    std::size_t ended = 0;
    // Nobody ever says anything to them: all that can be read is the end.
    for (const pollfd& each : sockets_) ended += (each.revents & (POLLIN | POLLHUP | POLLERR)) != 0 ? 1U : 0U;
    return ended;
  }
  // Each says one more byte of a handshake.
  void SaysAByte() {
    const char byte = said_ < kHelloBegins.size() ? kHelloBegins[said_] : '\0';
    ++said_;
    for (const pollfd& each : sockets_) ::send(each.fd, &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
  }
  [[nodiscard]] std::size_t said() const { return said_; }
  void Leaves() {
    for (const pollfd& each : sockets_) ::close(each.fd);
    sockets_.clear();
  }

 private:
  void Connect(std::uint32_t from_host) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in from{.sin_family = AF_INET};
    from.sin_addr.s_addr = htonl(from_host);
    sockaddr_in to{.sin_family = AF_INET, .sin_port = htons(port_)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (socket < 0 || ::bind(socket, reinterpret_cast<sockaddr*>(&from), sizeof(from)) != 0 ||
        (::connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof(to)) != 0 && errno != EINPROGRESS)) {
      throw std::runtime_error(absl::StrCat("cannot connect: error ", errno));
    }
    sockets_.push_back({.fd = socket, .events = POLLIN});
  }

  const std::uint16_t port_;
  std::size_t said_ = 0;
  std::vector<pollfd> sockets_;
};

class ConnectionsTest : public Scenario {
 protected:
  void Talk(Participant& speaker, Participant& listener, int messages) {
    const RoomId lobby = speaker.lobby();
    for (int i = 0; i < messages; ++i) {
      const std::string text = absl::StrCat("message ", ++said_);
      speaker.Says(lobby, text);
      listener.Sees(lobby, text);
    }
  }

  // A number that the server named when it closed its door; it has ended by then.
  std::size_t Counted(const std::string& name) {
    EXPECT_EQ(server().Stop(), Exit{.code = 0});
    const std::string log = server().Log();
    const std::size_t line = log.rfind("no more are taken");
    const std::string key = absl::StrCat(" ", name, "=");
    const std::size_t at = line == std::string::npos ? line : log.find(key, line);
    if (at == std::string::npos) throw std::runtime_error(absl::StrCat("the server did not say", key));
    return std::stoul(log.substr(at + key.size()));
  }

 private:
  int said_ = 0;
};

TEST_F(ConnectionsTest, ThousandsOfSilentConnectionsDisturbNobodyAndNewcomersGetIn) {
  constexpr std::size_t kCrowd = kSanitized ? 2000 : 5000;
  if (kSanitized) server().Configure("limits.handshakes", "400");
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  bob.Attaches(bob.lobby());
  IdentityOf("carol");
  SilentCrowd crowd(server().address());
  crowd.Connects(kCrowd, 200);
  Talk(alice, bob, 50);
  // While they are all there.
  Participant& carol = Enters("carol");
  Talk(carol, bob, 5);
  crowd.Leaves();
  Talk(alice, bob, 5);
  bob.Claims(bob.lobby());
}

TEST_F(ConnectionsTest, HandshakeAtAByteATimeIsEndedAtItsDeadline) {
  server().Configure("limits.handshake_timeout", "\"1s\"");
  server().Configure("limits.first_call_timeout", "\"10m\"");
  constexpr std::size_t kSlow = 50;
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  bob.Attaches(bob.lobby());
  SilentCrowd crowd(server().address());
  crowd.Connects(kSlow, kSlow);
  const absl::Time deadline = absl::Now() + Patience();
  while (crowd.Ended() < kSlow && absl::Now() < deadline) {
    crowd.SaysAByte();
    Talk(alice, bob, 1);
    absl::SleepFor(absl::Milliseconds(50));
  }
  EXPECT_EQ(crowd.Ended(), kSlow) << "after " << crowd.said() << " bytes";
}

TEST_F(ConnectionsTest, ConnectionsOfOneAddressEndAtTheirLimitAndOthersAreNotCounted) {
  server().Configure("limits.connections_per_address", "10");
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  bob.Attaches(bob.lobby());
  SilentCrowd crowd(server().address());
  crowd.Connects(13, 13);
  crowd.SeesEnded(3);
  Talk(alice, bob, 3);
  EXPECT_EQ(crowd.Ended(), 3U);
  EXPECT_EQ(Counted("connections_per_address"), 3U);
}

TEST_F(ConnectionsTest, HandshakesOfOneAddressEndAtTheirLimit) {
  server().Configure("limits.handshakes_per_address", "5");
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  bob.Attaches(bob.lobby());
  SilentCrowd crowd(server().address());
  crowd.Connects(7, 7);
  crowd.SeesEnded(2);
  Talk(alice, bob, 3);
  EXPECT_EQ(Counted("handshakes_per_address"), 2U);
}

TEST_F(ConnectionsTest, FullServerTakesNewcomersInPlaceOfTheSilent) {
  server().Configure("limits.connections", "40");
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  bob.Attaches(bob.lobby());
  SilentCrowd crowd(server().address());
  crowd.Connects(60, 60);
  crowd.SeesEnded(20);
  Talk(Enters("carol"), bob, 3);
  Talk(alice, bob, 3);
}

TEST_F(ConnectionsTest, DescriptorsRunOutForTheCrowdAloneAndTheServerDoesNotSpin) {
  server().LimitDescriptorsTo(256);
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  bob.Attaches(bob.lobby());
  SilentCrowd crowd(server().address());
  crowd.Connects(400, 100);
  crowd.SeesEnded(208);
  // Files are opened for each: the journal of a new identity's transaction, and for the connections of new readers.
  Talk(alice, bob, 20);
  crowd.Leaves();
  Talk(Enters("carol"), bob, 3);
  EXPECT_LT(Counted("turns"), 20'000U);
}

// The undefined-behaviour sanitizer opens a pipe to look at an object's type, and so ends a server without descriptors.
#if !__has_feature(undefined_behavior_sanitizer)
TEST_F(ConnectionsTest, ServerWithoutAnyDescriptorGoesOnAndTakesClientsOnceItHasSomeAgain) {
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  bob.Attaches(bob.lobby());
  IdentityOf("carol");
  rlimit usual{};
  ASSERT_EQ(::prlimit(server().pid(), RLIMIT_NOFILE, nullptr, &usual), 0);
  const rlimit none{.rlim_cur = 3, .rlim_max = usual.rlim_max};
  ASSERT_EQ(::prlimit(server().pid(), RLIMIT_NOFILE, &none, nullptr), 0);
  SilentCrowd crowd(server().address());
  crowd.Connects(20, 20);
  Talk(alice, bob, 20);
  ASSERT_EQ(::prlimit(server().pid(), RLIMIT_NOFILE, &usual, nullptr), 0);
  Talk(Enters("carol"), bob, 3);
  crowd.Leaves();
  // Pauses of a tenth of a second each, however long the test takes on a slow machine.
  const std::size_t turns = Counted("turns");
  EXPECT_LT(turns, 20'000U);
}
#endif

}  // namespace
}  // namespace conclave::testing
