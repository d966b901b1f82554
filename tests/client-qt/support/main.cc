// A GoogleTest program with an application of Qt, in which a warning of Qt is a failure.
#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QtGlobal>
#include <iostream>

namespace {

void OnMessage(QtMsgType type, const QMessageLogContext& /*context*/, const QString& text) {
  if (type == QtDebugMsg || type == QtInfoMsg) {
    std::cerr << text.toStdString() << "\n";
  } else {
    ADD_FAILURE() << "Qt says: " << text.toStdString();
  }
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const QCoreApplication application(argc, argv);
  qInstallMessageHandler(OnMessage);
  return RUN_ALL_TESTS();
}
