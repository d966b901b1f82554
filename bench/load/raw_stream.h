#ifndef CONCLAVE_BENCH_LOAD_RAW_STREAM_H_
#define CONCLAVE_BENCH_LOAD_RAW_STREAM_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/client_callback.h>

#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "server/core/mutex.h"

namespace conclave::bench {

// One Chat stream of bytes: at most one read and one write in flight. Thread-safe; owned by its listener, which
// outlives it.
class RawStream final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // Called on gRPC's threads, one call at a time.
  class Listener {
   public:
    virtual ~Listener() = default;
    // The encoding of one response; valid during the call.
    virtual void OnResponse(std::string_view bytes) = 0;
    // Nothing comes after it. Only then may the stream be destroyed.
    virtual void OnEnd(const grpc::Status& status) = 0;
  };

  RawStream(const std::shared_ptr<grpc::Channel>& channel, Listener& listener);

  // Opens the stream; once.
  void Start();
  // Sends an encoded request after those before it.
  void Send(const std::string& request);
  // Breaks the stream off.
  void Cancel();

 private:
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

  void ReadOn();
  // Writes the first request that waits; the caller has made `writing_` true.
  void WriteNext();
  // No operation begins outside of reactions any more.
  void EndLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  Listener& listener_;
  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  // Belongs to the read in flight.
  grpc::ByteBuffer in_;

  // Also orders what is handed through gRPC from one thread to another.
  Mutex mu_;
  std::deque<grpc::ByteBuffer> waiting_ ABSL_GUARDED_BY(mu_);
  // Belongs to the write in flight.
  grpc::ByteBuffer out_ ABSL_GUARDED_BY(mu_);
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool read_ended_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_RAW_STREAM_H_
