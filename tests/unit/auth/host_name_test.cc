#include "server/auth/host_name.h"

#include <gtest/gtest.h>

#include <string>

namespace conclave::auth {
namespace {

std::string NormalForm(std::string_view text) {
  const auto host = ParseHostName(text);
  return host.ok() ? host->text : "refused";
}

TEST(HostNameTest, EqualHostsHaveOneForm) {
  EXPECT_EQ(NormalForm("Chat.Example.ORG"), "chat.example.org");
  EXPECT_EQ(NormalForm("localhost"), "localhost");
  EXPECT_EQ(NormalForm("xn--bcher-kva.example"), "xn--bcher-kva.example");
  EXPECT_EQ(NormalForm("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(NormalForm("2001:DB8:0:0:0:0:0:1"), "2001:db8::1");
}

TEST(HostNameTest, AddressesCarryTheirBytes) {
  EXPECT_EQ(ParseHostName("127.0.0.1")->address, std::string("\x7f\0\0\1", 4));
  EXPECT_EQ(ParseHostName("::1")->address, std::string(15, '\0') + '\1');
  EXPECT_EQ(ParseHostName("localhost")->address, "");
  EXPECT_EQ(HostOfAddress("12345").text, "");
}

TEST(HostNameTest, WhatIsNeitherNameNorAddressIsRefused) {
  const std::string with_nul("127.0.0.1\0.example", 18);
  for (std::string_view text :
       {std::string_view(), std::string_view("a b"), std::string_view("chat..example"), std::string_view("chat."),
        std::string_view(".chat"), std::string_view("-chat"), std::string_view("chat-"),
        std::string_view("*.example.org"), std::string_view("300.1.1.1"), std::string_view("1.2.3"),
        std::string_view("[::1]"), std::string_view("fe80::1%eth0"), std::string_view("chat:7443"),
        std::string_view("b\xc3\xbc"
                         "cher.example"),
        std::string_view(with_nul)}) {
    EXPECT_EQ(NormalForm(text), "refused") << text;
  }
}

TEST(HostNameTest, LabelsEndAt63AndNamesAt253Characters) {
  const std::string label(63, 'a');
  EXPECT_EQ(NormalForm(label), label);
  EXPECT_EQ(NormalForm(label + "a"), "refused");
  const std::string name = label + "." + label + "." + label + "." + std::string(61, 'a');
  ASSERT_EQ(name.size(), 253U);
  EXPECT_EQ(NormalForm(name), name);
  EXPECT_EQ(NormalForm(name + "a"), "refused");
}

TEST(HostNameTest, RefusalShowsTheTextWithoutItsControlCharacters) {
  EXPECT_EQ(ParseHostName("a\nb").status().message(), "\"a\\nb\" is not a host name or IP address.");
}

}  // namespace
}  // namespace conclave::auth
