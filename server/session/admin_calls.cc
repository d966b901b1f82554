#include "server/session/admin_calls.h"

#include "server/chat/text.h"

namespace conclave::session {

using admin::v1alpha1::AddDeviceRequest;
using admin::v1alpha1::AddDeviceResponse;

void AdminCalls::AddDevice(const AddDeviceRequest& request, Done<AddDeviceResponse> done) const {
  const std::size_t name_bytes = committer_.limits().name_bytes;
  for (const std::string& name : {request.user_name(), request.device_name()}) {
    if (const absl::Status form = chat::CheckName(name, name_bytes); !form.ok()) return done(form);
  }
  const auto answer = [done](absl::StatusOr<log::CommandResult> result) {
    if (!result.ok()) return done(result.status());
    AddDeviceResponse response;
    response.set_user_id(result->device->user.value());
    response.set_device_id(result->device->id.value());
    response.set_user_created(result->user.has_value());
    done(response);
  };
  const absl::Status submitted = committer_.Submit(
      {.command = chat::AddDevice{.user_name = request.user_name(), .device_name = request.device_name()},
       .done = answer});
  if (!submitted.ok()) done(submitted);
}

}  // namespace conclave::session
