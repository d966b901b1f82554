#include "server/rpc/grpc_log.h"

#include <grpc/support/log.h>

#include <utility>

namespace conclave::rpc {
namespace {

using Sink = std::function<void(bool, std::string_view)>;

Sink& TheSink() {
  static Sink sink;
  return sink;
}

}  // namespace

void RedirectGrpcLog(Sink sink) {
  TheSink() = std::move(sink);
  gpr_set_log_function(
      [](gpr_log_func_args* args) { TheSink()(args->severity == GPR_LOG_SEVERITY_ERROR, args->message); });
}

}  // namespace conclave::rpc
