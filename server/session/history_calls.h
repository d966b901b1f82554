#ifndef CONCLAVE_SERVER_SESSION_HISTORY_CALLS_H_
#define CONCLAVE_SERVER_SESSION_HISTORY_CALLS_H_

#include <string>

#include "conclave/v1/history.pb.h"
#include "server/session/calls.h"

namespace conclave::session {

// HistoryService, without gRPC (proto/conclave/v1/history.proto). Thread-safe.
class HistoryCalls : public Calls {
 public:
  using Calls::Calls;

  // The answer is an encoded GetHistoryResponse: its events are the stored bytes as they are.
  void GetHistory(const auth::Identity& identity, const v1::GetHistoryRequest& request, Done<std::string> done) const;
};

}  // namespace conclave::session

#endif  // CONCLAVE_SERVER_SESSION_HISTORY_CALLS_H_
