#include "server/rpc/guarded_tls.h"

#include <dlfcn.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>

#include "server/core/clock.h"
#include "server/core/mutex.h"
#include "server/rpc/http2_guard.h"

namespace conclave::rpc {
namespace {

std::atomic<bool> guarding = false;

// The guard of one connection. gRPC reads a connection on one thread at a time; the mutex shows that to the thread
// sanitizer. Owned by the connection.
class GuardedConnection {
 public:
  // Null when it cannot be kept.
  static GuardedConnection* Of(SSL* ssl) {
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, Free);
    if (void* kept = SSL_get_ex_data(ssl, index)) return static_cast<GuardedConnection*>(kept);
    auto made = std::make_unique<GuardedConnection>();
    return SSL_set_ex_data(ssl, index, made.get()) == 1 ? made.release() : nullptr;
  }

  Http2Guard::Verdict Read(std::string_view bytes) {
    const MutexLock lock(mu_);
    if (verdict_ == Http2Guard::Verdict::kFine) verdict_ = guard_.Read(bytes, SystemClock().Monotonic());
    return verdict_;
  }

 private:
  static void Free(void* /*ssl*/, void* kept, CRYPTO_EX_DATA* /*data*/, int /*index*/, long /*number*/,
                   void* /*argument*/) {
    const std::unique_ptr<GuardedConnection> connection(static_cast<GuardedConnection*>(kept));
    if (connection) connection->Read("");
  }

  Mutex mu_;
  Http2Guard guard_ ABSL_GUARDED_BY(mu_);
  Http2Guard::Verdict verdict_ ABSL_GUARDED_BY(mu_) = Http2Guard::Verdict::kFine;
};

using ReadFunction = int (*)(SSL*, void*, int);

ReadFunction OpenSslRead() {
  static const auto read = reinterpret_cast<ReadFunction>(dlsym(RTLD_NEXT, "SSL_read"));
  return read;
}

// The library of OpenSSL errors whose reasons are verdicts.
int Errors() {
  static const int errors = [] {
    using Verdict = Http2Guard::Verdict;
    static std::array<ERR_STRING_DATA, 6> texts = {};
    std::size_t count = 0;
    for (const auto verdict :
         {Verdict::kHeaderBlock, Verdict::kStreams, Verdict::kUnbound, Verdict::kResets, Verdict::kControl}) {
      texts.at(count++) = {.error = ERR_PACK(0, 0, static_cast<int>(verdict)), .string = TextOf(verdict).data()};
    }
    const int library = ERR_get_next_error_library();
    ERR_load_strings(library, texts.data());
    return library;
  }();
  return errors;
}

int GuardedRead(SSL* ssl, void* buffer, int size) {
  const int count = OpenSslRead()(ssl, buffer, size);
  if (count <= 0 || !guarding || SSL_is_server(ssl) == 0) return count;
  GuardedConnection* connection = GuardedConnection::Of(ssl);
  const auto verdict = connection == nullptr
                           ? Http2Guard::Verdict::kFine
                           : connection->Read({static_cast<const char*>(buffer), static_cast<std::size_t>(count)});
  if (verdict == Http2Guard::Verdict::kFine) return count;
  // gRPC takes the connection for damaged, closes it and logs the reason.
  ERR_raise(Errors(), static_cast<int>(verdict));
  return -1;
}

}  // namespace

void GuardTlsConnections() { guarding = true; }

}  // namespace conclave::rpc

extern "C" int SSL_read(SSL* ssl, void* buffer, int size) { return conclave::rpc::GuardedRead(ssl, buffer, size); }
