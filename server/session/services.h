#ifndef CONCLAVE_SERVER_SESSION_SERVICES_H_
#define CONCLAVE_SERVER_SESSION_SERVICES_H_

#include <string>

#include "server/core/clock.h"
#include "server/core/journal.h"
#include "server/core/limits.h"
#include "server/fanout/hub.h"
#include "server/log/committer.h"
#include "server/log/reader_pool.h"
#include "server/store/store.h"

namespace conclave::session {

class RateLimits;
class Registry;

// What the server says of itself.
struct ServerIdentity {
  std::string name;
  std::string version;
  // Of the authority whose certificates it takes.
  std::string trust_domain;
};

// What sessions and calls stand on; everything outlives them.
struct Services {
  const ServerIdentity& server;
  const Limits& limits;
  const Clock& clock;
  Journal& journal;
  store::Store& store;
  fanout::Hub& hub;
  log::Committer& committer;
  log::ReaderPool& readers;
  Registry& registry;
  RateLimits& rates;
};

}  // namespace conclave::session

#endif  // CONCLAVE_SERVER_SESSION_SERVICES_H_
