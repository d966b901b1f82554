#ifndef CONCLAVE_SERVER_RPC_CONNECTION_COUNTS_H_
#define CONCLAVE_SERVER_RPC_CONNECTION_COUNTS_H_

#include <cstdint>

namespace conclave::rpc {

// What became of connections since the start. A plain value.
struct ConnectionCounts {
  // At this moment: all, and those of them that have made no call yet.
  std::uint64_t open = 0;
  std::uint64_t handshakes = 0;

  std::uint64_t admitted = 0;
  // Closed at once, by the limit that was reached.
  std::uint64_t refused_connections = 0;
  std::uint64_t refused_connections_per_address = 0;
  std::uint64_t refused_handshakes_per_address = 0;
  // From an address and port that has a connection to another address of this machine.
  std::uint64_t refused_same_peer = 0;
  // Cut without a call: to make room for another, or because the call did not come in time.
  std::uint64_t cut_for_room = 0;
  std::uint64_t cut_overdue = 0;
  // Cut because a call had been given up and did not end.
  std::uint64_t cut_stuck = 0;

  // Times that nothing was accepted for a while: too many handshakes at once, too many to refuse, or the system had no
  // descriptors or memory.
  std::uint64_t pauses_handshakes = 0;
  std::uint64_t pauses_refusals = 0;
  std::uint64_t pauses_system = 0;
  // Times the accepting thread woke up.
  std::uint64_t turns = 0;

  [[nodiscard]] std::uint64_t refused() const {
    return refused_connections + refused_connections_per_address + refused_handshakes_per_address + refused_same_peer;
  }
};

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_CONNECTION_COUNTS_H_
