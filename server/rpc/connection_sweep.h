#ifndef CONCLAVE_SERVER_RPC_CONNECTION_SWEEP_H_
#define CONCLAVE_SERVER_RPC_CONNECTION_SWEEP_H_

#include "server/rpc/connection_table.h"

namespace conclave::rpc {

// What the accepting thread does to connections between accepting. It alone gives out the numbers that connections
// have, so what it finds open under a number stays that connection until it accepts again.

// ConnectionTable::Cut for sockets: both directions end, gRPC finds out and closes it, and the kernel then drops what
// it still had to send.
void CutSocket(int fd);

// Forgets connections that gRPC has closed.
void RemoveClosed(ConnectionTable& table);

// Ends what is overdue or was given up.
void CutOverdue(ConnectionTable& table);

// Ends the oldest connection without a call that has had `grace` for one, and whose peer and not this server is to
// blame: nothing that it sent waits to be read. False when there is none among the first few.
bool CutOldestHandshake(ConnectionTable& table, absl::Duration grace);

// Ends every connection.
void CutAll(ConnectionTable& table);

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_CONNECTION_SWEEP_H_
