// A GoogleTest program with an application of Qt, in which a warning of Qt is a failure.
#include <gtest/gtest.h>

#include <QCoreApplication>

#include "tests/client-qt/support/qt_messages.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const QCoreApplication application(argc, argv);
  qInstallMessageHandler(conclave::desktop::FailOnWarning);
  return RUN_ALL_TESTS();
}
