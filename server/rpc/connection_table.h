#ifndef CONCLAVE_SERVER_RPC_CONNECTION_TABLE_H_
#define CONCLAVE_SERVER_RPC_CONNECTION_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_map.h"
#include "absl/time/time.h"
#include "server/core/clock.h"
#include "server/core/mutex.h"
#include "server/rpc/connection_counts.h"
#include "server/rpc/descriptor.h"
#include "server/rpc/peer_address.h"

namespace conclave::rpc {

// The part of Limits that connections are held to.
struct ConnectionLimits {
  std::size_t connections;
  std::size_t per_address;
  // Connections that have made no call yet.
  std::size_t handshakes;
  std::size_t handshakes_per_address;
  // A connection whose first call has not come by then is cut.
  absl::Duration first_call;
  // The same for one that makes no call any more; gRPC ends it in good order before.
  absl::Duration idle;
  // After it gRPC ends a connection whose handshake is not done; only to count those.
  absl::Duration handshake = absl::InfiniteDuration();
};

// Every connection that gRPC was given: where it comes from, and whether it makes calls. It decides who is let in and
// who has to go. gRPC owns the sockets and does not tell when it closes them, so whoever accepts asks for those without
// a call and removes what is closed; one with a call is open, for its call holds it. Thread-safe; outlives every Call.
class ConnectionTable {
 public:
  enum class Verdict { kAdmitted, kTooMany, kTooManyOfAddress, kTooManyHandshakesOfAddress, kSamePeer };
  // Breaks a connection off. Called under the table's mutex, so that the socket cannot be closed meanwhile: it must be
  // one system call that does not block.
  using Cut = std::function<void(int fd)>;

  // Somebody uses the connection: a call that goes on for long. The connection stays open while it lives, so it must
  // end before gRPC is done with the call (in OnDone). Methods are thread-safe; owned by the call.
  class Call {
   public:
    Call(ConnectionTable& table, std::string_view grpc_peer);
    ~Call();
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    // Unless the call has ended by then, the connection is cut. The first time counts.
    void CutAfter(absl::Duration grace);

   private:
    friend class ConnectionTable;

    ConnectionTable& table_;
    const std::string peer_;
    // Of the connection; 0 for a peer that is not in the table.
    const std::uint64_t serial_;
  };

  ConnectionTable(const ConnectionLimits& limits, const Clock& clock, Cut cut);

  // Whether another handshake may begin; else wait, or take the oldest.
  [[nodiscard]] bool HandshakeMayBegin() const;
  // Counts the connection, or says why not.
  Verdict Admit(Socket socket, const PeerAddress& address);
  // A call of no length.
  void NoteCall(std::string_view grpc_peer);

  // Those that no call keeps open. Remove those that are closed.
  [[nodiscard]] std::vector<Socket> WithoutCall() const;
  void Remove(Socket socket);

  // Those whose first or next call is overdue. They are to be cut; each is returned once.
  std::vector<Socket> TakeOverdue();
  // The oldest that have not made their first call in `grace`, at most `most` of them.
  [[nodiscard]] std::vector<Socket> OldHandshakes(absl::Duration grace, std::size_t most) const;
  // One of them is to be cut: it no longer counts as a handshake.
  void TakeForRoom(Socket socket);
  // Cuts those that a call gave up.
  void CutGivenUp();
  // Cuts those with a call.
  void CutInUse();

  void Count(std::uint64_t ConnectionCounts::*what);
  [[nodiscard]] ConnectionCounts counts() const;

 private:
  struct Entry {
    Socket socket;
    std::string network;
    std::uint64_t serial = 0;
    // When it was admitted, or its last call came or ended, on the monotonic clock.
    absl::Duration since;
    std::size_t calls = 0;
    bool has_called = false;
    // Told to go.
    bool leaving = false;
  };
  struct Network {
    std::size_t connections = 0;
    std::size_t handshakes = 0;
  };
  struct GivenUp {
    int fd = -1;
    // When to cut; infinite once that is done.
    absl::Duration at;
  };

  [[nodiscard]] Verdict JudgeLocked(const PeerAddress& address) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  Entry* EnterLocked(const std::string& peer) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void EndHandshakeLocked(Entry& entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void RemoveLocked(int fd) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  Entry* FindLocked(const Call& call) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  std::uint64_t Begin(const std::string& peer) ABSL_LOCKS_EXCLUDED(mu_);
  void End(const Call& call) ABSL_LOCKS_EXCLUDED(mu_);
  void GiveUp(const Call& call, absl::Duration grace) ABSL_LOCKS_EXCLUDED(mu_);

  const ConnectionLimits limits_;
  const Clock& clock_;
  const Cut cut_;

  mutable Mutex mu_;
  // By peer.
  absl::node_hash_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<int, std::string> peer_of_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<std::string, Network> networks_ ABSL_GUARDED_BY(mu_);
  // By age: the serial numbers of connections without their first call.
  absl::btree_map<std::uint64_t, Entry*> handshakes_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<const Call*, GivenUp> given_up_ ABSL_GUARDED_BY(mu_);
  std::uint64_t serial_ ABSL_GUARDED_BY(mu_) = 0;
  ConnectionCounts counts_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_CONNECTION_TABLE_H_
