#include "server/rpc/listener.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"

namespace conclave::rpc {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

// The kernel takes what net.core.somaxconn allows of it.
constexpr int kBacklog = 4096;

absl::Status CannotListen(const std::string& address) {
  return absl::UnavailableError(
      absl::StrCat("Cannot listen on ", address, ": the port is taken, or the address is not this machine's."));
}

Addresses Resolve(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0) return {nullptr, &freeaddrinfo};
  std::string host = address.substr(0, colon);
  const std::string port = address.substr(colon + 1);
  // The system takes others for some port of its own choice.
  std::uint16_t number = 0;
  const auto [rest, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (error != std::errc() || rest != port.data() + port.size()) return {nullptr, &freeaddrinfo};
  if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  const addrinfo hints{.ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) found = nullptr;
  return {found, &freeaddrinfo};
}

void Set(int socket, int level, int option, int value) { ::setsockopt(socket, level, option, &value, sizeof(value)); }

// Connections inherit these; the reasons are in docs/adr/0016-own-accept-loop.md.
void SetOptions(int socket) {
  Set(socket, SOL_SOCKET, SO_REUSEADDR, 1);
  Set(socket, IPPROTO_IPV6, IPV6_V6ONLY, 0);
  Set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
  Set(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, 20'000);
  Set(socket, SOL_SOCKET, SO_SNDBUF, 64 * 1024);
  Set(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, 16 * 1024);
}

void SetPort(sockaddr_storage& address, int port) {
  const in_port_t wire = htons(static_cast<std::uint16_t>(port));
  if (address.ss_family == AF_INET) {
    reinterpret_cast<sockaddr_in&>(address).sin_port = wire;
  } else {
    reinterpret_cast<sockaddr_in6&>(address).sin6_port = wire;
  }
}

int PortOf(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.ss_family == AF_INET ? reinterpret_cast<sockaddr_in&>(address).sin_port
                                            : reinterpret_cast<sockaddr_in6&>(address).sin6_port);
}

// Listens at one address; invalid, with errno, when that cannot be.
Descriptor ListenAt(const addrinfo& wanted, int port) {
  Descriptor socket(::socket(wanted.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.valid()) return socket;
  SetOptions(socket.get());
  sockaddr_storage address{};
  std::memcpy(&address, wanted.ai_addr, wanted.ai_addrlen);
  if (port != 0) SetPort(address, port);
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), wanted.ai_addrlen) == 0 &&
      ::listen(socket.get(), kBacklog) == 0) {
    return socket;
  }
  const int reason = errno;
  socket = Descriptor();
  errno = reason;
  return socket;
}

}  // namespace

absl::StatusOr<Listening> Listen(const std::string& address) {
  const Addresses addresses = Resolve(address);
  Listening listening;
  for (const addrinfo* each = addresses.get(); each != nullptr; each = each->ai_next) {
    if (each->ai_family != AF_INET && each->ai_family != AF_INET6) continue;
    Descriptor socket = ListenAt(*each, listening.port);
    if (!socket.valid() && errno == EADDRINUSE) return CannotListen(address);
    // A name may have addresses that this machine has not, or of a family that it does not speak.
    if (!socket.valid()) continue;
    listening.port = PortOf(socket.get());
    listening.sockets.push_back(std::move(socket));
  }
  if (listening.sockets.empty()) return CannotListen(address);
  return listening;
}

}  // namespace conclave::rpc
