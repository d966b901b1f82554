#ifndef CONCLAVE_CLI_CONTEXT_H_
#define CONCLAVE_CLI_CONTEXT_H_

#include <memory>

#include "cli/arguments.h"
#include "cli/names.h"
#include "cli/printer.h"
#include "client/calls.h"
#include "client/channel.h"
#include "client/identity.h"

namespace conclave::cli {

// What every verb works with. Confined to the main thread; owned by it.
class Context {
 public:
  Context(Arguments arguments_in, client::Identity identity_in);

  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  // Says what went wrong; the exit code for it.
  int Fail(const absl::Status& status, std::uint64_t line = 0);

  const Arguments arguments;
  const client::Identity identity;
  const std::shared_ptr<client::Connection> connection;
  client::Calls calls;
  Names names;
  const std::unique_ptr<Printer> printer;
};

}  // namespace conclave::cli

#endif  // CONCLAVE_CLI_CONTEXT_H_
