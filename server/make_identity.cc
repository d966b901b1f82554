#include "server/make_identity.h"

#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"
#include "server/data_dir.h"
#include "server/identity_files.h"
#include "server/ops/config.h"
#include "server/ops/endpoint.h"
#include "server/pipeline.h"
#include "server/rpc/admin_client.h"
#include "server/server_credential.h"
#include "server/session/admin_calls.h"
#include "server/store/sqlite/sqlite_store.h"

namespace conclave {
namespace {

using admin::v1alpha1::AddDeviceRequest;
using admin::v1alpha1::AddDeviceResponse;

absl::StatusOr<AddDeviceResponse> AddDeviceToStore(const DataDir& dir, const AddDeviceRequest& request) {
  CONCLAVE_ASSIGN_OR_RETURN(auto store, store::SqliteStore::Open({.path = dir.store().string()}));
  CONCLAVE_ASSIGN_OR_RETURN(const auto pipeline, Pipeline::Start(std::move(store), {}));
  std::promise<absl::StatusOr<AddDeviceResponse>> answer;
  session::AdminCalls(pipeline->committer()).AddDevice(request, [&answer](absl::StatusOr<AddDeviceResponse> response) {
    answer.set_value(response);
  });
  return answer.get_future().get();
}

absl::StatusOr<AddDeviceResponse> AddDevice(const DataDir& dir, const AddDeviceRequest& request) {
  if (std::filesystem::exists(dir.admin_socket())) {
    auto response = rpc::AddDevice(dir.admin_socket(), request);
    // A socket that nobody answers is what a server left that was killed.
    if (!absl::IsUnavailable(response.status())) return response;
  }
  return AddDeviceToStore(dir, request);
}

// Where a client on this machine or the first configured address finds the server.
absl::StatusOr<std::string> AddressOf(const DataDir& dir) {
  CONCLAVE_ASSIGN_OR_RETURN(const ops::Config config, ops::Config::FromFile(dir.config()));
  CONCLAVE_ASSIGN_OR_RETURN(ops::Endpoint listen, ops::ParseEndpoint(config.listen.main));
  if (!config.addresses.empty()) listen.host = config.addresses.front();
  return listen.ToString();
}

}  // namespace

absl::StatusOr<auth::Identity> MakeIdentity(const MakeIdentityOptions& options) {
  const DataDir dir(options.data_dir);
  CONCLAVE_ASSIGN_OR_RETURN(const auth::Authority authority, OpenAuthority(options.data_dir));
  std::string server = options.server;
  if (server.empty()) {
    CONCLAVE_ASSIGN_OR_RETURN(server, AddressOf(dir));
  }
  // Checked before anything is registered.
  std::error_code ignored;
  if (std::filesystem::exists(options.out, ignored) && !std::filesystem::is_empty(options.out, ignored)) {
    return absl::AlreadyExistsError(absl::StrCat("There is something in ", options.out.string(), " already."));
  }
  AddDeviceRequest request;
  request.set_user_name(options.user);
  request.set_device_name(options.device);
  CONCLAVE_ASSIGN_OR_RETURN(const AddDeviceResponse added, AddDevice(dir, request));
  auth::Identity identity{
      .trust_domain = authority.trust_domain(), .user = UserId(added.user_id()), .device = DeviceId(added.device_id())};
  CONCLAVE_ASSIGN_OR_RETURN(
      auth::Credential credential,
      authority.IssueDeviceCertificate(identity, absl::StrCat(options.user, " on ", options.device), options.lifetime));
  CONCLAVE_ASSIGN_OR_RETURN(const auth::Credential own, authority.ToCredential());
  CONCLAVE_RETURN_IF_ERROR(WriteIdentity(options.out, {.identity = identity,
                                                       .credential = std::move(credential),
                                                       .authority_pem = own.cert_pem,
                                                       .server = server,
                                                       .user_name = options.user,
                                                       .device_name = options.device}));
  return identity;
}

}  // namespace conclave
