// A client that is made to be killed: opens a session, writes texts into one room as fast as they come to the disk, and
// says of each, "on disk N", when it is there.
//   desktop_outbox_writer PROFILE IDENTITY ADDRESS ROOM COUNT
#include <QCoreApplication>
#include <cstdlib>
#include <iostream>

#include "client-qt/model/live_session.h"
#include "server/core/clock.h"
#include "tests/client-qt/support/person.h"

namespace conclave::desktop {
namespace {

// A text is shown in bold as soon as it is on disk, and plain before.
bool IsOnDisk(const Message& message) { return !message.document->blocks.front().spans.empty(); }

int CountOnDisk(const TimelineModel& timeline) {
  int count = 0;
  for (int row = 0; row < timeline.rowCount(); ++row) {
    if (timeline.At(row).own && timeline.At(row).kind == MessageKind::kText && IsOnDisk(timeline.At(row))) ++count;
  }
  return count;
}

int Run(int argc, char** argv) {
  if (argc != 6) return EXIT_FAILURE;
  const auto identity = client::LoadIdentity(argv[2], SystemClock().NowUs());
  if (!identity.ok()) return EXIT_FAILURE;
  const auto session = LiveSession::Open(argv[1], *identity, QuickOptions(argv[3]));
  const RoomId room(std::strtoull(argv[4], nullptr, 10));
  const int count = std::atoi(argv[5]);
  QObject::connect(session.get(), &LiveSession::Loaded, session.get(), [&] {
    const TimelineModel& timeline = session->Timeline(room);
    const auto tell = [&timeline] { std::cout << "on disk " << CountOnDisk(timeline) << std::endl; };
    QObject::connect(&timeline, &QAbstractItemModel::dataChanged, &timeline, tell);
    for (int i = 1; i <= count; ++i) session->Send(room, QStringLiteral("**message %1**").arg(i));
  });
  return QCoreApplication::exec();
}

}  // namespace
}  // namespace conclave::desktop

int main(int argc, char** argv) {
  const QCoreApplication application(argc, argv);
  return conclave::desktop::Run(argc, argv);
}
