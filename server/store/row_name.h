#ifndef CONCLAVE_SERVER_STORE_ROW_NAME_H_
#define CONCLAVE_SERVER_STORE_ROW_NAME_H_

#include <string>

#include "server/store/store.h"

namespace conclave::store {

// What a row is called in the text of an error: by its numbers, never by what people wrote.
std::string RowName(const UserRow& user);
std::string RowName(const DeviceRow& device);
std::string RowName(const RoomRow& room);
std::string RowName(const MemberRow& member);
std::string RowName(const VisibilityRow& visibility);
std::string RowName(const EventRow& event);
std::string RowName(const CommandRow& command);

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_ROW_NAME_H_
