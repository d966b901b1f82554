#ifndef CONCLAVE_SERVER_RPC_REFLECTION_H_
#define CONCLAVE_SERVER_RPC_REFLECTION_H_

#include "absl/status/status.h"

namespace conclave::rpc {

// Servers built from now on answer gRPC's reflection service. The library that has it turns it on for every server of a
// program as soon as it is loaded, so it is loaded here, when it is asked for, and not linked.
absl::Status EnableReflection();

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_REFLECTION_H_
