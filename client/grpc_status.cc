// The one function of errors.h that knows gRPC.
#include <grpcpp/support/status.h>

#include <utility>

#include "client/errors.h"

namespace conclave::client {

absl::Status ToStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  v1::StatusDetails details;
  v1::Error error;
  if (!details.ParseFromString(status.error_details()) || details.details_size() == 0 ||
      !details.details(0).UnpackTo(&error)) {
    return result;
  }
  return WithError(std::move(result), error);
}

}  // namespace conclave::client
