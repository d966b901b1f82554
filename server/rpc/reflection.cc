#include "server/rpc/reflection.h"

#include <dlfcn.h>

#include "absl/strings/str_cat.h"

namespace conclave::rpc {

absl::Status EnableReflection() {
  // Never unloaded: it registers itself with gRPC.
  if (dlopen(CONCLAVE_REFLECTION_LIBRARY, RTLD_NOW | RTLD_GLOBAL) != nullptr) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("reflection is set in the configuration, but ", CONCLAVE_REFLECTION_LIBRARY, " cannot be loaded."));
}

}  // namespace conclave::rpc
