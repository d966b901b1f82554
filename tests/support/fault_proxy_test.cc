#include "tests/support/fault_proxy.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace conclave::testing {
namespace {

// Sends back what it gets, one connection after the other.
class EchoServer {
 public:
  EchoServer() : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = static_cast<sockaddr*>(static_cast<void*>(&address));
    EXPECT_EQ(bind(listener_, generic, size), 0);
    EXPECT_EQ(listen(listener_, 8), 0);
    getsockname(listener_, generic, &size);
    address_ = absl::StrCat("127.0.0.1:", ntohs(address.sin_port));
    thread_ = std::thread([this] { Run(); });
  }
  ~EchoServer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }

  [[nodiscard]] const std::string& address() const { return address_; }

 private:
  void Run() const {
    for (;;) {
      const int client = accept(listener_, nullptr, nullptr);
      if (client < 0) return;
      std::string bytes(4096, '\0');
      for (ssize_t got = 0; (got = recv(client, bytes.data(), bytes.size(), 0)) > 0;) {
        if (send(client, bytes.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) < 0) break;
      }
      close(client);
    }
  }

  int listener_;
  std::string address_;
  std::thread thread_;
};

enum class End { kClosed, kReset, kNothing };

struct Answer {
  std::string bytes;
  End end = End::kNothing;
};

// Sends `text` through `address` and reads until the end, or until so much time passes without a byte.
Answer Exchange(const std::string& address, const std::string& text, int patience_seconds = 60) {
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in target{};
  int port = 0;
  EXPECT_TRUE(absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port));
  target.sin_family = AF_INET;
  target.sin_port = htons(static_cast<std::uint16_t>(port));
  target.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(connection, static_cast<sockaddr*>(static_cast<void*>(&target)), sizeof(target)), 0);
  const timeval patience{.tv_sec = patience_seconds, .tv_usec = 0};
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  std::thread writer([&] {
    for (std::size_t sent = 0; sent < text.size();) {
      const ssize_t put = send(connection, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (put < 0) return;
      sent += static_cast<std::size_t>(put);
    }
    shutdown(connection, SHUT_WR);
  });
  Answer answer;
  std::string bytes(4096, '\0');
  ssize_t got = 0;
  while ((got = recv(connection, bytes.data(), bytes.size(), 0)) > 0) {
    answer.bytes.append(bytes, 0, static_cast<std::size_t>(got));
  }
  if (got == 0) answer.end = End::kClosed;
  if (got < 0 && errno == ECONNRESET) answer.end = End::kReset;
  writer.join();
  close(connection);
  return answer;
}

std::string Text(std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; text.size() < bytes; ++i) absl::StrAppend(&text, i, " ");
  return text;
}

std::vector<std::uint64_t> Draw(FaultPlan plan) {
  std::vector<std::uint64_t> drawn = {plan.ending().at, static_cast<std::uint64_t>(plan.ending().kind)};
  for (int i = 0; i < 20; ++i) {
    drawn.push_back(plan.NextSize());
    drawn.push_back(static_cast<std::uint64_t>(absl::ToInt64Nanoseconds(plan.NextDelay())));
  }
  return drawn;
}

constexpr Faults kEverything{.jitter = absl::Seconds(1),
                             .chunk_bytes = 1000,
                             .bytes_to_reset = 5000,
                             .bytes_to_silence = 5000,
                             .bytes_to_corruption = 5000};

TEST(FaultPlanTest, TheSameSeedMakesTheSamePlan) {
  for (std::uint64_t connection = 0; connection < 5; ++connection) {
    EXPECT_EQ(Draw(FaultPlan(kEverything, 7, connection, 0)), Draw(FaultPlan(kEverything, 7, connection, 0)));
    EXPECT_NE(Draw(FaultPlan(kEverything, 7, connection, 0)), Draw(FaultPlan(kEverything, 8, connection, 0)));
    EXPECT_NE(Draw(FaultPlan(kEverything, 7, connection, 0)), Draw(FaultPlan(kEverything, 7, connection, 1)));
    EXPECT_NE(Draw(FaultPlan(kEverything, 7, connection, 0)), Draw(FaultPlan(kEverything, 7, connection + 1, 0)));
  }
}

class FaultProxyUnitTest : public ::testing::Test {
 protected:
  EchoServer server_;
  const std::string text_ = Text(200'000);
};

TEST_F(FaultProxyUnitTest, WithoutFaultsEverythingPassesAndTheEndToo) {
  const FaultProxy proxy(server_.address(), {}, 1);
  const Answer answer = Exchange(proxy.address(), text_);
  EXPECT_EQ(answer.end, End::kClosed);
  EXPECT_TRUE(answer.bytes == text_);
}

TEST_F(FaultProxyUnitTest, ShortReadsAndJitterChangeNothing) {
  const FaultProxy proxy(server_.address(), {.jitter = absl::Microseconds(100), .chunk_bytes = 99}, 1);
  EXPECT_TRUE(Exchange(proxy.address(), text_).bytes == text_);
}

TEST_F(FaultProxyUnitTest, CorruptionChangesOneByteOfADirection) {
  const FaultProxy proxy(server_.address(), {.bytes_to_corruption = 20'000}, 3);
  const Answer answer = Exchange(proxy.address(), text_);
  ASSERT_EQ(answer.bytes.size(), text_.size());
  std::size_t differing = 0;
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (answer.bytes[i] != text_[i]) ++differing;
  }
  EXPECT_EQ(differing, 2u);
}

TEST_F(FaultProxyUnitTest, AResetReachesTheClient) {
  const FaultProxy proxy(server_.address(), {.bytes_to_reset = 20'000}, 1);
  EXPECT_EQ(Exchange(proxy.address(), text_).end, End::kReset);
}

TEST_F(FaultProxyUnitTest, SilenceTakesEverythingAndSaysNothing) {
  FaultProxy proxy(server_.address(), {.bytes_to_silence = 20'000}, 1);
  const Answer answer = Exchange(proxy.address(), text_, /*patience_seconds=*/1);
  EXPECT_EQ(answer.end, End::kNothing);
  EXPECT_LT(answer.bytes.size(), text_.size());
  proxy.Heal();
  EXPECT_TRUE(Exchange(proxy.address(), text_).bytes == text_);
}

}  // namespace
}  // namespace conclave::testing
