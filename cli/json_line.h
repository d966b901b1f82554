#ifndef CONCLAVE_CLI_JSON_LINE_H_
#define CONCLAVE_CLI_JSON_LINE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace conclave::cli {

// One line of JSON in the making: an object whose members keep their order. Confined to its user.
class JsonLine {
 public:
  explicit JsonLine(std::string_view type);
  ~JsonLine();

  JsonLine& Text(const char* key, std::string_view value);
  JsonLine& Number(const char* key, std::uint64_t value);
  JsonLine& Signed(const char* key, std::int64_t value);
  JsonLine& Numbers(const char* key, const std::vector<std::uint64_t>& values);

  // In ASCII, so that no terminal is led astray; without a line feed.
  [[nodiscard]] std::string ToString() const;

 private:
  struct Object;
  const std::unique_ptr<Object> object_;
};

}  // namespace conclave::cli

#endif  // CONCLAVE_CLI_JSON_LINE_H_
