#ifndef CONCLAVE_SERVER_SESSION_DIRECTORY_CALLS_H_
#define CONCLAVE_SERVER_SESSION_DIRECTORY_CALLS_H_

#include "conclave/v1/directory.pb.h"
#include "server/session/calls.h"

namespace conclave::session {

// DirectoryService, without gRPC (proto/conclave/v1/directory.proto). Thread-safe.
class DirectoryCalls : public Calls {
 public:
  using Calls::Calls;

  void GetUsers(const auth::Identity& identity, const v1::GetUsersRequest& request,
                Done<v1::GetUsersResponse> done) const;
};

}  // namespace conclave::session

#endif  // CONCLAVE_SERVER_SESSION_DIRECTORY_CALLS_H_
