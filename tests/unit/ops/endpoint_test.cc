#include "server/ops/endpoint.h"

#include <gtest/gtest.h>

#include <string>

namespace conclave::ops {
namespace {

std::string ReadEndpoint(std::string_view text) {
  const auto endpoint = ParseEndpoint(text);
  return endpoint.ok() ? endpoint->ToString() : std::string(endpoint.status().message());
}

TEST(EndpointTest, HostAndPortAreReadAndWritten) {
  EXPECT_EQ(ReadEndpoint("Chat.example.org"), "chat.example.org");
  EXPECT_EQ(ReadEndpoint("chat.example.org:8443"), "chat.example.org:8443");
  EXPECT_EQ(ReadEndpoint("127.0.0.1:0"), "127.0.0.1:0");
  EXPECT_EQ(ReadEndpoint("::1"), "::1");
  EXPECT_EQ(ReadEndpoint("[::1]"), "::1");
  EXPECT_EQ(ReadEndpoint("[2001:DB8::1]:65535"), "[2001:db8::1]:65535");
}

TEST(EndpointTest, AllElseIsRefusedWithASentence) {
  EXPECT_EQ(ReadEndpoint("chat:65536"), "The port of \"chat:65536\" is not a number from 0 to 65535.");
  EXPECT_EQ(ReadEndpoint("chat:"), "The port of \"chat:\" is not a number from 0 to 65535.");
  EXPECT_EQ(ReadEndpoint("chat:-1"), "The port of \"chat:-1\" is not a number from 0 to 65535.");
  EXPECT_EQ(ReadEndpoint("chat:80 "), "The port of \"chat:80 \" is not a number from 0 to 65535.");
  EXPECT_EQ(ReadEndpoint(":7443"), "\"\" is not a host name or IP address.");
  EXPECT_EQ(ReadEndpoint(""), "\"\" is not a host name or IP address.");
  EXPECT_EQ(ReadEndpoint("[::1"), "\"[::1\" is not of the form HOST:PORT.");
  EXPECT_EQ(ReadEndpoint("[::1]7443"), "\"[::1]7443\" is not of the form HOST:PORT.");
  EXPECT_EQ(ReadEndpoint("[chat]:7443"), "\"[chat]:7443\" is not of the form HOST:PORT.");
  EXPECT_EQ(ReadEndpoint("::1:zzz"), "\"::1:zzz\" is not a host name or IP address.");
}

}  // namespace
}  // namespace conclave::ops
