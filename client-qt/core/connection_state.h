#ifndef CONCLAVE_CLIENT_QT_CORE_CONNECTION_STATE_H_
#define CONCLAVE_CLIENT_QT_CORE_CONNECTION_STATE_H_

#include <QString>

#include "server/core/ids.h"

namespace conclave::desktop {

enum class ConnectionPhase {
  kConnecting,
  kOnline,
  // No stream; the next attempt is made at retry_at.
  kWaiting,
  // Over: only the person can do something about it.
  kStopped,
};

// How it stands with the server. A value.
struct ConnectionState {
  ConnectionPhase phase = ConnectionPhase::kConnecting;
  // Wall time, in kWaiting.
  TimeUs retry_at = 0;
  // Why there is no connection, from the first failed attempt until there is one: a sentence for a person, and what TLS
  // or gRPC said.
  QString sentence;
  QString details;
  // Messages that wait to be sent, in all rooms.
  int waiting = 0;

  bool operator==(const ConnectionState&) const = default;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_CORE_CONNECTION_STATE_H_
