#ifndef CONCLAVE_SERVER_RPC_DESCRIPTOR_H_
#define CONCLAVE_SERVER_RPC_DESCRIPTOR_H_

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace conclave::rpc {

// A file descriptor that is closed with its owner. A value that moves.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(Descriptor&& other) noexcept : fd_(other.Release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    Descriptor old(std::exchange(fd_, other.Release()));
    return *this;
  }

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool valid() const { return fd_ >= 0; }
  // Whoever calls closes it.
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

// One socket for as long as it is open. The descriptor alone may name another socket later; `inode` then differs.
struct Socket {
  int fd = -1;
  std::uint64_t inode = 0;

  bool operator==(const Socket&) const = default;
};

// What the descriptor is at this moment; inode 0 when it is no socket.
Socket SocketAt(int fd);

// Lets the process have as many descriptors as it may, and returns how many these are.
std::size_t RaiseDescriptorLimit();

// How many numbers, from 0 on, connections leave to everything else: store, log, gRPC's own, administration.
std::size_t ReservedDescriptors(std::size_t limit);

// The same file under a number that is not reserved; invalid, with errno, when there is none.
Descriptor MoveAbove(Descriptor descriptor, std::size_t reserved);

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_DESCRIPTOR_H_
