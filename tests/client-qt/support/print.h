#ifndef CONCLAVE_TESTS_CLIENT_QT_SUPPORT_PRINT_H_
#define CONCLAVE_TESTS_CLIENT_QT_SUPPORT_PRINT_H_

#include <QString>
#include <ostream>

// How GoogleTest shows Qt's texts; it looks beside the type.
inline void PrintTo(const QString& text, std::ostream* out) { *out << '"' << text.toStdString() << '"'; }

#endif  // CONCLAVE_TESTS_CLIENT_QT_SUPPORT_PRINT_H_
