#include "server/auth/openssl.h"

#include <openssl/bio.h>
#include <openssl/err.h>

#include "absl/strings/str_cat.h"
#include "server/core/strings.h"

namespace conclave::auth {

absl::Status OpenSslError(std::string_view what) {
  // The last error is the outermost; the first is the cause.
  const unsigned long cause = ERR_get_error();
  ERR_clear_error();
  const char* reason = ERR_reason_error_string(cause);
  return absl::InternalError(absl::StrCat(ToAbsl(what), ": ", reason != nullptr ? reason : "unknown OpenSSL error"));
}

OpenSslPtr<BIO> ReadFrom(std::string_view text) {
  return OpenSslPtr<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

OpenSslPtr<BIO> WriteToMemory() { return OpenSslPtr<BIO>(BIO_new(BIO_s_mem())); }

std::string Written(BIO& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(&bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

}  // namespace conclave::auth
