#ifndef CONCLAVE_CLI_PRINTER_H_
#define CONCLAVE_CLI_PRINTER_H_

#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "cli/names.h"
#include "client/observer.h"
#include "conclave/v1/chat.pb.h"
#include "conclave/v1/room.pb.h"
#include "server/core/ids.h"

namespace conclave::cli {

// Writes what there is to say: results to standard output, one line each and at once, troubles to standard error.
// Confined to the main thread.
class Printer {
 public:
  virtual ~Printer() = default;

  virtual void Room(const v1::Room& room) = 0;
  virtual void Member(RoomId room, const v1::Member& member) = 0;
  // A membership changed at that number.
  virtual void Done(std::string_view verb, const v1::Room& room, Seq seq) = 0;
  virtual void Event(const v1::RoomEvent& event) = 0;
  virtual void Gap(const v1::Gap& gap) = 0;
  virtual void CaughtUp(const v1::CaughtUp& caught_up) = 0;
  // `line`: of standard input, 0 when the message is not from there.
  virtual void Acked(const client::Acked& ack, std::uint64_t line) = 0;
  virtual void Health(std::string_view service, bool serving) = 0;
  virtual void State(const client::State& state) = 0;
  virtual void Error(const absl::Status& status, std::uint64_t line) = 0;
};

// `names` outlives it.
std::unique_ptr<Printer> MakeTextPrinter(Names& names);
std::unique_ptr<Printer> MakeJsonPrinter(Names& names);

}  // namespace conclave::cli

#endif  // CONCLAVE_CLI_PRINTER_H_
