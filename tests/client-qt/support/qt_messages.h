#ifndef CONCLAVE_TESTS_CLIENT_QT_SUPPORT_QT_MESSAGES_H_
#define CONCLAVE_TESTS_CLIENT_QT_SUPPORT_QT_MESSAGES_H_

#include <gtest/gtest.h>

#include <QString>
#include <QtGlobal>
#include <iostream>

namespace conclave::desktop {

// For qInstallMessageHandler: a warning of Qt is a failure of the test, but for what the platform without a screen says
// of itself.
inline void FailOnWarning(QtMsgType type, const QMessageLogContext& /*context*/, const QString& text) {
  if (type == QtDebugMsg || type == QtInfoMsg || text.startsWith(QLatin1String("This plugin does not support"))) {
    std::cerr << text.toStdString() << "\n";
  } else {
    ADD_FAILURE() << "Qt says: " << text.toStdString();
  }
}

}  // namespace conclave::desktop

#endif  // CONCLAVE_TESTS_CLIENT_QT_SUPPORT_QT_MESSAGES_H_
