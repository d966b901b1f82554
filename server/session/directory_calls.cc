#include "server/session/directory_calls.h"

#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"

namespace conclave::session {
namespace {

absl::StatusOr<v1::GetUsersResponse> LoadUsers(store::Store& store, const v1::GetUsersRequest& request) {
  v1::GetUsersResponse response;
  const auto add = [&response](const std::optional<store::UserRow>& row) {
    if (!row) return;
    v1::User& user = *response.add_users();
    user.set_user_id(row->id.value());
    user.set_name(row->name);
  };
  for (const std::uint32_t id : request.user_ids()) {
    CONCLAVE_ASSIGN_OR_RETURN(const auto row, store.LoadUser(UserId(id)));
    add(row);
  }
  for (const std::string& name : request.names()) {
    CONCLAVE_ASSIGN_OR_RETURN(const auto row, store.LoadUserByName(name));
    add(row);
  }
  return response;
}

}  // namespace

void DirectoryCalls::GetUsers(const auth::Identity& identity, const v1::GetUsersRequest& request,
                              Done<v1::GetUsersResponse> done) const {
  const std::size_t limit = services_.limits.users_per_call;
  if (static_cast<std::size_t>(request.user_ids_size()) + static_cast<std::size_t>(request.names_size()) > limit) {
    return done(Refuse(v1::REASON_LIMIT_REACHED, absl::StrCat("At most ", limit, " users are asked for at once."),
                       {.limit = "limits.users_per_call", .limit_value = limit}));
  }
  RunRead<v1::GetUsersResponse>(
      identity, request,
      [this](const Caller&, const v1::GetUsersRequest& asked) { return LoadUsers(services_.store, asked); },
      std::move(done));
}

}  // namespace conclave::session
