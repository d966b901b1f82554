#include "server/ops/config.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

// Large, and needed nowhere else.
#include <toml++/toml.h>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"
#include "server/core/strings.h"
#include "server/ops/config_keys.h"
#include "server/ops/config_value.h"
#include "server/ops/files.h"

namespace conclave::ops {
namespace {

ConfigValue ValueOf(const toml::node& node) {
  if (const auto* on = node.as_boolean()) return on->get();
  if (const auto* number = node.as_integer()) return number->get();
  if (const auto* text = node.as_string()) return text->get();
  const toml::array* array = node.as_array();
  if (array == nullptr) return {};
  std::vector<std::string> texts;
  for (const toml::node& element : *array) {
    if (!element.is_string()) return {};
    texts.push_back(element.as_string()->get());
  }
  return texts;
}

// Walks through a document and sets what it says. Lives for one document.
class Reader {
 public:
  Reader(std::string_view path, Config& config) : path_(path), config_(config) {}

  absl::Status ReadTable(const toml::table& table, const std::string& section) {
    for (const auto& [key, node] : table) {
      const std::string_view leaf = key.str();
      const std::string name = section.empty() ? std::string(leaf) : absl::StrCat(section, ".", ToAbsl(leaf));
      CONCLAVE_RETURN_IF_ERROR(ReadNode(name, key, node));
    }
    return absl::OkStatus();
  }

  [[nodiscard]] absl::Status Error(const toml::source_region& where, absl::string_view text) const {
    return absl::InvalidArgumentError(absl::StrCat(ToAbsl(path_), ":", where.begin.line, ": ", text));
  }

 private:
  absl::Status ReadNode(const std::string& name, const toml::key& key, const toml::node& node) {
    const auto keys = ConfigKeys();
    // A quoted key with a dot in it is not the key of that section.
    const bool dotted = key.str().find('.') != std::string_view::npos;
    const auto found = dotted ? keys.end() : std::ranges::find(keys, name, &ConfigKey::name);
    if (found != keys.end()) {
      if (Assign(*found, ValueOf(node), config_)) return absl::OkStatus();
      return Error(node.source(), absl::StrCat(name, " must be ", Allowed(*found), "."));
    }
    if (dotted || std::ranges::find(keys, name, &ConfigKey::Section) == keys.end()) {
      return Error(key.source(), absl::StrCat("unknown key \"", absl::CHexEscape(name),
                                              "\"; the nearest known one is \"", ToAbsl(NearestKey(name)), "\"."));
    }
    if (!node.is_table()) return Error(node.source(), absl::StrCat(name, " must be a section, begun by [", name, "]."));
    return ReadTable(*node.as_table(), name);
  }

  std::string_view path_;
  Config& config_;
};

void AppendComment(const ConfigKey& key, std::string& out) {
  absl::StrAppend(&out, "# ", ToAbsl(key.summary), "\n# Allowed: ", Allowed(key), ".\n");
}

}  // namespace

absl::StatusOr<Config> Config::FromFile(const std::filesystem::path& path) {
  CONCLAVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return FromText(text, path.string());
}

absl::StatusOr<Config> Config::FromText(std::string_view toml, std::string_view path) {
  Config config;
  Reader reader(path, config);
  try {
    const toml::table document = toml::parse(toml);
    CONCLAVE_RETURN_IF_ERROR(reader.ReadTable(document, ""));
  } catch (const toml::parse_error& error) {
    return reader.Error(error.source(), absl::StrCat(ToAbsl(error.description()), "."));
  }
  return config;
}

std::string RenderConfig(const Config& config) {
  std::string text =
      "# Configuration of conclaved. Every key is optional: one that is commented out stands at its default.\n"
      "# What the command line says comes before this file.\n";
  std::string_view section;
  for (const ConfigKey& key : ConfigKeys()) {
    text += '\n';
    if (key.Section() != section) {
      section = key.Section();
      absl::StrAppend(&text, "[", ToAbsl(section), "]\n\n");
    }
    AppendComment(key, text);
    const std::string value = ValueText(key, config);
    const bool is_default = value == ValueText(key, Config());
    absl::StrAppend(&text, is_default ? "#" : "", ToAbsl(key.Leaf()), " = ", value, "\n");
  }
  return text;
}

}  // namespace conclave::ops
