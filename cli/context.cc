#include "cli/context.h"

#include <utility>

#include "cli/exit_code.h"
#include "client/errors.h"

namespace conclave::cli {

Context::Context(Arguments arguments_in, client::Identity identity_in)
    : arguments(std::move(arguments_in)),
      identity(std::move(identity_in)),
      connection(std::make_shared<client::Connection>(identity, client::ChannelOptions{.target = arguments.server})),
      calls(connection),
      names(calls),
      printer(arguments.json ? MakeJsonPrinter(names) : MakeTextPrinter(names)) {}

int Context::Fail(const absl::Status& status, std::uint64_t line) {
  const int code = ExitCodeOf(status);
  const bool from_grpc = absl::IsUnavailable(status) && !client::TypedError(status);
  // What gRPC says of a failed connection is not for people.
  printer->Error(from_grpc ? absl::UnavailableError(client::Explain(status, connection->target()).sentence) : status,
                 line);
  return code;
}

}  // namespace conclave::cli
