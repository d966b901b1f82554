// A GoogleTest program with an application that has windows, in which a warning of Qt is a failure.
#include <gtest/gtest.h>

#include <QAccessible>
#include <QApplication>
#include <QTemporaryDir>

#include "client-qt/ui/theme/style.h"
#include "client-qt/ui/theme/theme.h"
#include "tests/client-qt/support/qt_messages.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const QTemporaryDir runtime;
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("XDG_RUNTIME_DIR", runtime.path().toUtf8());
  qInstallMessageHandler(conclave::desktop::FailOnWarning);
  const QApplication application(argc, argv);
  QAccessible::setActive(true);
  QLocale::setDefault(QLocale::c());
  conclave::desktop::Theme theme;
  conclave::desktop::InstallTheme(theme);
  return RUN_ALL_TESTS();
}
