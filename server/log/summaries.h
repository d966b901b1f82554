#ifndef CONCLAVE_SERVER_LOG_SUMMARIES_H_
#define CONCLAVE_SERVER_LOG_SUMMARIES_H_

#include <string>

#include "server/fanout/ports.h"
#include "server/log/reader_pool.h"
#include "server/store/store.h"

namespace conclave::log {

// The encoded RoomSummary of a room for one user. `member` is the user's row in it.
std::string SummaryEvent(const store::RoomRow& room, const store::MemberRow& member);

// Reads summaries from the store. Thread-safe; owned by the server.
class Summaries final : public fanout::SummarySource {
 public:
  Summaries(store::Store& store, ReaderPool& readers) : store_(store), readers_(readers) {}

  bool Summarise(std::shared_ptr<fanout::Connection> connection, std::vector<RoomId> rooms) override;

 private:
  void Say(fanout::Connection& connection, const std::vector<RoomId>& rooms);

  store::Store& store_;
  ReaderPool& readers_;
};

}  // namespace conclave::log

#endif  // CONCLAVE_SERVER_LOG_SUMMARIES_H_
