#ifndef CONCLAVE_BENCH_NAIVE_NAIVE_ROOM_H_
#define CONCLAVE_BENCH_NAIVE_NAIVE_ROOM_H_

#include <cstdint>
#include <memory>

#include "absl/container/flat_hash_set.h"
#include "conclave/v1/chat.pb.h"
#include "server/core/mutex.h"

namespace conclave::bench {

class NaiveStream;

// Who reads, and the number of the last message. Thread-safe; outlives its streams.
class NaiveRoom {
 public:
  using Response = std::shared_ptr<const v1::ChatResponse>;

  explicit NaiveRoom(std::uint64_t id) : id_(id) {}

  [[nodiscard]] std::uint64_t id() const { return id_; }
  // The number of the last message so far.
  std::uint64_t Add(NaiveStream& reader);
  void Remove(NaiveStream& reader);
  [[nodiscard]] std::uint64_t head() const;
  // Gives the message a number, which it returns, and hands it to all readers.
  std::uint64_t Say(const v1::SendMessage& message);

 private:
  const std::uint64_t id_;

  mutable Mutex mu_;
  std::uint64_t head_ ABSL_GUARDED_BY(mu_) = 0;
  absl::flat_hash_set<NaiveStream*> readers_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_NAIVE_NAIVE_ROOM_H_
