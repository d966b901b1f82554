#include "server/rpc/connection_sweep.h"

#include <sys/ioctl.h>
#include <sys/socket.h>

namespace conclave::rpc {
namespace {

bool IsOpen(Socket socket) { return SocketAt(socket.fd) == socket; }

void CutIfOpen(Socket socket) {
  if (IsOpen(socket)) CutSocket(socket.fd);
}

// The server has read all that came.
bool WaitsForPeer(Socket socket) {
  int unread = 0;
  return ::ioctl(socket.fd, FIONREAD, &unread) == 0 && unread == 0;
}

}  // namespace

void CutSocket(int fd) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  ::shutdown(fd, SHUT_RDWR);
}

void RemoveClosed(ConnectionTable& table) {
  for (const Socket& socket : table.WithoutCall()) {
    if (!IsOpen(socket)) table.Remove(socket);
  }
}

void CutOverdue(ConnectionTable& table) {
  for (const Socket& socket : table.TakeOverdue()) CutIfOpen(socket);
  table.CutGivenUp();
}

bool CutOldestHandshake(ConnectionTable& table, absl::Duration grace) {
  constexpr std::size_t kLookedAt = 64;
  for (const Socket& socket : table.OldHandshakes(grace, kLookedAt)) {
    if (!IsOpen(socket) || !WaitsForPeer(socket)) continue;
    table.TakeForRoom(socket);
    CutSocket(socket.fd);
    return true;
  }
  return false;
}

void CutAll(ConnectionTable& table) {
  table.CutInUse();
  for (const Socket& socket : table.WithoutCall()) CutIfOpen(socket);
}

}  // namespace conclave::rpc
