#ifndef CONCLAVE_TESTS_FUZZ_FUZZ_SERVER_H_
#define CONCLAVE_TESTS_FUZZ_FUZZ_SERVER_H_

#include <string>

#include "server/auth/identity.h"
#include "server/fanout/hub.h"
#include "server/fanout/room_tails.h"
#include "server/log/attach.h"
#include "server/log/committer.h"
#include "server/log/page_loader.h"
#include "server/log/reader_pool.h"
#include "server/log/summaries.h"
#include "server/session/rate_limits.h"
#include "server/session/registry.h"
#include "server/session/services.h"
#include "server/store/memory/memory_store.h"
#include "tests/client/fake_time.h"
#include "tests/support/silent_journal.h"

namespace conclave::fuzz {

// A server without a network and over a store that forgets, in which time stands still; it starts anew with each
// object. Thread-safe; owned by the target.
class FuzzServer {
 public:
  // With two devices of two people, who are in the lobby.
  FuzzServer();
  ~FuzzServer();
  FuzzServer(const FuzzServer&) = delete;
  FuzzServer& operator=(const FuzzServer&) = delete;

  // Carries out a command, and returns what became of it.
  absl::StatusOr<log::CommandResult> Do(const chat::Command& command, const auth::Identity& author);

  [[nodiscard]] const session::Services& services() const { return services_; }
  [[nodiscard]] const auth::Identity& alice() const { return alice_; }
  [[nodiscard]] const auth::Identity& bob() const { return bob_; }
  [[nodiscard]] RoomId lobby() const { return committer_.lobby(); }

 private:
  auth::Identity MakeDevice(const std::string& user);

  const Limits limits_{.text_bytes = 256, .commands_in_flight = 4, .attached_rooms = 4};
  const testing::FakeClock clock_;
  testing::SilentJournal journal_;
  testing::SeededRandom random_{1};
  store::MemoryStore store_{random_};
  fanout::RoomTails tails_{4096};
  session::Registry registry_{4};
  log::ReaderPool readers_{2, 100};
  log::PageLoader pages_{store_, readers_, tails_};
  log::Attach attach_{store_, readers_};
  log::Summaries summaries_{store_, readers_};
  fanout::Hub hub_{1, limits_, tails_, {.pages = pages_, .access = attach_, .summaries = summaries_}};
  log::Committer committer_{store_, hub_, limits_, clock_, random_};
  session::RateLimits rates_{limits_, clock_};
  const session::ServerIdentity identity_{.name = "test", .version = "1", .trust_domain = "test"};
  const session::Services services_{.server = identity_,
                                    .limits = limits_,
                                    .clock = clock_,
                                    .journal = journal_,
                                    .store = store_,
                                    .hub = hub_,
                                    .committer = committer_,
                                    .readers = readers_,
                                    .registry = registry_,
                                    .rates = rates_};
  auth::Identity alice_;
  auth::Identity bob_;
};

}  // namespace conclave::fuzz

#endif  // CONCLAVE_TESTS_FUZZ_FUZZ_SERVER_H_
