#ifndef CONCLAVE_TESTS_CLIENT_QT_SUPPORT_LIVE_SESSION_FIXTURE_H_
#define CONCLAVE_TESTS_CLIENT_QT_SUPPORT_LIVE_SESSION_FIXTURE_H_

#include <gtest/gtest.h>

#include <QString>
#include <QStringList>
#include <iostream>
#include <memory>
#include <string_view>
#include <vector>

#include "tests/client-qt/support/person.h"
#include "tests/client-qt/support/wait.h"

namespace conclave::desktop {

inline QString Numbered(int number) { return QStringLiteral("message %1").arg(number); }

inline QStringList NumberedUpTo(int last, int first = 1) {
  QStringList texts;
  for (int i = first; i <= last; ++i) texts.push_back(Numbered(i));
  return texts;
}

// A real server and people with sessions on it; when a test fails the server's log is shown.
class LiveSessionFixture : public ::testing::Test {
 protected:
  LiveSessionFixture() { server_.Start(); }

  void TearDown() override {
    if (HasFailure()) std::cerr << server_.Log();
  }

  Person& MakePerson(std::string_view user, std::string_view device = "laptop") {
    people_.push_back(std::make_unique<Person>(server_, user, device));
    return *people_.back();
  }
  Person& Enters(std::string_view user, std::string_view device = "laptop") {
    Person& person = MakePerson(user, device);
    person.Enters();
    return person;
  }
  // Says "message 1" to "message N" and waits until the server has them.
  static void SaysMany(Person& person, RoomId room, int last, int first = 1) {
    for (int i = first; i <= last; ++i) person.Says(room, Numbered(i));
    EXPECT_TRUE(WaitUntil([&] { return person.session().connection().waiting == 0; }));
  }

  testing::ServerProcess server_;
  std::vector<std::unique_ptr<Person>> people_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_TESTS_CLIENT_QT_SUPPORT_LIVE_SESSION_FIXTURE_H_
