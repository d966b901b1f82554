#include "bench/client/report.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <cstdio>

namespace conclave::desktop {

void Report(std::initializer_list<std::pair<const char*, double>> figures) {
  QJsonObject object;
  for (const auto& [name, value] : figures) object[QLatin1String(name)] = value;
  std::puts(QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
  std::fflush(stdout);
}

}  // namespace conclave::desktop
