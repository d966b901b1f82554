#include "server/rpc/peer_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <cstring>

namespace conclave::rpc {
namespace {

sockaddr_storage Ipv4(const char* address, in_port_t port) {
  sockaddr_in ipv4{.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, address, &ipv4.sin_addr);
  sockaddr_storage storage{};
  std::memcpy(&storage, &ipv4, sizeof(ipv4));
  return storage;
}

sockaddr_storage Ipv6(const char* address, in_port_t port, std::uint32_t scope = 0) {
  sockaddr_in6 ipv6{.sin6_family = AF_INET6, .sin6_port = htons(port)};
  ipv6.sin6_scope_id = scope;
  inet_pton(AF_INET6, address, &ipv6.sin6_addr);
  sockaddr_storage storage{};
  std::memcpy(&storage, &ipv6, sizeof(ipv6));
  return storage;
}

TEST(PeerAddressTest, AnIpv4AddressIsItsOwnNetwork) {
  const PeerAddress address = PeerAddressOf(Ipv4("192.0.2.1", 4711));
  EXPECT_EQ(address.peer, "192.0.2.1:4711");
  EXPECT_EQ(address.network, "192.0.2.1");
}

TEST(PeerAddressTest, Ipv6AddressesOfOneHalfAreOneNetwork) {
  const PeerAddress address = PeerAddressOf(Ipv6("2001:db8:1:2:3:4:5:6", 1));
  EXPECT_EQ(address.peer, "[2001:db8:1:2:3:4:5:6]:1");
  EXPECT_EQ(address.network, "2001:db8:1:2::/64");
  EXPECT_EQ(PeerAddressOf(Ipv6("2001:db8:1:2::9", 1)).network, address.network);
  EXPECT_NE(PeerAddressOf(Ipv6("2001:db8:1:3::9", 1)).network, address.network);
}

TEST(PeerAddressTest, Ipv4ThroughAnIpv6SocketIsIpv4) {
  EXPECT_EQ(PeerAddressOf(Ipv6("::ffff:192.0.2.1", 4711)).peer, "192.0.2.1:4711");
  EXPECT_EQ(PeerAddressOf(Ipv6("::ffff:192.0.2.1", 4711)).network, "192.0.2.1");
}

TEST(PeerAddressTest, LinksAreToldApart) {
  EXPECT_EQ(PeerAddressOf(Ipv6("fe80::1", 5, 2)).peer, "[fe80::1%2]:5");
  EXPECT_NE(PeerAddressOf(Ipv6("fe80::1", 5, 2)).network, PeerAddressOf(Ipv6("fe80::1", 5, 3)).network);
}

TEST(PeerAddressTest, GrpcNamesTheSamePeersInItsOwnWay) {
  EXPECT_EQ(PeerOfGrpc("ipv4:192.0.2.1:4711"), "192.0.2.1:4711");
  EXPECT_EQ(PeerOfGrpc("ipv6:%5B2001:db8::1%5D:4711"), "[2001:db8::1]:4711");
  EXPECT_EQ(PeerOfGrpc("ipv6:[::1]:4711"), "[::1]:4711");
  EXPECT_EQ(PeerOfGrpc("ipv6:%5Bfe80::1%252%5D:5"), "[fe80::1%2]:5");
}

TEST(PeerAddressTest, StrangeNamesAreTakenAsTheyAre) {
  EXPECT_EQ(PeerOfGrpc(""), "");
  EXPECT_EQ(PeerOfGrpc("nothing"), "nothing");
  EXPECT_EQ(PeerOfGrpc("ipv4:%"), "%");
  EXPECT_EQ(PeerOfGrpc("ipv4:%4"), "%4");
  EXPECT_EQ(PeerOfGrpc("ipv4:%zz"), "%zz");
}

}  // namespace
}  // namespace conclave::rpc
