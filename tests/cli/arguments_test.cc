#include "cli/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "cli/exit_code.h"

namespace conclave::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

std::variant<Arguments, int> Parse(std::vector<const char*> words) {
  words.insert(words.begin(), "conclavectl");
  return ParseArguments(static_cast<int>(words.size()), words.data());
}

Arguments Good(std::vector<const char*> words) {
  auto parsed = Parse(std::move(words));
  EXPECT_TRUE(std::holds_alternative<Arguments>(parsed));
  return std::holds_alternative<Arguments>(parsed) ? std::get<Arguments>(parsed) : Arguments();
}

int Bad(std::vector<const char*> words) {
  const auto parsed = Parse(std::move(words));
  const int* code = std::get_if<int>(&parsed);
  return code != nullptr ? *code : -1;
}

TEST(ArgumentsTest, GlobalOptionsStandBeforeOrAfterTheVerb) {
  for (const std::vector<const char*>& words :
       std::vector<std::vector<const char*>>{{"--identity", "i", "--server", "h:1", "--json", "room", "list"},
                                             {"room", "list", "--identity", "i", "--server", "h:1", "--json"},
                                             {"room", "--json", "--identity", "i", "list", "--server", "h:1"}}) {
    const Arguments arguments = Good(words);
    EXPECT_EQ(arguments.verb, Verb::kRoomList);
    EXPECT_EQ(arguments.identity, "i");
    EXPECT_EQ(arguments.server, "h:1");
    EXPECT_TRUE(arguments.json);
  }
}

TEST(ArgumentsTest, WordsOfAMessageAreJoined) {
  EXPECT_EQ(Good({"send", "lobby", "hello", "there"}).Message(), "hello there");
  EXPECT_EQ(Good({"send", "lobby", "-"}).Message(), "-");
  EXPECT_EQ(Good({"send", "lobby", "--", "-x", "--json"}).Message(), "-x --json");
}

TEST(ArgumentsTest, DirectMessageFollowsTwoHyphens) {
  const Arguments arguments = Good({"dm", "bob", "carol", "--json", "--", "hi", "-f"});
  EXPECT_THAT(arguments.users, ElementsAre("bob", "carol"));
  EXPECT_EQ(arguments.Message(), "hi -f");
  EXPECT_TRUE(arguments.json);
  EXPECT_TRUE(Good({"dm", "bob"}).text.empty());
}

TEST(ArgumentsTest, NumbersAreThereOnlyWhenGiven) {
  EXPECT_FALSE(Good({"tail", "a", "b", "--follow"}).after.has_value());
  EXPECT_THAT(Good({"tail", "a", "b", "--after", "0"}).after, Optional(0u));
  EXPECT_THAT(Good({"history", "a", "--after", "7"}).after, Optional(7u));
  EXPECT_THAT(Good({"history", "a", "--before", "7", "--limit", "3"}).before, Optional(7u));
}

TEST(ArgumentsTest, WhatMakesNoSenseIsAUsageError) {
  EXPECT_EQ(Bad({}), kExitUsage);
  EXPECT_EQ(Bad({"frobnicate"}), kExitUsage);
  EXPECT_EQ(Bad({"room"}), kExitUsage);
  EXPECT_EQ(Bad({"room", "join"}), kExitUsage);
  EXPECT_EQ(Bad({"send", "lobby"}), kExitUsage);
  EXPECT_EQ(Bad({"tail", "lobby", "--after", "-1"}), kExitUsage);
  EXPECT_EQ(Bad({"history", "lobby", "--after", "1", "--before", "2"}), kExitUsage);
  EXPECT_EQ(Bad({"health", "--", "x"}), kExitUsage);
}

TEST(ArgumentsTest, HelpIsNoError) { EXPECT_EQ(Bad({"--help"}), kExitOk); }

}  // namespace
}  // namespace conclave::cli
