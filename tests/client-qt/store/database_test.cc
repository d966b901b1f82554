#include "client-qt/store/database.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QSqlQuery>

#include "client-qt/store/outbox_table.h"
#include "client-qt/store/schema.h"
#include "server/core/random.h"
#include "tests/client-qt/support/print.h"
#include "tests/support/temp_dir.h"

namespace conclave::desktop {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class DatabaseTest : public ::testing::Test {
 protected:
  [[nodiscard]] QString Path() const { return QString::fromStdString(directory_.File("cache.sqlite")); }
  [[nodiscard]] QStringList Files() const {
    return QDir(QString::fromStdString(directory_.path())).entryList(QDir::Files);
  }

  static OutboxRow Row(TimeUs time) {
    return {
        .command = MakeCommandId(time, SystemRandom()), .room = RoomId(7), .text = QStringLiteral("hi"), .time = time};
  }

  // Statements by another program.
  void Execute(const QStringList& statements) {
    {
      QSqlDatabase other = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
      other.setDatabaseName(Path());
      ASSERT_TRUE(other.open());
      QSqlQuery query(other);
      for (const QString& statement : statements) ASSERT_TRUE(query.exec(statement)) << statement.toStdString();
    }
    QSqlDatabase::removeDatabase(QStringLiteral("other"));
  }

  const TempDir directory_;
};

TEST_F(DatabaseTest, WhatIsCommittedIsThereAgain) {
  const OutboxRow row = Row(1);
  {
    Database database(Path());
    EXPECT_EQ(database.trouble(), QString());
    OutboxTable(database).Put(row);
  }
  Database database(Path());
  const std::vector<OutboxRow> rows = OutboxTable(database).Load();
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].command, row.command);
  EXPECT_EQ(rows[0].text, row.text);
}

TEST_F(DatabaseTest, TheDirectoryIsMadeWhenItIsAbsent) {
  const Database database(QString::fromStdString(directory_.File("a/b/cache.sqlite")));
  EXPECT_EQ(database.trouble(), QString());
}

TEST_F(DatabaseTest, ADamagedFileIsSetAsideAndAFreshOneBegun) {
  const QByteArray garbage(5000, 'x');
  QFile file(Path());
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write(garbage);
  file.close();
  {
    Database database(Path());
    EXPECT_THAT(database.trouble().toStdString(), HasSubstr("was damaged and has been set aside"));
    OutboxTable(database).Put(Row(1));
  }
  const QStringList aside = Files().filter(QStringLiteral("damaged"));
  ASSERT_EQ(aside.size(), 1);
  QFile kept(QString::fromStdString(directory_.path()) + u'/' + aside.front());
  ASSERT_TRUE(kept.open(QIODevice::ReadOnly));
  EXPECT_EQ(kept.readAll(), garbage) << "never deleted";
  Database database(Path());
  EXPECT_EQ(database.trouble(), QString());
  EXPECT_THAT(OutboxTable(database).Load(), SizeIs(1));
}

TEST_F(DatabaseTest, SomebodyElsesDatabaseIsSetAside) {
  Execute({QStringLiteral("CREATE TABLE recipe (name TEXT)")});
  const Database database(Path());
  EXPECT_THAT(database.trouble().toStdString(), HasSubstr("set aside"));
}

TEST_F(DatabaseTest, ANewerFileIsLeftAlone) {
  { const Database database(Path()); }
  Execute({QStringLiteral("PRAGMA user_version = %1").arg(kSchemaVersion + 1)});
  {
    Database database(Path());
    EXPECT_THAT(database.trouble().toStdString(), HasSubstr("newer version"));
    OutboxTable(database).Put(Row(1));
    database.Commit();
    EXPECT_THAT(OutboxTable(database).Load(), SizeIs(1)) << "in memory";
  }
  Execute({QStringLiteral("PRAGMA user_version = %1").arg(kSchemaVersion)});
  Database database(Path());
  EXPECT_THAT(OutboxTable(database).Load(), SizeIs(0));
  EXPECT_EQ(Files().filter(QStringLiteral("damaged")).size(), 0);
}

TEST_F(DatabaseTest, APlaceThatCannotBeWrittenIsOneSentence) {
  QFile blocking(QString::fromStdString(directory_.File("file")));
  ASSERT_TRUE(blocking.open(QIODevice::WriteOnly));
  Database database(QString::fromStdString(directory_.File("file/cache.sqlite")));
  EXPECT_THAT(database.trouble().toStdString(), HasSubstr("cannot be written"));
  OutboxTable(database).Put(Row(1));
  EXPECT_THAT(OutboxTable(database).Load(), SizeIs(1));
}

TEST_F(DatabaseTest, AFileOfTheFirstVersionIsBroughtUpToDateWithWhatItHolds) {
  Execute({QStringLiteral("CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID"),
           QStringLiteral("CREATE TABLE outbox (place INTEGER PRIMARY KEY AUTOINCREMENT, command BLOB NOT NULL UNIQUE,"
                          " room INTEGER NOT NULL, text TEXT NOT NULL, time INTEGER NOT NULL, failure TEXT NOT NULL)"),
           QStringLiteral("INSERT INTO outbox (command, room, text, time, failure) VALUES"
                          " (x'0190000000007000800000000000000a', 7, 'from before', 9, '')"),
           QStringLiteral("PRAGMA application_id = 1131376227"), QStringLiteral("PRAGMA user_version = 1")});
  Database database(Path());
  EXPECT_EQ(database.trouble(), QString());
  const std::vector<OutboxRow> rows = OutboxTable(database).Load();
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].text, QStringLiteral("from before"));
  EXPECT_FALSE(rows[0].fate_unknown);
}

TEST_F(DatabaseTest, AnOutboxRowWaitsForTheDiskAndOtherThingsForTheKernelOnly) {
  Database database(Path());
  const auto level = [&] {
    QSqlQuery query = database.Read("PRAGMA synchronous");
    query.next();
    return query.value(0).toInt();
  };
  constexpr int kNormal = 1;
  constexpr int kFull = 2;
  OutboxTable outbox(database);
  database.Write("INSERT INTO meta (name, value) VALUES ('a', 1)");
  EXPECT_EQ(level(), kNormal);
  outbox.Put(Row(1));
  EXPECT_EQ(level(), kFull);
  database.Commit();
  database.Write("INSERT INTO meta (name, value) VALUES ('b', 1)");
  EXPECT_EQ(level(), kNormal);
}

TEST_F(DatabaseTest, TheOutboxKeepsItsOrder) {
  Database database(Path());
  OutboxTable outbox(database);
  std::vector<OutboxRow> rows{Row(3), Row(1), Row(2)};
  for (const OutboxRow& row : rows) outbox.Put(row);
  outbox.Put(rows[0]);
  outbox.Fail(rows[1].command, QStringLiteral("No."), true);
  outbox.Remove(rows[2].command);
  const std::vector<OutboxRow> kept = outbox.Load();
  ASSERT_THAT(kept, SizeIs(2));
  EXPECT_EQ(kept[0].command, rows[1].command);
  EXPECT_EQ(kept[0].failure, QStringLiteral("No."));
  EXPECT_TRUE(kept[0].fate_unknown);
  EXPECT_EQ(kept[1].command, rows[0].command) << "queued again at the end";
}

}  // namespace
}  // namespace conclave::desktop
