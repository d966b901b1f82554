#include "server/ops/endpoint.h"

#include <gtest/gtest.h>

#include <string>

namespace conclave::ops {
namespace {

std::string Read(std::string_view text) {
  const auto endpoint = ParseEndpoint(text);
  return endpoint.ok() ? endpoint->ToString() : std::string(endpoint.status().message());
}

TEST(EndpointTest, HostAndPortAreReadAndWritten) {
  EXPECT_EQ(Read("Chat.example.org"), "chat.example.org");
  EXPECT_EQ(Read("chat.example.org:8443"), "chat.example.org:8443");
  EXPECT_EQ(Read("127.0.0.1:0"), "127.0.0.1:0");
  EXPECT_EQ(Read("::1"), "::1");
  EXPECT_EQ(Read("[::1]"), "::1");
  EXPECT_EQ(Read("[2001:DB8::1]:65535"), "[2001:db8::1]:65535");
}

TEST(EndpointTest, AllElseIsRefusedWithASentence) {
  EXPECT_EQ(Read("chat:65536"), "The port of \"chat:65536\" is not a number from 0 to 65535.");
  EXPECT_EQ(Read("chat:"), "The port of \"chat:\" is not a number from 0 to 65535.");
  EXPECT_EQ(Read("chat:-1"), "The port of \"chat:-1\" is not a number from 0 to 65535.");
  EXPECT_EQ(Read("chat:80 "), "The port of \"chat:80 \" is not a number from 0 to 65535.");
  EXPECT_EQ(Read(":7443"), "\"\" is not a host name or IP address.");
  EXPECT_EQ(Read(""), "\"\" is not a host name or IP address.");
  EXPECT_EQ(Read("[::1"), "\"[::1\" is not of the form HOST:PORT.");
  EXPECT_EQ(Read("[::1]7443"), "\"[::1]7443\" is not of the form HOST:PORT.");
  EXPECT_EQ(Read("[chat]:7443"), "\"[chat]:7443\" is not of the form HOST:PORT.");
  EXPECT_EQ(Read("::1:zzz"), "\"::1:zzz\" is not a host name or IP address.");
}

}  // namespace
}  // namespace conclave::ops
