#include "client-qt/app/demo/scene_rooms.h"

namespace conclave::desktop {
namespace {

QString Ines() { return QStringLiteral("Ines Duarte"); }
QString Tomas() { return QStringLiteral("Tomáš Novák"); }
QString Amara() { return QStringLiteral("Amara Okafor"); }
QString Maya() { return QStringLiteral("Maya Rossi"); }

// Up to the message before Amara asks.
constexpr Seq kSeenOfBusyRoom = 6;

constexpr int Clock24(int hour, int minute) { return hour * 60 + minute; }

}  // namespace

SceneRooms AddUsualRooms(DemoSession& session) {
  for (const QString& name : {QStringLiteral("Jonas Weber"), Tomas(), Amara(), Ines()}) session.Person(name);
  SceneRooms rooms;
  rooms.general = session.AddRoom(QStringLiteral("general"), RoomKind::kLobby, QStringLiteral("Everybody is here"));
  rooms.release = session.AddRoom(QStringLiteral("release-1.0"), RoomKind::kPublic,
                                  QStringLiteral("Cut-over checklist and status"));
  rooms.incidents = session.AddRoom(QStringLiteral("incidents"), RoomKind::kPublic);
  const RoomId server = session.AddRoom(QStringLiteral("server"), RoomKind::kPublic);
  rooms.client = session.AddRoom(QStringLiteral("client-qt"), RoomKind::kPublic, QStringLiteral("The desktop window"));
  session.AddRoom(QStringLiteral("random"), RoomKind::kPublic);
  session.AddRoom(QStringLiteral("on-call"), RoomKind::kPrivate);
  rooms.ines = session.AddRoom(Ines(), RoomKind::kDirect);
  session.AddRoom(Tomas(), RoomKind::kDirect);
  session.AddRoom(Amara(), RoomKind::kDirect);
  session.SetUnread(rooms.incidents, 2);
  session.SetUnread(server, 14);
  session.SetUnread(rooms.ines, 1);
  session.SetMembers(
      rooms.release,
      {Ines(), Tomas(), Amara(), Maya(), QStringLiteral("Jonas Weber"), QStringLiteral("Linh Trần"),
       QStringLiteral("Søren Kjær"), QStringLiteral("Priya Raman"), QStringLiteral("deploy-bot"),
       QStringLiteral("Oluwaseun Adeyemi"), QStringLiteral("Hana Kovář"), QStringLiteral("Pavel Dvořák")});
  return rooms;
}

void FillBusyRoom(DemoSession& session, RoomId room) {
  session.Begin(room);
  session.Say(room, Tomas(),
              QStringLiteral("The canary took 5 % of the sessions at 17:20. Nothing in the logs so far."),
              Clock24(17, 24), 1);
  session.Say(
      room, Ines(),
      QStringLiteral("Good. I leave it over night and look at the figures first thing tomorrow. The dashboard is "
                     "https://metrics.acme.example/release for whoever wakes up earlier."),
      Clock24(17, 31), 1);
  session.Happen(room, QStringLiteral("Amara Okafor joined"), Clock24(18, 2), 1);
  session.Say(room, Ines(),
              QStringLiteral("Staging has been on the new build since last night. **p99 fan-out is 11 ms** with 400 "
                             "sessions ✅"),
              Clock24(9, 41));
  session.Say(room, Ines(),
              QStringLiteral("Remaining before the cut: certificate renewal drill and the reconnect test."),
              Clock24(9, 42));
  session.Say(
      room, Tomas(),
      QStringLiteral("Drill is done. This is what makes a new identity beside the running server, nobody notices:\n"
                     "```\nconclaved make-identity --user ines --device laptop --out ines\n"
                     "# fingerprint SHA-256 7C:1F:…:A4 (expires 2027-02-22)\n```"),
      Clock24(9, 44));
  session.Say(room, Amara(), QStringLiteral("Maya, can you confirm the reconnect test? I will sign off after that."),
              Clock24(9, 52));
  session.Say(room, Amara(), QStringLiteral("🎉"), Clock24(9, 53));
  session.Say(room, Maya(), QStringLiteral("Yes — pulling the network for *30 s* now."), Clock24(9, 58));
  session.Timeline(room).SetReadUpTo(kSeenOfBusyRoom);
}

void FillCode(DemoSession& session, RoomId room) {
  session.Begin(room);
  session.Say(
      room, Tomas(),
      QStringLiteral("The anchor is two numbers, `row` and `offset`. After every change the view goes back to them:\n"
                     "```\nvoid TimelineEngine::Settle() {\n  do {\n"
                     "    scroll_ = stick_ ? max_scroll() : BodyTop(anchor_.row) - anchor_.offset;\n"
                     "  } while (LayOutAroundView());\n  TakeAnchor();\n}\n```\n"
                     "The loop ends because a row that was laid out stays so."),
      Clock24(9, 12));
  session.Say(room, Ines(),
              QStringLiteral("And a line that is wider than the column?\n```\n"
                             "grpcurl -cacert ca.pem -cert maya.pem -key maya.key -d '{\"room_id\": 7, \"limit\": 50, "
                             "\"before\": 90210}' chat.acme.example:7443 conclave.v1.RoomService/ListEvents\n```"),
              Clock24(9, 15));
  session.Say(
      room, Tomas(),
      QStringLiteral("It wraps, and copying gives it back in one piece. Inline: `--listen 127.0.0.1:7443`, `Ctrl+E`, "
                     "**bold**, *italic*, a link https://conclave.example/docs and an address "
                     "mailto:ops@acme.example."),
      Clock24(9, 16));
  session.Say(room, Maya(), QStringLiteral("```\n$ ./dev test\n100% tests passed, 0 tests failed out of 412\n```"),
              Clock24(9, 21));
}

void FillLongNames(DemoSession& session, RoomId room) {
  session.Begin(room);
  const QString wolfe = QStringLiteral("Hubert Blaine Wolfeschlegelsteinhausenbergerdorff Senior of Philadelphia");
  session.Say(room, wolfe,
              QStringLiteral("My name is long, and so is this word: "
                             "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"),
              Clock24(8, 3));
  session.Say(room, wolfe,
              QStringLiteral("https://example.org/a/very/long/address/that/has/no/place/to/break/and/goes/on/and/on/"
                             "until-the-column-ends-and-a-little-further?with=a&query=that&does=not&end=soon"),
              Clock24(8, 4));
  session.Say(room, QStringLiteral("مريم الهاشمي"), QStringLiteral("السلام عليكم، هل انتهى اختبار release-1.0 اليوم؟"),
              Clock24(8, 30));
  session.Say(room, QStringLiteral("Ελένη Παπαδοπούλου"),
              QStringLiteral("Ναι, τελείωσε σήμερα το πρωί 👍🏽"), Clock24(8, 41));
  session.Say(
      room, QStringLiteral("👩‍🚀 Zoë"),
      QStringLiteral(
          "Emoji keep their form: 👨‍👩‍👧‍👦 🇵🇹 ❤️ ⚠️ 1️⃣ 2️⃣ #️⃣ and ⚡ in "
          "a "
          "line "
          "of "
          "text"),
      Clock24(8, 44));
  session.Say(room, QStringLiteral("👩‍🚀 Zoë"), QStringLiteral("❤️👍🏽🎉"), Clock24(8, 44));
}

void FillManyDays(DemoSession& session, RoomId room) {
  session.Begin(room);
  for (int day = 9; day >= 0; --day) {
    session.Say(room, Ines(), QStringLiteral("Good morning. The plan for today is on the board."), Clock24(8, 30), day);
    session.Say(room, Tomas(), QStringLiteral("I take the store: WAL checkpoints and the page cache."), Clock24(8, 34),
                day);
    session.Say(room, Maya(), QStringLiteral("Then I finish the timeline."), Clock24(8, 36), day);
    session.Say(room, Maya(), QStringLiteral("Anchor test first."), Clock24(8, 37), day);
  }
}

}  // namespace conclave::desktop
