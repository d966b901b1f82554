#include "server/chat/commands.h"

#include <charconv>
#include <string_view>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/core/strings.h"

namespace conclave::chat {
namespace {

// FNV-1a, 64 bits: stored with the command for as long as it is remembered, so it must never change.
class Hasher {
 public:
  Hasher& Add(std::string_view bytes) {
    AddNumber(bytes.size());
    for (const char byte : bytes) AddByte(static_cast<std::uint8_t>(byte));
    return *this;
  }
  Hasher& AddNumber(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) AddByte(static_cast<std::uint8_t>(number >> shift));
    return *this;
  }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  void AddByte(std::uint8_t byte) { value_ = (value_ ^ byte) * 0x100000001b3u; }

  std::uint64_t value_ = 0xcbf29ce484222325u;
};

void Add(Hasher& hasher, const SendMessage& c) { hasher.AddNumber(c.room.value()).Add(c.body); }
void Add(Hasher& hasher, const CreateRoom& c) {
  hasher.AddNumber(static_cast<std::uint64_t>(c.kind)).Add(c.name).Add(c.topic);
}
void Add(Hasher& hasher, const JoinRoom& c) { hasher.AddNumber(c.room.value()); }
void Add(Hasher& hasher, const LeaveRoom& c) { hasher.AddNumber(c.room.value()); }
void Add(Hasher& hasher, const InviteMember& c) { hasher.AddNumber(c.room.value()).AddNumber(c.user.value()); }
void Add(Hasher& hasher, const RemoveMember& c) { hasher.AddNumber(c.room.value()).AddNumber(c.user.value()); }
void Add(Hasher& hasher, const OpenDirectRoom& c) { hasher.Add(DirectKey(c.members)); }
void Add(Hasher& hasher, const AddDevice& c) { hasher.Add(c.user_name).Add(c.device_name); }

// Stored, so never changed; one per kind of command.
constexpr std::uint64_t KindNumber(const SendMessage&) { return 1; }
constexpr std::uint64_t KindNumber(const CreateRoom&) { return 2; }
constexpr std::uint64_t KindNumber(const JoinRoom&) { return 3; }
constexpr std::uint64_t KindNumber(const LeaveRoom&) { return 4; }
constexpr std::uint64_t KindNumber(const InviteMember&) { return 5; }
constexpr std::uint64_t KindNumber(const RemoveMember&) { return 6; }
constexpr std::uint64_t KindNumber(const OpenDirectRoom&) { return 7; }
constexpr std::uint64_t KindNumber(const AddDevice&) { return 8; }

}  // namespace

std::uint64_t Fingerprint(const Command& command) {
  Hasher hasher;
  std::visit(
      [&hasher](const auto& c) {
        hasher.AddNumber(KindNumber(c));
        Add(hasher, c);
      },
      command);
  return hasher.value();
}

std::string DirectKey(const std::vector<UserId>& members) {
  return absl::StrJoin(members, ",", [](std::string* out, UserId user) { out->append(std::to_string(user.value())); });
}

std::vector<UserId> MembersOfDirectKey(std::string_view key) {
  std::vector<UserId> members;
  for (const absl::string_view part : absl::StrSplit(ToAbsl(key), ',', absl::SkipEmpty())) {
    std::uint32_t id = 0;
    std::from_chars(part.data(), part.data() + part.size(), id);
    members.emplace_back(id);
  }
  return members;
}

}  // namespace conclave::chat
