#include "server/rpc/acceptor.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "server/core/clock.h"
#include "server/core/tally.h"
#include "server/core/thread.h"
#include "server/rpc/connection_sweep.h"

namespace conclave::rpc {
namespace {

constexpr absl::Duration kSweepEvery = absl::Seconds(1);
constexpr absl::Duration kReportEvery = absl::Seconds(10);
// Connections of one listening socket before others, and what is due, get their turn.
constexpr int kAtOnce = 64;
// A handshake has this time before it may have to make room for another one.
constexpr absl::Duration kHandshakeGrace = absl::Seconds(1);
// A refusal costs about 10 µs: these are a few hundredths of a core.
constexpr double kRefusals = 2000;
// When to look again whether a handshake has ended.
constexpr absl::Duration kHandshakePause = absl::Milliseconds(20);
// When to ask a system that is out of descriptors or memory again.
constexpr absl::Duration kSystemPause = absl::Milliseconds(100);

void CountLimit(ConnectionTable::Verdict verdict) {
  switch (verdict) {
    case ConnectionTable::Verdict::kTooMany:
      return ProcessTally().CountLimit(LimitIndex("limits.connections"));
    case ConnectionTable::Verdict::kTooManyOfAddress:
      return ProcessTally().CountLimit(LimitIndex("limits.connections_per_address"));
    case ConnectionTable::Verdict::kTooManyHandshakesOfAddress:
      return ProcessTally().CountLimit(LimitIndex("limits.handshakes_per_address"));
    case ConnectionTable::Verdict::kAdmitted:
    case ConnectionTable::Verdict::kSamePeer:
      return;
  }
}

std::uint64_t ConnectionCounts::*Counter(ConnectionTable::Verdict verdict) {
  switch (verdict) {
    case ConnectionTable::Verdict::kAdmitted:
      return &ConnectionCounts::admitted;
    case ConnectionTable::Verdict::kTooMany:
      return &ConnectionCounts::refused_connections;
    case ConnectionTable::Verdict::kTooManyOfAddress:
      return &ConnectionCounts::refused_connections_per_address;
    case ConnectionTable::Verdict::kTooManyHandshakesOfAddress:
      return &ConnectionCounts::refused_handshakes_per_address;
    case ConnectionTable::Verdict::kSamePeer:
      return &ConnectionCounts::refused_same_peer;
  }
  return &ConnectionCounts::refused_connections;
}

// The kernel forgets it at once, and tells the peer.
void Reset(Descriptor socket) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

bool SomebodyWaits(int listening) {
  pollfd wanted{.fd = listening, .events = POLLIN};
  return ::poll(&wanted, 1, 0) > 0;
}

}  // namespace

Acceptor::Acceptor(Listening listening, std::size_t reserved, ConnectionTable& table, Journal& journal,
                   HandOver hand_over)
    : reserved_(reserved),
      table_(table),
      journal_(journal),
      hand_over_(std::move(hand_over)),
      wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      listening_(std::move(listening)),
      refusals_(kRefusals, kRefusals) {}

Acceptor::~Acceptor() {
  SetPhase(Phase::kStopping);
  if (thread_.joinable()) thread_.join();
}

void Acceptor::Start() {
  thread_ = StartThread("acceptor", [this] { Run(); });
}

void Acceptor::Close() {
  SetPhase(Phase::kClosing);
  const MutexLock lock(mu_);
  while (phase_ == Phase::kClosing) changed_.Wait(mu_);
}

void Acceptor::CutAllAfter(absl::Duration grace) {
  {
    const MutexLock lock(mu_);
    cut_all_at_ = SystemClock().Monotonic() + grace;
  }
  Wake();
}

void Acceptor::SetPhase(Phase phase) {
  {
    const MutexLock lock(mu_);
    phase_ = std::max(phase_, phase);
  }
  changed_.SignalAll();
  Wake();
}

Acceptor::Phase Acceptor::GetPhase() const {
  const MutexLock lock(mu_);
  return phase_;
}

void Acceptor::Wake() const { ::eventfd_write(wake_.get(), 1); }

void Acceptor::Run() {
  for (Phase phase = GetPhase(); phase != Phase::kStopping; phase = GetPhase()) {
    if (phase == Phase::kClosing) CloseListening();
    Wait(phase == Phase::kAccepting);
    now_ = SystemClock().Monotonic();
    if (now_ >= next_sweep_) Sweep();
    if (phase == Phase::kAccepting && now_ >= paused_until_) AcceptSome();
  }
}

void Acceptor::CloseListening() {
  listening_.sockets.clear();
  Report(true);
  SetPhase(Phase::kClosed);
}

void Acceptor::Wait(bool accepting) {
  const absl::Duration now = SystemClock().Monotonic();
  const bool paused = now < paused_until_;
  const absl::Duration until = paused ? std::min(paused_until_, next_sweep_) : next_sweep_;
  std::vector<pollfd> wanted = {{.fd = wake_.get(), .events = POLLIN}};
  if (accepting && !paused) {
    for (const Descriptor& socket : listening_.sockets) wanted.push_back({.fd = socket.get(), .events = POLLIN});
  }
  const auto timeout = static_cast<int>(absl::ToInt64Milliseconds(absl::Ceil(until - now, absl::Milliseconds(1))));
  ::poll(wanted.data(), wanted.size(), std::max(timeout, 0));
  eventfd_t ignored = 0;
  ::eventfd_read(wake_.get(), &ignored);
  table_.Count(&ConnectionCounts::turns);
}

void Acceptor::AcceptSome() {
  for (const Descriptor& socket : listening_.sockets) {
    for (int i = 0; i < kAtOnce && AcceptOne(socket.get()) == Taken::kOne; ++i) {
    }
  }
}

Acceptor::Taken Acceptor::AcceptOne(int listening) {
  if (!table_.HandshakeMayBegin()) {
    if (!SomebodyWaits(listening)) return Taken::kNone;
    ProcessTally().CountLimit(LimitIndex("limits.handshakes"));
    if (!MakesRoomForHandshake()) return Pause(kHandshakePause, &ConnectionCounts::pauses_handshakes);
  }
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  Descriptor socket(::accept4(listening, reinterpret_cast<sockaddr*>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!socket.valid()) return AfterFailure(errno);
  Descriptor placed = MoveAbove(std::move(socket), reserved_);
  if (!placed.valid()) return Pause(kSystemPause, &ConnectionCounts::pauses_system);
  return Place(listening, std::move(placed), PeerAddressOf(address));
}

Acceptor::Taken Acceptor::AfterFailure(int error) {
  switch (error) {
    case EAGAIN:
      return Taken::kNone;
    // The connection is gone already, or what went wrong was its own.
    case EINTR:
    case ECONNABORTED:
    case EPROTO:
    case ENETDOWN:
    case ENOPROTOOPT:
    case EHOSTDOWN:
    case ENONET:
    case EHOSTUNREACH:
    case EOPNOTSUPP:
    case ENETUNREACH:
    case ETIMEDOUT:
    case EPERM:
      return Taken::kOne;
    // EMFILE, ENFILE, ENOBUFS, ENOMEM, and what nobody has thought of.
    default:
      return Pause(kSystemPause, &ConnectionCounts::pauses_system);
  }
}

Acceptor::Taken Acceptor::Place(int listening, Descriptor socket, const PeerAddress& address) {
  const Socket accepted = SocketAt(socket.get());
  ConnectionTable::Verdict verdict = table_.Admit(accepted, address);
  if (verdict != ConnectionTable::Verdict::kAdmitted) {
    RemoveClosedNow();
    verdict = table_.Admit(accepted, address);
  }
  if (verdict != ConnectionTable::Verdict::kAdmitted) return Refuse(std::move(socket), verdict);
  hand_over_(listening, socket.Release());
  return Taken::kOne;
}

Acceptor::Taken Acceptor::Refuse(Descriptor socket, ConnectionTable::Verdict verdict) {
  table_.Count(Counter(verdict));
  CountLimit(verdict);
  Reset(std::move(socket));
  // Somebody else may have the place of a connection that does nothing.
  if (verdict == ConnectionTable::Verdict::kTooMany) CutOldestHandshake(table_, kHandshakeGrace);
  const absl::Duration rest = refusals_.Spend(now_);
  return rest > absl::ZeroDuration() ? Pause(rest, &ConnectionCounts::pauses_refusals) : Taken::kOne;
}

bool Acceptor::MakesRoomForHandshake() {
  RemoveClosedNow();
  return table_.HandshakeMayBegin() || CutOldestHandshake(table_, kHandshakeGrace);
}

Acceptor::Taken Acceptor::Pause(absl::Duration time, std::uint64_t ConnectionCounts::*why) {
  table_.Count(why);
  paused_until_ = now_ + time;
  return Taken::kNone;
}

void Acceptor::RemoveClosedNow() {
  if (now_ - last_removal_ < kHandshakePause) return;
  last_removal_ = now_;
  RemoveClosed(table_);
}

void Acceptor::Sweep() {
  next_sweep_ = now_ + kSweepEvery;
  last_removal_ = now_;
  RemoveClosed(table_);
  CutOverdue(table_);
  absl::Duration cut_all_at;
  {
    const MutexLock lock(mu_);
    cut_all_at = cut_all_at_;
  }
  if (now_ >= cut_all_at) CutAll(table_);
  Report(false);
}

void Acceptor::Report(bool last) {
  const ConnectionCounts counts = table_.counts();
  const std::uint64_t refused = counts.refused() + counts.cut_for_room + counts.pauses_system;
  if (!last && (refused == reported_ || now_ < next_report_)) return;
  reported_ = refused;
  next_report_ = now_ + kReportEvery;
  const auto text = [](std::uint64_t number) { return std::to_string(number); };
  journal_.Note(last ? Journal::Severity::kInfo : Journal::Severity::kWarning, "connections",
                last ? "no more are taken" : "a limit is reached",
                {{"open", text(counts.open)},
                 {"handshakes", text(counts.handshakes)},
                 {"admitted", text(counts.admitted)},
                 {"connections", text(counts.refused_connections)},
                 {"connections_per_address", text(counts.refused_connections_per_address)},
                 {"handshakes_per_address", text(counts.refused_handshakes_per_address)},
                 {"same_peer", text(counts.refused_same_peer)},
                 {"cut_for_room", text(counts.cut_for_room)},
                 {"cut_overdue", text(counts.cut_overdue)},
                 {"cut_stuck", text(counts.cut_stuck)},
                 {"pauses_handshakes", text(counts.pauses_handshakes)},
                 {"pauses_refusals", text(counts.pauses_refusals)},
                 {"pauses_system", text(counts.pauses_system)},
                 {"turns", text(counts.turns)}});
}

}  // namespace conclave::rpc
