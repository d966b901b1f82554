#ifndef CONCLAVE_SERVER_RPC_ACCEPTOR_H_
#define CONCLAVE_SERVER_RPC_ACCEPTOR_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <thread>

#include "absl/time/time.h"
#include "server/core/journal.h"
#include "server/core/mutex.h"
#include "server/rpc/connection_table.h"
#include "server/rpc/listener.h"
#include "server/rpc/refusal_budget.h"

namespace conclave::rpc {

// The thread that accepts connections, refuses what is over a limit, and ends connections that are overdue. Whatever
// the system says to accept, it goes on: what it cannot take waits in the listening socket, and a pause follows, so
// that it never spins. Start, Close and the destructor are for one thread; owned by the endpoint.
class Acceptor {
 public:
  // Takes over an accepted socket, which is then its to close. Called on the accepting thread.
  using HandOver = std::function<void(int listening, int accepted)>;

  // Accepted sockets get numbers from `reserved` on.
  Acceptor(Listening listening, std::size_t reserved, ConnectionTable& table, Journal& journal, HandOver hand_over);
  ~Acceptor();

  void Start();
  // Nobody can connect once it returns; again does nothing.
  void Close();
  // Cuts whatever connection is still there after `grace`.
  void CutAllAfter(absl::Duration grace);

 private:
  enum class Taken { kOne, kNone };
  enum class Phase { kAccepting, kClosing, kClosed, kStopping };

  void Run();
  Phase GetPhase() const;
  void SetPhase(Phase phase);
  // Waits for a connection, a change of phase, or the next sweep.
  void Wait(bool accepting);
  void Wake() const;
  void CloseListening();
  void AcceptSome();
  Taken AcceptOne(int listening);
  Taken AfterFailure(int error);
  Taken Place(int listening, Descriptor socket, const PeerAddress& address);
  Taken Refuse(Descriptor socket, ConnectionTable::Verdict verdict);
  bool MakesRoomForHandshake();
  Taken Pause(absl::Duration time, std::uint64_t ConnectionCounts::*why);
  // Not more often than they change.
  void RemoveClosedNow();
  void Sweep();
  void Report(bool last);

  const std::size_t reserved_;
  ConnectionTable& table_;
  Journal& journal_;
  const HandOver hand_over_;
  const Descriptor wake_;

  // Confined to the thread while it runs. Times are on the monotonic clock.
  Listening listening_;
  RefusalBudget refusals_;
  absl::Duration now_;
  absl::Duration paused_until_;
  absl::Duration next_sweep_;
  absl::Duration next_report_;
  absl::Duration last_removal_;
  std::uint64_t reported_ = 0;

  mutable Mutex mu_;
  CondVar changed_;
  Phase phase_ ABSL_GUARDED_BY(mu_) = Phase::kAccepting;
  absl::Duration cut_all_at_ ABSL_GUARDED_BY(mu_) = absl::InfiniteDuration();

  std::thread thread_;
};

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_ACCEPTOR_H_
