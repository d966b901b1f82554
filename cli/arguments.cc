#include "cli/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_join.h"
#include "cli/exit_code.h"
#include "cli/version.h"

namespace conclave::cli {
namespace {

constexpr char kFooter[] =
    "ROOM is a name (lobby or #lobby), a number (id:123), or @user for the direct room with that person.\n"
    "docs/cli.md describes the output of --json and the exit codes.";

// The command line in the making: where the options of the library are stored, and which verb was chosen.
struct Parser {
  Arguments arguments;
  std::optional<Verb> verb;
  Seq after = 0;
  Seq before = 0;
  CLI::Option* after_option = nullptr;
  CLI::Option* before_option = nullptr;

  CLI::App& Add(CLI::App& parent, const std::string& name, const std::string& what, Verb of) {
    CLI::App& app = *parent.add_subcommand(name, what);
    // Global options may follow the verb.
    app.fallthrough();
    app.callback([this, of] { verb = of; });
    return app;
  }
  void Room(CLI::App& app) { app.add_option("ROOM", arguments.room, "The room")->required(); }
};

void AddRoomVerbs(CLI::App& app, Parser& parser) {
  Arguments& to = parser.arguments;
  CLI::App& room = *app.add_subcommand("room", "Rooms and who is in them");
  room.fallthrough();
  room.require_subcommand(1);
  parser.Add(room, "list", "Rooms you are in", Verb::kRoomList);
  parser.Add(room, "find", "Rooms anybody can join", Verb::kRoomFind)
      .add_option("QUERY", to.query, "A part of the name; all without it");
  CLI::App& create = parser.Add(room, "create", "Make a room; you own it", Verb::kRoomCreate);
  create.add_option("NAME", to.room, "Its name")->required();
  create.add_flag("--private", to.make_private, "Members invite; others cannot learn that it exists");
  create.add_option("--topic", to.topic, "What it is about");
  parser.Room(parser.Add(room, "join", "Join a public room", Verb::kRoomJoin));
  parser.Room(parser.Add(room, "leave", "Leave a room", Verb::kRoomLeave));
  parser.Room(parser.Add(room, "members", "Who is in a room", Verb::kRoomMembers));
  CLI::App& invite = parser.Add(room, "invite", "Make somebody a member", Verb::kRoomInvite);
  parser.Room(invite);
  invite.add_option("USER", to.user, "Whom")->required();
  CLI::App& remove = parser.Add(room, "remove", "End somebody's membership; for owners", Verb::kRoomRemove);
  parser.Room(remove);
  remove.add_option("USER", to.user, "Whom")->required();
}

void AddTalkVerbs(CLI::App& app, Parser& parser) {
  Arguments& to = parser.arguments;
  parser.Add(app, "dm", "Open the direct room with people; a message may follow after --", Verb::kDirect)
      .add_option("USER", to.users, "The other people")
      ->required();
  CLI::App& send = parser.Add(app, "send", "Say something in a room; - says each line of standard input", Verb::kSend);
  parser.Room(send);
  send.add_option("TEXT", to.text, "What to say; words are joined by spaces");
  send.add_option("--patience", to.patience, "Seconds to keep trying while the server is away (60)");

  CLI::App& tail = parser.Add(app, "tail", "Print what was said in rooms", Verb::kTail);
  tail.add_option("ROOM", to.rooms, "The rooms")->required();
  parser.after_option = tail.add_option("--after", parser.after, "Begin after this number (0)");
  tail.add_flag("--follow,-f", to.follow, "Go on with what is said from now on");

  CLI::App& history =
      parser.Add(app, "history", "Print one page of a room; the newest without a number", Verb::kHistory);
  parser.Room(history);
  CLI::Option* before = history.add_option("--before", parser.before, "The newest below this number");
  CLI::Option* after = history.add_option("--after", parser.after, "The oldest above this number")->excludes(before);
  history.add_option("--limit", to.limit, "At most so many (50)");
  parser.before_option = before;
  history.callback([&parser, after] {
    parser.verb = Verb::kHistory;
    parser.after_option = after;
  });

  parser.Add(app, "chat", "Talk in a room: prints what is said, says what is typed", Verb::kChat)
      .add_option("--room", to.room, "The room; the lobby without it");
  parser.Add(app, "health", "Whether the server is serving", Verb::kHealth);
}

int UsageError(std::string_view text) {
  std::cerr << "conclavectl: " << text << "\nRun conclavectl --help for the usage.\n";
  return kExitUsage;
}

// What follows "--" is text, whatever it looks like.
std::variant<Arguments, int> WithText(Arguments arguments, const std::vector<std::string>& words) {
  const bool takes_text = arguments.verb == Verb::kSend || arguments.verb == Verb::kDirect;
  if (!words.empty() && !takes_text) return UsageError("this verb takes nothing after --");
  arguments.text.insert(arguments.text.end(), words.begin(), words.end());
  if (arguments.verb == Verb::kSend && arguments.text.empty()) return UsageError("send needs a TEXT, or - for lines");
  return arguments;
}

}  // namespace

std::string Arguments::Message() const { return absl::StrJoin(text, " "); }

std::variant<Arguments, int> ParseArguments(int argc, const char* const* argv) {
  const char* const* const end = argv + argc;
  const char* const* const split = std::find(argv, end, std::string_view("--"));
  std::vector<std::string> words(argv + 1, split);
  const std::vector<std::string> text(split == end ? end : split + 1, end);
  std::reverse(words.begin(), words.end());

  Parser parser;
  CLI::App app("Conclave from a terminal.", "conclavectl");
  app.set_version_flag("--version", kVersion);
  app.footer(kFooter);
  app.require_subcommand(1);
  app.add_option("--identity", parser.arguments.identity, "Directory with key.pem, cert.pem and so on")
      ->envname("CONCLAVE_IDENTITY");
  app.add_option("--server", parser.arguments.server, "HOST:PORT, in place of the identity's");
  app.add_flag("--json", parser.arguments.json, "One JSON object per line");
  AddRoomVerbs(app, parser);
  AddTalkVerbs(app, parser);
  try {
    app.parse(words);
  } catch (const CLI::Success& success) {
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    return UsageError(error.what());
  }
  parser.arguments.verb = *parser.verb;
  if (parser.after_option->count() > 0) parser.arguments.after = parser.after;
  if (parser.before_option->count() > 0) parser.arguments.before = parser.before;
  return WithText(std::move(parser.arguments), text);
}

}  // namespace conclave::cli
