#ifndef CONCLAVE_BENCH_LOAD_PARTICIPANT_H_
#define CONCLAVE_BENCH_LOAD_PARTICIPANT_H_

#include <memory>
#include <string>
#include <string_view>

#include "bench/load/event_scanner.h"
#include "bench/load/raw_stream.h"
#include "client/channel.h"
#include "client/identity.h"
#include "conclave/v1/chat.pb.h"
#include "server/core/mutex.h"

namespace conclave::bench {

// One device of the load: a connection of its own with one stream, opened as the client library does it. The first
// thing that goes wrong with it is kept as a sentence. Join, WaitUntilReady and Leave are for the thread that owns it,
// problem for all; it has left before it is destroyed.
class Participant : protected RawStream::Listener {
 public:
  explicit Participant(const client::Identity& identity);
  ~Participant() override;
  Participant(const Participant&) = delete;
  Participant& operator=(const Participant&) = delete;

  // Connects and says Hello.
  void Join();
  // Whether it can play its part; false when it fails or that takes too long.
  bool WaitUntilReady();
  // Breaks the stream off, and returns when it is gone.
  void Leave();

  [[nodiscard]] std::string problem() const;

 protected:
  // A response has an event that is not counted by its bytes alone. On gRPC's threads, one call at a time, as
  // OnResponse.
  virtual void OnEvent(const v1::Event& event) = 0;

  // Parses such an event and hands it to OnEvent, unless it is what a benchmark must not see.
  void Take(const ScannedEvent& event);
  void Send(const v1::ChatRequest& request);
  void BeReady();
  void Fail(const std::string& problem);

  // Hello's; those of a participant follow.
  static constexpr std::uint64_t kHelloRequest = 1;

 private:
  void OnEnd(const grpc::Status& status) override;

  client::Connection connection_;
  std::unique_ptr<RawStream> stream_;

  mutable Mutex state_mu_;
  CondVar changed_;
  bool ready_ ABSL_GUARDED_BY(state_mu_) = false;
  bool leaving_ ABSL_GUARDED_BY(state_mu_) = false;
  bool gone_ ABSL_GUARDED_BY(state_mu_) = false;
  std::string problem_ ABSL_GUARDED_BY(state_mu_);
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_PARTICIPANT_H_
