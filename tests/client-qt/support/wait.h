#ifndef CONCLAVE_TESTS_CLIENT_QT_SUPPORT_WAIT_H_
#define CONCLAVE_TESTS_CLIENT_QT_SUPPORT_WAIT_H_

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QTimer>

#include "tests/client-qt/support/print.h"
#include "tests/support/patience.h"

namespace conclave::desktop {

// Runs the event loop until the condition holds; false when patience runs out.
template <typename Condition>
bool WaitUntil(Condition condition) {
  const QDeadlineTimer deadline(absl::ToInt64Milliseconds(testing::Patience()));
  QEventLoop loop;
  // So that a condition nobody signals is looked at as well.
  QTimer look;
  look.start(5);
  while (!condition()) {
    if (deadline.hasExpired()) return false;
    loop.processEvents(QEventLoop::WaitForMoreEvents);
  }
  return true;
}

}  // namespace conclave::desktop

#endif  // CONCLAVE_TESTS_CLIENT_QT_SUPPORT_WAIT_H_
