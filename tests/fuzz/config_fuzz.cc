// A configuration file's text. What is read says the same when it is written out and read again.
#include "server/ops/config.h"
#include "tests/fuzz/fuzz.h"

namespace conclave::fuzz {
namespace {

void Run(std::string_view text) {
  const auto config = ops::Config::FromText(text, "conclave.toml");
  if (!config.ok()) {
    Require(!config.status().message().empty(), "a refusal says why");
    return;
  }
  const std::string rendered = ops::RenderConfig(*config);
  const auto again = ops::Config::FromText(rendered, "conclave.toml");
  Require(again.ok(), "what was written out can be read");
  Require(ops::RenderConfig(*again) == rendered, "it says the same");
}

}  // namespace
}  // namespace conclave::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  conclave::fuzz::Run(conclave::fuzz::ToView(data, size));
  return 0;
}
