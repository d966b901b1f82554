#ifndef CONCLAVE_SERVER_FANOUT_CONNECTION_H_
#define CONCLAVE_SERVER_FANOUT_CONNECTION_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/core/clock.h"
#include "server/core/ids.h"
#include "server/core/limits.h"
#include "server/fanout/outbox.h"
#include "server/fanout/write_batch.h"

namespace conclave::fanout {

// The transport of one stream, as fan-out sees it. Called from any thread. Writes come one at a time, and nothing but
// Cancel comes after Finish.
class Writer {
 public:
  virtual ~Writer() = default;

  // Sends one response; Connection::Written is called when it is taken.
  virtual void Write(WriteBatch batch) = 0;
  // Ends the stream.
  virtual void Finish(const absl::Status& status) = 0;
  // Breaks the transport off, so that a write that hangs comes to an end. May come at any time, also too late.
  virtual void Cancel() = 0;
};

// One stream: who reads it, what waits for it, and the way out. Thread-safe; shared by its session, its shard and the
// work under way for it.
class Connection {
 public:
  Connection(UserId user, DeviceId device, const Limits& limits, const Clock& clock, std::shared_ptr<Writer> writer);

  [[nodiscard]] UserId user() const { return user_; }
  [[nodiscard]] DeviceId device() const { return device_; }
  Outbox& outbox() { return outbox_; }

  // Writes what is queued unless a write is in flight. Sends on the calling thread: hold no mutex.
  void Pump();
  // The write in flight is done: continues with what was queued meanwhile.
  void Written();

  // Queues an event and writes.
  void Say(std::string event, std::size_t answers = 0);

  // Queues a sign of life and writes.
  void SayHeartbeat();
  // Ends the stream: `status` is said as the last event, and is its end.
  void Close(const absl::Status& status);
  // Ends the stream at once, whether or not the peer reads.
  void Cut(const absl::Status& status);

  // How long the write in flight has been under way; zero when there is none.
  [[nodiscard]] absl::Duration WriteAge() const;
  // How long nothing has been written.
  [[nodiscard]] absl::Duration Silence() const;

 private:
  const UserId user_;
  const DeviceId device_;
  const Clock& clock_;
  const std::shared_ptr<Writer> writer_;
  Outbox outbox_;
  // Microseconds on the monotonic clock; 0 for no write in flight.
  std::atomic<std::int64_t> write_began_{0};
  std::atomic<std::int64_t> last_write_;
};

}  // namespace conclave::fanout

#endif  // CONCLAVE_SERVER_FANOUT_CONNECTION_H_
