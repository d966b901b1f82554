#include "tests/support/fault_relay.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace conclave::testing {
namespace {

bool WouldBlock() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

FaultRelay::FaultRelay(std::array<int, kSides> sockets, const Faults& faults, std::uint64_t seed, std::uint64_t number,
                       FaultCounts& counts)
    : sockets_(sockets),
      directions_{Direction{.plan = FaultPlan(faults, seed, number, 0), .from = 0, .to = 1},
                  Direction{.plan = FaultPlan(faults, seed, number, 1), .from = 1, .to = 0}},
      counts_(counts) {
  ++counts_.connections;
}

FaultRelay::~FaultRelay() {
  Close(0);
  Close(1);
}

void FaultRelay::Advance(absl::Time now) {
  for (Direction& direction : directions_) {
    if (silent_) {
      Swallow(direction);
    } else if (!over()) {
      Read(direction, now);
    }
  }
  for (Direction& direction : directions_) {
    if (!silent_ && !over()) Write(direction, now);
  }
  const bool passed = directions_[0].passed_end && directions_[1].passed_end;
  if (passed || (silent_ && directions_[0].ended && directions_[1].ended)) {
    Close(0);
    Close(1);
  }
}

void FaultRelay::Read(Direction& direction, absl::Time now) {
  while (!direction.ended && direction.queued < kWindow) {
    std::string bytes(direction.plan.NextSize(), '\0');
    const ssize_t got = recv(sockets_[direction.from], bytes.data(), bytes.size(), 0);
    if (got < 0) return WouldBlock() ? void() : Reset();
    if (got == 0) {
      direction.ended = true;
      return;
    }
    bytes.resize(static_cast<std::size_t>(got));
    Take(direction, std::move(bytes), now);
    if (silent_ || over()) return;
  }
}

void FaultRelay::Take(Direction& direction, std::string bytes, absl::Time now) {
  const Ending& ending = direction.plan.ending();
  const std::uint64_t first = direction.passed;
  direction.passed += bytes.size();
  counts_.bytes += bytes.size();
  if (ending.at >= first && ending.at < direction.passed) {
    switch (ending.kind) {
      case Ending::Kind::kNone:
        break;
      case Ending::Kind::kReset:
        ++counts_.resets;
        return Reset();
      case Ending::Kind::kSilence:
        ++counts_.silences;
        silent_ = true;
        return;
      case Ending::Kind::kCorruption:
        ++counts_.corruptions;
        bytes[ending.at - first] = static_cast<char>(bytes[ending.at - first] ^ 1);
        break;
    }
  }
  direction.busy = std::max(direction.busy, now + direction.plan.NextDelay()) + direction.plan.TimeOf(bytes.size());
  direction.queued += bytes.size();
  direction.queue.push_back({.bytes = std::move(bytes), .due = direction.busy});
}

void FaultRelay::Write(Direction& direction, absl::Time now) {
  direction.blocked = false;
  while (!direction.queue.empty() && direction.queue.front().due <= now) {
    std::string& bytes = direction.queue.front().bytes;
    const std::size_t size = std::min(bytes.size(), direction.plan.NextSize());
    const ssize_t put = send(sockets_[direction.to], bytes.data(), size, MSG_NOSIGNAL);
    if (put < 0 && !WouldBlock()) return Reset();
    if (put < 0) {
      direction.blocked = true;
      return;
    }
    direction.queued -= static_cast<std::size_t>(put);
    bytes.erase(0, static_cast<std::size_t>(put));
    if (bytes.empty()) direction.queue.pop_front();
  }
  if (direction.ended && direction.queue.empty() && !direction.passed_end) {
    shutdown(sockets_[direction.to], SHUT_WR);
    direction.passed_end = true;
  }
}

void FaultRelay::Swallow(Direction& direction) {
  std::array<char, 4096> nowhere{};
  while (!direction.ended && sockets_[direction.from] >= 0) {
    const ssize_t got = recv(sockets_[direction.from], nowhere.data(), nowhere.size(), 0);
    if (got > 0) continue;
    if (got < 0 && WouldBlock()) return;
    // The other side does not hear of it.
    direction.ended = true;
    if (got < 0) Close(direction.from);
  }
}

void FaultRelay::Break(std::size_t side) {
  if (!silent_) return Reset();
  directions_[side].ended = true;
  Close(side);
}

void FaultRelay::Heal() {
  if (silent_) return Reset();
  for (Direction& direction : directions_) {
    direction.plan.Heal();
    for (Chunk& chunk : direction.queue) chunk.due = absl::InfinitePast();
  }
}

absl::Time FaultRelay::wake() const {
  absl::Time first = absl::InfiniteFuture();
  if (silent_ || over()) return first;
  for (const Direction& direction : directions_) {
    if (!direction.queue.empty() && !direction.blocked) first = std::min(first, direction.queue.front().due);
  }
  return first;
}

std::uint32_t FaultRelay::Interest(std::size_t side) const {
  if (silent_) return directions_[side].ended ? 0U : std::uint32_t{EPOLLIN};
  std::uint32_t interest = 0;
  for (const Direction& direction : directions_) {
    if (direction.from == side && !direction.ended && direction.queued < kWindow) interest |= EPOLLIN;
    if (direction.to == side && direction.blocked) interest |= EPOLLOUT;
  }
  return interest;
}

void FaultRelay::Close(std::size_t side) {
  if (sockets_[side] < 0) return;
  close(sockets_[side]);
  sockets_[side] = -1;
}

void FaultRelay::Reset() {
  for (std::size_t side = 0; side < kSides; ++side) {
    if (sockets_[side] < 0) continue;
    constexpr linger kAtOnce{.l_onoff = 1, .l_linger = 0};
    setsockopt(sockets_[side], SOL_SOCKET, SO_LINGER, &kAtOnce, sizeof(kAtOnce));
    Close(side);
  }
}

}  // namespace conclave::testing
