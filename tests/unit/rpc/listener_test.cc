#include "server/rpc/listener.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include "absl/strings/str_cat.h"

namespace conclave::rpc {
namespace {

Descriptor ConnectTo(int family, int port) {
  Descriptor socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const in_port_t wire = htons(static_cast<std::uint16_t>(port));
  sockaddr_in ipv4{.sin_family = AF_INET, .sin_port = wire};
  ipv4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_in6 ipv6{.sin6_family = AF_INET6, .sin6_port = wire};
  ipv6.sin6_addr = in6addr_loopback;
  const bool connected = family == AF_INET
                             ? ::connect(socket.get(), reinterpret_cast<sockaddr*>(&ipv4), sizeof(ipv4)) == 0
                             : ::connect(socket.get(), reinterpret_cast<sockaddr*>(&ipv6), sizeof(ipv6)) == 0;
  return connected ? std::move(socket) : Descriptor();
}

int Option(const Descriptor& socket, int level, int option) {
  int value = 0;
  socklen_t size = sizeof(value);
  ::getsockopt(socket.get(), level, option, &value, &size);
  return value;
}

TEST(ListenerTest, PortZeroIsOneThatIsFree) {
  const auto listening = Listen("127.0.0.1:0");
  ASSERT_TRUE(listening.ok()) << listening.status();
  EXPECT_GT(listening->port, 0);
  EXPECT_TRUE(ConnectTo(AF_INET, listening->port).valid());
}

TEST(ListenerTest, PortInUseIsRefused) {
  const auto listening = Listen("127.0.0.1:0");
  ASSERT_TRUE(listening.ok());
  for (const char* host : {"127.0.0.1", "0.0.0.0", "[::]", "localhost"}) {
    const std::string address = absl::StrCat(host, ":", listening->port);
    EXPECT_EQ(Listen(address).status().message(),
              absl::StrCat("Cannot listen on ", address, ": the port is taken, or the address is not this machine's."));
  }
}

TEST(ListenerTest, EveryAddressOfTheMachineIsServedByOneSocket) {
  const auto listening = Listen("[::]:0");
  ASSERT_TRUE(listening.ok()) << listening.status();
  EXPECT_TRUE(ConnectTo(AF_INET, listening->port).valid());
  EXPECT_TRUE(ConnectTo(AF_INET6, listening->port).valid());
}

TEST(ListenerTest, NameIsServedAtEachOfItsAddressesUnderOnePort) {
  const auto listening = Listen("localhost:0");
  ASSERT_TRUE(listening.ok()) << listening.status();
  EXPECT_TRUE(ConnectTo(AF_INET, listening->port).valid());
}

TEST(ListenerTest, WhatIsNoAddressIsRefused) {
  for (const char* address : {"", ":", ":80", "here and there", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http?",
                              "192.0.2.1:0", "[::1:0", "127.0.0.1:99999"}) {
    EXPECT_FALSE(Listen(address).ok()) << address;
  }
}

TEST(ListenerTest, ConnectionsInheritTheOptions) {
  const auto listening = Listen("127.0.0.1:0");
  ASSERT_TRUE(listening.ok());
  const Descriptor client = ConnectTo(AF_INET, listening->port);
  pollfd waiting{.fd = listening->sockets.front().get(), .events = POLLIN};
  ASSERT_EQ(::poll(&waiting, 1, -1), 1);
  const Descriptor accepted(::accept4(waiting.fd, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  ASSERT_TRUE(accepted.valid());
  EXPECT_EQ(Option(accepted, IPPROTO_TCP, TCP_NODELAY), 1);
  EXPECT_EQ(Option(accepted, IPPROTO_TCP, TCP_USER_TIMEOUT), 20'000);
  EXPECT_EQ(Option(accepted, IPPROTO_TCP, TCP_NOTSENT_LOWAT), 16 * 1024);
  // The kernel doubles it, for what it keeps beside the bytes.
  EXPECT_EQ(Option(accepted, SOL_SOCKET, SO_SNDBUF), 2 * 64 * 1024);
}

}  // namespace
}  // namespace conclave::rpc
