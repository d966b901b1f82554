#include "client-qt/core/mailbox.h"

#include <gmock/gmock.h>

#include <QSemaphore>
#include <QSignalSpy>
#include <QThread>
#include <thread>

#include "client-qt/core/task_thread.h"
#include "tests/client-qt/support/wait.h"

namespace conclave::desktop {
namespace {

TEST(MailboxTest, WorkOfManyThreadsIsDoneHereAndEachInItsOrder) {
  Mailbox mailbox;
  constexpr int kThreads = 4;
  constexpr int kEach = 2000;
  std::vector<std::vector<int>> done(kThreads);
  std::vector<std::thread> threads;
  bool elsewhere = false;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kEach; ++i) {
        mailbox.Post([&, thread, i] {
          elsewhere = elsewhere || QThread::currentThread() != mailbox.thread();
          done[static_cast<std::size_t>(thread)].push_back(i);
        });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(WaitUntil([&] { return mailbox.size() == 0; }));
  EXPECT_FALSE(elsewhere);
  for (const std::vector<int>& each : done) {
    EXPECT_EQ(each.size(), std::size_t{kEach});
    EXPECT_TRUE(std::is_sorted(each.begin(), each.end()));
  }
}

TEST(MailboxTest, WhatComesTogetherIsToldOnce) {
  Mailbox mailbox;
  QSignalSpy drained(&mailbox, &Mailbox::Drained);
  int done = 0;
  for (int i = 0; i < 100; ++i) mailbox.Post([&] { ++done; });
  ASSERT_TRUE(WaitUntil([&] { return drained.count() > 0; }));
  EXPECT_EQ(done, 100);
  EXPECT_EQ(drained.count(), 1);
}

TEST(MailboxTest, ADrainLeavesTimeForTheWindow) {
  Mailbox mailbox;
  int done = 0;
  for (int i = 0; i < 10; ++i) {
    mailbox.Post([&] {
      QThread::msleep(4);
      ++done;
    });
  }
  QSignalSpy drained(&mailbox, &Mailbox::Drained);
  ASSERT_TRUE(WaitUntil([&] { return done == 10; }));
  EXPECT_GE(drained.count() + 1, 4) << "10 pieces of 4 ms do not fit into drains of 6 ms";
}

TEST(MailboxTest, WorkForSomebodyGoneIsNotDone) {
  Mailbox mailbox;
  auto context = std::make_unique<QObject>();
  bool done = false;
  bool later = false;
  mailbox.PostFor(context.get(), [&] { done = true; });
  mailbox.Post([&] { later = true; });
  context.reset();
  ASSERT_TRUE(WaitUntil([&] { return later; }));
  EXPECT_FALSE(done);
}

TEST(MailboxTest, AClosedMailboxDropsEverything) {
  Mailbox mailbox;
  int done = 0;
  mailbox.Post([&] { ++done; });
  mailbox.Close();
  mailbox.Post([&] { ++done; });
  QCoreApplication::processEvents();
  EXPECT_EQ(done, 0);
  EXPECT_EQ(mailbox.size(), 0u);
}

TEST(MailboxTest, ClosingFromWithinWorkDropsTheRest) {
  Mailbox mailbox;
  int done = 0;
  for (int i = 0; i < 3; ++i) {
    mailbox.Post([&] {
      ++done;
      mailbox.Close();
    });
  }
  ASSERT_TRUE(WaitUntil([&] { return done > 0; }));
  QCoreApplication::processEvents();
  EXPECT_EQ(done, 1);
}

TEST(TaskThreadTest, FinishWaitsForWhatWasPosted) {
  int done = 0;
  TaskThread thread("test");
  for (int i = 0; i < 100; ++i) thread.Post([&] { ++done; });
  EXPECT_TRUE(thread.Finish(testing::Patience()));
  EXPECT_EQ(done, 100);
  thread.Post([&] { ++done; });
  EXPECT_EQ(done, 100);
}

TEST(TaskThreadTest, FinishGivesUpOnATaskThatTakesTooLong) {
  QSemaphore go;
  TaskThread thread("test");
  thread.Post([&] { go.acquire(); });
  EXPECT_FALSE(thread.Finish(absl::Milliseconds(1)));
  go.release();
  EXPECT_TRUE(thread.Finish(testing::Patience()));
}

TEST(TaskThreadTest, IdleComesAfterTheLastTask) {
  std::vector<int> order;
  {
    QSemaphore posted;
    TaskThread thread("test", [&] { order.push_back(0); });
    thread.Post([&] { posted.acquire(); });
    for (int i = 1; i <= 3; ++i) thread.Post([&, i] { order.push_back(i); });
    posted.release();
    EXPECT_TRUE(thread.Finish(testing::Patience()));
  }
  EXPECT_THAT(order, ::testing::ElementsAre(1, 2, 3, 0));
}

}  // namespace
}  // namespace conclave::desktop
