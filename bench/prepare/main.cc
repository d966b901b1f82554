#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "bench/identities.h"
#include "bench/prepare/store_filler.h"
#include "server/core/refusal.h"
#include "server/data_dir.h"
#include "server/server_credential.h"

namespace conclave::bench {
namespace {

struct Options {
  std::filesystem::path data_dir;
  std::filesystem::path identities;
  std::size_t devices = 1;
  std::uint64_t messages = 0;
};

absl::Status WriteIdentities(const Options& options, const std::vector<Device>& devices) {
  CONCLAVE_ASSIGN_OR_RETURN(const auth::Authority authority, OpenAuthority(options.data_dir));
  CONCLAVE_ASSIGN_OR_RETURN(const auth::Credential own, authority.ToCredential());
  std::filesystem::create_directories(options.identities);
  CONCLAVE_RETURN_IF_ERROR(WriteText(IdentityFile::Authority(options.identities), own.cert_pem));
  for (std::size_t i = 0; i < devices.size(); ++i) {
    const auth::Identity identity{
        .trust_domain = authority.trust_domain(), .user = devices[i].user, .device = devices[i].id};
    CONCLAVE_ASSIGN_OR_RETURN(const auth::Credential credential,
                              authority.IssueDeviceCertificate(identity, "a benchmark's device"));
    CONCLAVE_RETURN_IF_ERROR(WriteText(IdentityFile::Key(options.identities, i), credential.key_pem));
    CONCLAVE_RETURN_IF_ERROR(WriteText(IdentityFile::Certificate(options.identities, i), credential.cert_pem));
  }
  return absl::OkStatus();
}

absl::Status Prepare(const Options& options) {
  CONCLAVE_ASSIGN_OR_RETURN(auto filler, StoreFiller::Open(DataDir(options.data_dir).store()));
  CONCLAVE_ASSIGN_OR_RETURN(const std::vector<Device> devices, filler->AddDevices(options.devices));
  CONCLAVE_ASSIGN_OR_RETURN(const RoomId room, filler->AddRoom(devices));
  CONCLAVE_RETURN_IF_ERROR(filler->AddMessages(devices.front(), room, options.messages));
  CONCLAVE_RETURN_IF_ERROR(filler->Finish());
  filler.reset();
  CONCLAVE_RETURN_IF_ERROR(WriteIdentities(options, devices));
  std::cout << nlohmann::json{{"room", room.value()}, {"devices", devices.size()}, {"messages", options.messages}}
            << "\n";
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  CLI::App app(
      "Fills a new data directory for benchmarks: devices with their identities, one room they all are in, and "
      "messages in it.",
      "conclave_bench_prepare");
  Options options;
  app.add_option("--data-dir", options.data_dir, "As conclaved init made it; no server runs on it")->required();
  app.add_option("--identities", options.identities, "Directory for keys and certificates")->required();
  app.add_option("--devices", options.devices, "Devices, each of a user of its own")->capture_default_str();
  app.add_option("--messages", options.messages, "Messages in the room")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const absl::Status prepared = Prepare(options);
  if (prepared.ok()) return 0;
  std::cerr << "conclave_bench_prepare: " << prepared.message() << "\n";
  return 1;
}

}  // namespace
}  // namespace conclave::bench

int main(int argc, char** argv) { return conclave::bench::Main(argc, argv); }
