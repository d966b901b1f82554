#include "cli/json_line.h"

#include <nlohmann/json.hpp>

namespace conclave::cli {

struct JsonLine::Object {
  nlohmann::ordered_json json;
};

JsonLine::JsonLine(std::string_view type) : object_(std::make_unique<Object>()) { Text("type", type); }

JsonLine::~JsonLine() = default;

JsonLine& JsonLine::Text(const char* key, std::string_view value) {
  object_->json[key] = value;
  return *this;
}

JsonLine& JsonLine::Number(const char* key, std::uint64_t value) {
  object_->json[key] = value;
  return *this;
}

JsonLine& JsonLine::Signed(const char* key, std::int64_t value) {
  object_->json[key] = value;
  return *this;
}

JsonLine& JsonLine::Numbers(const char* key, const std::vector<std::uint64_t>& values) {
  object_->json[key] = values;
  return *this;
}

std::string JsonLine::ToString() const {
  constexpr int kOneLine = -1;
  return object_->json.dump(kOneLine, ' ', /*ensure_ascii=*/true, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace conclave::cli
