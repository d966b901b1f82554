#include "server/rpc/status.h"

#include "conclave/v1/error.pb.h"
#include "server/core/refusal.h"

namespace conclave::rpc {

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  // The client went away by itself: there is nobody to tell.
  if (absl::IsCancelled(status)) return grpc::Status::CANCELLED;
  const v1::Error error = ErrorFrom(status);
  v1::StatusDetails details;
  details.set_code(error.code());
  details.set_message(error.text());
  details.add_details()->PackFrom(error);
  return {static_cast<grpc::StatusCode>(error.code()), error.text(), details.SerializeAsString()};
}

}  // namespace conclave::rpc
