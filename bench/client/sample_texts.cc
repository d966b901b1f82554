#include "bench/client/sample_texts.h"

#include <array>

namespace conclave::desktop {
namespace {

constexpr std::array kWords{
    "the",     "release", "is",    "on",     "its",         "way",     "and", "we",    "should",
    "look",    "at",      "build", "server", "again",       "when",    "it",  "comes", "back",
    "latency", "of",      "a",     "stream", "room",        "message", "for", "today", "who",
    "takes",   "this",    "one",   "please", "certificate", "expires", "in",  "three", "weeks",
};

}  // namespace

std::string SampleTexts::Dressed(const std::string& word) {
  switch (Pick(240)) {
    case 0:
    case 1:
    case 2:
      return "**" + word + "**";
    case 3:
    case 4:
    case 5:
      return "`" + word + "()`";
    case 6:
    case 7:
      return "https://conclave.example/" + word;
    case 8:
      return "\U0001F389";
    default:
      return word;
  }
}

std::string SampleTexts::Next() {
  // Mostly a line, sometimes much more.
  const unsigned count = Pick(10) == 0 ? 40 + Pick(60) : 1 + Pick(30);
  std::string text;
  for (unsigned i = 0; i < count; ++i) {
    if (i > 0) text += Pick(40) == 0 ? "\n" : " ";
    const std::string word = kWords[Pick(kWords.size())];
    text += Dressed(word);
  }
  if (Pick(50) == 0) text += "\n```\nfor (int i = 0; i < 10; ++i) {\n  Send(i);\n}\n```";
  return text;
}

}  // namespace conclave::desktop
