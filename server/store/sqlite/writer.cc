#include "server/store/sqlite/writer.h"

#include <sqlite3.h>

#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"
#include "server/store/row_name.h"
#include "server/store/sqlite/event_checksum.h"

namespace conclave::store {
namespace {

// It has no rival for the right to write: it waits only for readers, when it restarts the log.
constexpr absl::Duration kWriterLockTimeout = absl::Milliseconds(100);

// What SQLite puts before each page in its log.
constexpr std::uint64_t kFrameHeaderBytes = 24;

absl::Status Prefixed(const std::string& prefix, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(prefix, ": ", status.message()));
}

// Runs a statement that writes one row.
template <typename Row>
absl::Status Finish(Run&& run, const Row& row) {
  absl::Status written = run.Finish();
  return written.ok() ? written : Prefixed(RowName(row), written);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Writer>> Writer::Open(Database database, std::uint64_t wal_restart_bytes) {
  CONCLAVE_RETURN_IF_ERROR(database.Execute(sql::kConfigureWriter));
  database.SetLockTimeout(kWriterLockTimeout);
  CONCLAVE_ASSIGN_OR_RETURN(const std::int64_t page_bytes, SelectNumber(database, sql::kSelectPageSize));
  return absl::WrapUnique(new Writer(std::move(database), static_cast<std::uint64_t>(page_bytes), wal_restart_bytes));
}

Writer::Writer(Database database, std::uint64_t page_bytes, std::uint64_t wal_restart_bytes)
    : frame_bytes_(page_bytes + kFrameHeaderBytes),
      wal_restart_bytes_(wal_restart_bytes),
      database_(std::move(database)),
      restart_at_(wal_restart_bytes) {
  sqlite3_wal_hook(database_.handle(), &Writer::OnWalGrown, this);
}

int Writer::OnWalGrown(void* writer, sqlite3* /*connection*/, const char* /*name*/, int frames) {
  auto& self = *static_cast<Writer*>(writer);
  self.wal_bytes_.store(static_cast<std::uint64_t>(frames) * self.frame_bytes_, std::memory_order_relaxed);
  return SQLITE_OK;
}

absl::Status Writer::Commit(const CommitBatch& batch) {
  if (batch.empty()) return absl::OkStatus();
  if (database_.InTransaction()) Rollback();
  RestartWalIfLarge();
  if (absl::Status begun = Run(begin_).Finish(); !begun.ok()) return Prefixed("cannot begin to write", begun);
  if (absl::Status written = Write(batch); !written.ok()) {
    Rollback();
    return written;
  }
  if (absl::Status committed = Run(commit_).Finish(); !committed.ok()) {
    Rollback();
    return absl::UnavailableError(absl::StrCat("it is unknown whether the batch was written: ", committed.message()));
  }
  return absl::OkStatus();
}

void Writer::Rollback() {
  // SQLite has ended the transaction by itself after some errors. Should this fail, the next commit tries it again.
  if (database_.InTransaction()) Run(rollback_).Finish().IgnoreError();
}

absl::Status Writer::Write(const CommitBatch& batch) {
  for (const UserRow& user : batch.users) CONCLAVE_RETURN_IF_ERROR(Write(user));
  for (const DeviceRow& device : batch.devices) CONCLAVE_RETURN_IF_ERROR(Write(device));
  for (const RoomRow& room : batch.rooms) CONCLAVE_RETURN_IF_ERROR(Write(room));
  for (const MemberRow& member : batch.members) CONCLAVE_RETURN_IF_ERROR(Write(member));
  for (const VisibilityRow& visibility : batch.visibilities) CONCLAVE_RETURN_IF_ERROR(Write(visibility));
  for (const EventRow& event : batch.events) CONCLAVE_RETURN_IF_ERROR(Write(event));
  for (const CommandRow& command : batch.commands) CONCLAVE_RETURN_IF_ERROR(Write(command));
  return absl::OkStatus();
}

absl::Status Writer::Write(const UserRow& user) {
  return Finish(Run(insert_user_, user.id.value(), std::string_view(user.name), user.created), user);
}

absl::Status Writer::Write(const DeviceRow& device) {
  return Finish(
      Run(insert_device_, device.id.value(), device.user.value(), std::string_view(device.name), device.created),
      device);
}

bool Writer::Changed() { return sqlite3_changes64(database_.handle()) > 0; }

absl::Status Writer::Write(const RoomRow& room) {
  CONCLAVE_RETURN_IF_ERROR(
      Finish(Run(count_room_, room.head, room.messages, room.last_time, room.id.value(), static_cast<int>(room.kind),
                 std::string_view(room.name), std::string_view(room.direct_key), std::string_view(room.topic),
                 room.created, room.members),
             room));
  if (Changed()) return absl::OkStatus();
  return Finish(Run(upsert_room_, room.id.value(), static_cast<int>(room.kind), std::string_view(room.name),
                    std::string_view(room.direct_key), std::string_view(room.topic), room.created, room.head,
                    room.messages, room.last_time, room.members),
                room);
}

absl::Status Writer::Write(const MemberRow& member) {
  CONCLAVE_RETURN_IF_ERROR(Finish(Run(count_member_, member.messages, member.room.value(), member.user.value(),
                                      static_cast<int>(member.role), member.joined),
                                  member));
  if (Changed()) return absl::OkStatus();
  return Finish(Run(upsert_member_, member.room.value(), member.user.value(), static_cast<int>(member.role),
                    member.joined, member.messages),
                member);
}

absl::Status Writer::Write(const VisibilityRow& visibility) {
  return Finish(
      Run(insert_visibility_, visibility.room.value(), visibility.user.value(), visibility.from, visibility.to),
      visibility);
}

absl::Status Writer::Write(const EventRow& event) {
  const std::uint32_t checksum = EventChecksum(event.room, event.seq, event.ends_for, event.bytes);
  return Finish(Run(insert_event_, event.room.value(), event.seq, event.ends_for.value(), checksum, Blob{event.bytes}),
                event);
}

absl::Status Writer::Write(const CommandRow& command) {
  // All 64 bits of a fingerprint count, also as a negative number.
  const auto fingerprint = static_cast<std::int64_t>(command.fingerprint);
  return Finish(Run(insert_command_, command.device.value(), Blob{command.id.bytes()}, fingerprint,
                    command.room.value(), command.seq, command.time),
                command);
}

void Writer::RestartWalIfLarge() {
  if (wal_bytes() < restart_at_) return;
  const int result = sqlite3_wal_checkpoint_v2(database_.handle(), "main", SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
  if (result == SQLITE_OK) {
    restart_at_ = wal_restart_bytes_;
    wal_bytes_.store(0, std::memory_order_relaxed);
    wal_restarts_.fetch_add(1, std::memory_order_relaxed);
  } else {
    // A reader or a checkpoint is in the way, or the disk fails: the commit shall not wait for it each time.
    restart_at_ = wal_bytes() + wal_restart_bytes_ / 16;
  }
}

}  // namespace conclave::store
