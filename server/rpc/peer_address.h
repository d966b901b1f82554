#ifndef CONCLAVE_SERVER_RPC_PEER_ADDRESS_H_
#define CONCLAVE_SERVER_RPC_PEER_ADDRESS_H_

#include <sys/socket.h>

#include <string>
#include <string_view>

namespace conclave::rpc {

// Where a connection comes from. A plain value.
struct PeerAddress {
  // "192.0.2.1:4711" or "[2001:db8::1]:4711": what tells connections apart.
  std::string peer;
  // Whose connections are counted together: "192.0.2.1", or the first half of an IPv6 address ("2001:db8::/64"), of
  // which one host has as many as it likes.
  std::string network;
};

// Of the other end's socket address. IPv4 in IPv6 is IPv4. Empty texts for other families.
PeerAddress PeerAddressOf(const sockaddr_storage& address);

// PeerAddress::peer from how gRPC names a peer ("ipv4:192.0.2.1:4711", "ipv6:%5B2001:db8::1%5D:4711").
std::string PeerOfGrpc(std::string_view uri);

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_PEER_ADDRESS_H_
