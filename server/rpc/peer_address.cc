#include "server/rpc/peer_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace conclave::rpc {
namespace {

template <typename Address>
std::string Text(int family, const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  return inet_ntop(family, &address, text.data(), text.size());
}

PeerAddress OfIpv4(const in_addr& address, in_port_t port) {
  const std::string text = Text(AF_INET, address);
  return {.peer = absl::StrCat(text, ":", ntohs(port)), .network = text};
}

PeerAddress OfIpv6(const sockaddr_in6& address) {
  in_addr embedded{};
  if (IN6_IS_ADDR_V4MAPPED(&address.sin6_addr)) {
    constexpr std::size_t kPrefix = 12;
    std::memcpy(&embedded, address.sin6_addr.s6_addr + kPrefix, sizeof(embedded));
    return OfIpv4(embedded, address.sin6_port);
  }
  in6_addr network = address.sin6_addr;
  std::fill(std::begin(network.s6_addr) + 8, std::end(network.s6_addr), 0);
  const std::string scope = address.sin6_scope_id == 0 ? "" : absl::StrCat("%", address.sin6_scope_id);
  return {.peer = absl::StrCat("[", Text(AF_INET6, address.sin6_addr), scope, "]:", ntohs(address.sin6_port)),
          .network = absl::StrCat(Text(AF_INET6, network), scope, "/64")};
}

// The byte written as two hexadecimal digits, or -1.
int HexByte(std::string_view digits) {
  const auto value = [](char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  };
  if (digits.size() < 2 || value(digits[0]) < 0 || value(digits[1]) < 0) return -1;
  return value(digits[0]) * 16 + value(digits[1]);
}

}  // namespace

PeerAddress PeerAddressOf(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) {
    sockaddr_in ipv4{};
    std::memcpy(&ipv4, &address, sizeof(ipv4));
    return OfIpv4(ipv4.sin_addr, ipv4.sin_port);
  }
  if (address.ss_family != AF_INET6) return {};
  sockaddr_in6 ipv6{};
  std::memcpy(&ipv6, &address, sizeof(ipv6));
  return OfIpv6(ipv6);
}

std::string PeerOfGrpc(std::string_view uri) {
  uri.remove_prefix(std::min(uri.size(), uri.find(':') + 1));
  std::string peer;
  for (std::size_t at = 0; at < uri.size(); ++at) {
    const int byte = uri[at] == '%' ? HexByte(uri.substr(at + 1, 2)) : -1;
    peer.push_back(byte < 0 ? uri[at] : static_cast<char>(byte));
    if (byte >= 0) at += 2;
  }
  return peer;
}

}  // namespace conclave::rpc
