#include "server/store/row_name.h"

#include "absl/strings/str_cat.h"

namespace conclave::store {

std::string RowName(const UserRow& user) { return absl::StrCat("user ", user.id.value()); }

std::string RowName(const DeviceRow& device) { return absl::StrCat("device ", device.id.value()); }

std::string RowName(const RoomRow& room) { return absl::StrCat("room ", room.id.value()); }

std::string RowName(const MemberRow& member) {
  return absl::StrCat("member ", member.user.value(), " of room ", member.room.value());
}

std::string RowName(const VisibilityRow& visibility) {
  return absl::StrCat("visibility of room ", visibility.room.value(), " from event ", visibility.from, " for user ",
                      visibility.user.value());
}

std::string RowName(const EventRow& event) {
  return absl::StrCat("event ", event.seq, " of room ", event.room.value());
}

std::string RowName(const CommandRow& command) {
  return absl::StrCat("command ", command.id.ToString(), " of device ", command.device.value());
}

}  // namespace conclave::store
