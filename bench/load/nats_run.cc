#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bench/identities.h"
#include "bench/load/delivery_count.h"
#include "bench/load/fanout_figures.h"
#include "bench/load/nats_connection.h"
#include "bench/load/pacer.h"
#include "bench/load/progress.h"
#include "bench/load/runs.h"
#include "conclave/v1/chat.pb.h"
#include "server/core/clock.h"
#include "server/core/mutex.h"
#include "server/core/refusal.h"
#include "server/core/strings.h"

namespace conclave::bench {
namespace {

constexpr std::string_view kSubject = "room";

// A subscriber on a thread of its own. Thread-safe but for its end.
class NatsReader {
 public:
  explicit NatsReader(std::unique_ptr<NatsConnection> connection) : connection_(std::move(connection)) {
    count_.set_next(1);
    thread_ = std::thread([this] { Read(); });
  }
  ~NatsReader() {
    connection_->Cut();
    thread_.join();
  }

  [[nodiscard]] Deliveries deliveries() const {
    const MutexLock lock(mu_);
    return count_.deliveries();
  }
  [[nodiscard]] std::uint64_t count() const {
    const MutexLock lock(mu_);
    return count_.deliveries().count;
  }
  [[nodiscard]] std::string problem() const {
    const MutexLock lock(mu_);
    return problem_;
  }

 private:
  void Read() {
    connection_->ReadMessages([this](std::string_view payload) {
      const Nanos now = NowNanos();
      ScannedRoomEvent message;
      ForEachEvent(payload, [&](const ScannedEvent& event) { message = ScanRoomEvent(event.body); });
      const MutexLock lock(mu_);
      const std::string wrong = count_.Add(message, now);
      if (problem_.empty()) problem_ = wrong;
    });
  }

  const std::unique_ptr<NatsConnection> connection_;
  mutable Mutex mu_;
  DeliveryCount count_ ABSL_GUARDED_BY(mu_);
  std::string problem_ ABSL_GUARDED_BY(mu_);
  std::thread thread_;
};

absl::StatusOr<std::unique_ptr<NatsConnection>> OpenNats(const LoadOptions& load, std::size_t device) {
  CONCLAVE_ASSIGN_OR_RETURN(const client::Identity identity, LoadIdentity(load.identities, device, load.server));
  return NatsConnection::Open(identity);
}

// The same bytes that our server sends for a message.
std::string Payload(std::uint64_t seq, Nanos planned) {
  v1::ChatResponse response;
  v1::RoomEvent& event = *response.add_events()->mutable_room_event();
  event.set_room_id(std::uint64_t{1} << 52);
  event.set_seq(seq);
  event.set_time_us(SystemClock().NowUs());
  event.set_author_user_id(1);
  event.set_author_device_id(1);
  event.set_command_id(std::string(MakePlannedId(planned).bytes()));
  event.set_ordinal(seq);
  event.set_author_ordinal(seq);
  event.mutable_message()->set_text(std::string(64, 'x'));
  return response.SerializeAsString();
}

}  // namespace

absl::StatusOr<nlohmann::json> RunNats(const LoadOptions& load, const FanoutOptions& options) {
  std::vector<std::unique_ptr<NatsReader>> readers;
  for (std::size_t i = 0; i < options.readers; ++i) {
    CONCLAVE_ASSIGN_OR_RETURN(auto connection, OpenNats(load, i + 1));
    CONCLAVE_RETURN_IF_ERROR(connection->Subscribe(kSubject));
    readers.push_back(std::make_unique<NatsReader>(std::move(connection)));
  }
  CONCLAVE_ASSIGN_OR_RETURN(const auto sender, OpenNats(load, 0));

  const CpuMeter cpu(load.server_process);
  const Nanos begin = NowNanos();
  std::string waiting;
  absl::Status sent;
  Pace(
      begin, options.rate, options.messages,
      [&](std::uint64_t index, Nanos planned) {
        const std::string payload = Payload(index + 1, planned);
        absl::StrAppend(&waiting, "PUB ", ToAbsl(kSubject), " ", payload.size(), "\r\n", payload, "\r\n");
      },
      [&] {
        if (!waiting.empty()) sent.Update(sender->Write(waiting));
        waiting.clear();
      });
  CONCLAVE_RETURN_IF_ERROR(sent);
  const auto check = [&] {
    for (const auto& reader : readers) {
      if (!reader->problem().empty()) return absl::UnavailableError(reader->problem());
    }
    return absl::OkStatus();
  };
  CONCLAVE_RETURN_IF_ERROR(WaitForCount(
      options.messages * options.readers, [&] { return CountOf(readers); }, check));
  return FanoutFigures(options, SumOf(readers), begin, cpu);
}

}  // namespace conclave::bench
