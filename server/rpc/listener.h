#ifndef CONCLAVE_SERVER_RPC_LISTENER_H_
#define CONCLAVE_SERVER_RPC_LISTENER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/rpc/descriptor.h"

namespace conclave::rpc {

// Sockets that listen: one for each address that a host name has. Connections wait in them until they are accepted, and
// inherit their options. Plain values.
struct Listening {
  std::vector<Descriptor> sockets;
  // All have the same.
  int port = 0;
};

// Listens at HOST:PORT, ADDRESS:PORT or [ADDRESS]:PORT; port 0 is any that is free, [::] is every address of the
// machine, of IPv4 too. UNAVAILABLE with a sentence when that cannot be, also when another listens there already.
absl::StatusOr<Listening> Listen(const std::string& address);

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_LISTENER_H_
