#include "server/rpc/connection_table.h"

#include <utility>

#include "server/core/tally.h"

namespace conclave::rpc {

ConnectionTable::Call::Call(ConnectionTable& table, std::string_view grpc_peer)
    : table_(table), peer_(PeerOfGrpc(grpc_peer)), serial_(table_.Begin(peer_)) {}

ConnectionTable::Call::~Call() { table_.End(*this); }

void ConnectionTable::Call::CutAfter(absl::Duration grace) { table_.GiveUp(*this, grace); }

ConnectionTable::ConnectionTable(const ConnectionLimits& limits, const Clock& clock, Cut cut)
    : limits_(limits), clock_(clock), cut_(std::move(cut)) {}

bool ConnectionTable::HandshakeMayBegin() const {
  const MutexLock lock(mu_);
  return handshakes_.size() < limits_.handshakes;
}

ConnectionTable::Verdict ConnectionTable::Admit(Socket socket, const PeerAddress& address) {
  const MutexLock lock(mu_);
  // The number was given anew, so what had it is closed.
  RemoveLocked(socket.fd);
  const Verdict verdict = JudgeLocked(address);
  if (verdict != Verdict::kAdmitted) return verdict;
  Entry& entry = entries_[address.peer];
  entry = {.socket = socket, .network = address.network, .serial = ++serial_, .since = clock_.Monotonic()};
  peer_of_[socket.fd] = address.peer;
  handshakes_[entry.serial] = &entry;
  Network& network = networks_[address.network];
  ++network.connections;
  ++network.handshakes;
  ++counts_.admitted;
  return verdict;
}

ConnectionTable::Verdict ConnectionTable::JudgeLocked(const PeerAddress& address) const {
  if (entries_.contains(address.peer)) return Verdict::kSamePeer;
  if (entries_.size() >= limits_.connections) return Verdict::kTooMany;
  const auto found = networks_.find(address.network);
  if (found == networks_.end()) return Verdict::kAdmitted;
  if (found->second.connections >= limits_.per_address) return Verdict::kTooManyOfAddress;
  if (found->second.handshakes >= limits_.handshakes_per_address) return Verdict::kTooManyHandshakesOfAddress;
  return Verdict::kAdmitted;
}

void ConnectionTable::NoteCall(std::string_view grpc_peer) {
  const std::string peer = PeerOfGrpc(grpc_peer);
  const MutexLock lock(mu_);
  EnterLocked(peer);
}

std::vector<Socket> ConnectionTable::WithoutCall() const {
  std::vector<Socket> sockets;
  const MutexLock lock(mu_);
  for (const auto& [peer, entry] : entries_) {
    if (entry.calls == 0) sockets.push_back(entry.socket);
  }
  return sockets;
}

void ConnectionTable::Remove(Socket socket) {
  const MutexLock lock(mu_);
  const auto peer = peer_of_.find(socket.fd);
  if (peer == peer_of_.end()) return;
  const Entry& entry = entries_.at(peer->second);
  if (entry.socket != socket) return;
  // gRPC does not tell: it closes those whose handshake takes too long.
  const bool late = clock_.Monotonic() - entry.since >= limits_.handshake;
  if (late && !entry.has_called && !entry.leaving) {
    ProcessTally().CountLimit(LimitIndex("limits.handshake_timeout"));
  }
  RemoveLocked(socket.fd);
}

std::vector<Socket> ConnectionTable::TakeOverdue() {
  const absl::Duration now = clock_.Monotonic();
  std::vector<Socket> overdue;
  const MutexLock lock(mu_);
  for (auto& [peer, entry] : entries_) {
    if (entry.leaving || entry.calls > 0) continue;
    if (now - entry.since < (entry.has_called ? limits_.idle : limits_.first_call)) continue;
    entry.leaving = true;
    EndHandshakeLocked(entry);
    ++counts_.cut_overdue;
    ProcessTally().CountLimit(entry.has_called ? LimitIndex("limits.idle_timeout")
                                               : LimitIndex("limits.first_call_timeout"));
    overdue.push_back(entry.socket);
  }
  return overdue;
}

std::vector<Socket> ConnectionTable::OldHandshakes(absl::Duration grace, std::size_t most) const {
  const absl::Duration now = clock_.Monotonic();
  std::vector<Socket> old;
  const MutexLock lock(mu_);
  for (const auto& [serial, entry] : handshakes_) {
    if (old.size() >= most || now - entry->since < grace) break;
    old.push_back(entry->socket);
  }
  return old;
}

void ConnectionTable::TakeForRoom(Socket socket) {
  const MutexLock lock(mu_);
  const auto peer = peer_of_.find(socket.fd);
  if (peer == peer_of_.end()) return;
  Entry& entry = entries_.at(peer->second);
  entry.leaving = true;
  EndHandshakeLocked(entry);
  ++counts_.cut_for_room;
}

void ConnectionTable::CutGivenUp() {
  const absl::Duration now = clock_.Monotonic();
  const MutexLock lock(mu_);
  for (auto& [call, given_up] : given_up_) {
    if (given_up.at > now) continue;
    given_up.at = absl::InfiniteDuration();
    cut_(given_up.fd);
    ++counts_.cut_stuck;
  }
}

void ConnectionTable::CutInUse() {
  const MutexLock lock(mu_);
  for (const auto& [peer, entry] : entries_) {
    if (entry.calls > 0) cut_(entry.socket.fd);
  }
}

void ConnectionTable::Count(std::uint64_t ConnectionCounts::*what) {
  const MutexLock lock(mu_);
  ++(counts_.*what);
}

ConnectionCounts ConnectionTable::counts() const {
  const MutexLock lock(mu_);
  ConnectionCounts counts = counts_;
  counts.open = entries_.size();
  counts.handshakes = handshakes_.size();
  return counts;
}

ConnectionTable::Entry* ConnectionTable::EnterLocked(const std::string& peer) {
  const auto found = entries_.find(peer);
  if (found == entries_.end()) return nullptr;
  Entry& entry = found->second;
  EndHandshakeLocked(entry);
  entry.has_called = true;
  entry.since = clock_.Monotonic();
  return &entry;
}

void ConnectionTable::EndHandshakeLocked(Entry& entry) {
  if (handshakes_.erase(entry.serial) > 0) --networks_.at(entry.network).handshakes;
}

void ConnectionTable::RemoveLocked(int fd) {
  const auto peer = peer_of_.find(fd);
  if (peer == peer_of_.end()) return;
  const auto entry = entries_.find(peer->second);
  EndHandshakeLocked(entry->second);
  const auto network = networks_.find(entry->second.network);
  if (--network->second.connections == 0) networks_.erase(network);
  entries_.erase(entry);
  peer_of_.erase(peer);
}

ConnectionTable::Entry* ConnectionTable::FindLocked(const Call& call) {
  const auto found = entries_.find(call.peer_);
  return found == entries_.end() || found->second.serial != call.serial_ ? nullptr : &found->second;
}

std::uint64_t ConnectionTable::Begin(const std::string& peer) {
  const MutexLock lock(mu_);
  Entry* const entry = EnterLocked(peer);
  if (entry == nullptr) return 0;
  ++entry->calls;
  return entry->serial;
}

void ConnectionTable::End(const Call& call) {
  const MutexLock lock(mu_);
  given_up_.erase(&call);
  Entry* const entry = FindLocked(call);
  if (entry == nullptr) return;
  --entry->calls;
  entry->since = clock_.Monotonic();
}

void ConnectionTable::GiveUp(const Call& call, absl::Duration grace) {
  const MutexLock lock(mu_);
  if (const Entry* const entry = FindLocked(call)) {
    given_up_.try_emplace(&call, GivenUp{entry->socket.fd, clock_.Monotonic() + grace});
  }
}

}  // namespace conclave::rpc
