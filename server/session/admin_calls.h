#ifndef CONCLAVE_SERVER_SESSION_ADMIN_CALLS_H_
#define CONCLAVE_SERVER_SESSION_ADMIN_CALLS_H_

#include "conclave/admin/v1alpha1/admin.pb.h"
#include "server/log/committer.h"
#include "server/session/calls.h"

namespace conclave::session {

// AdminService, without gRPC (proto/conclave/admin/v1alpha1/admin.proto). Thread-safe.
class AdminCalls {
 public:
  explicit AdminCalls(log::Committer& committer) : committer_(committer) {}

  void AddDevice(const admin::v1alpha1::AddDeviceRequest& request, Done<admin::v1alpha1::AddDeviceResponse> done) const;

 private:
  log::Committer& committer_;
};

}  // namespace conclave::session

#endif  // CONCLAVE_SERVER_SESSION_ADMIN_CALLS_H_
