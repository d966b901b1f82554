#include "client-qt/core/happening.h"

#include <QCoreApplication>

namespace conclave::desktop {
namespace {

QString Words(const char* words) { return QCoreApplication::translate("conclave::desktop::Happening", words); }

}  // namespace

QString Describe(Happening happening, const QString& author, const QString& subject) {
  switch (happening) {
    case Happening::kRoomCreated:
      return author.isEmpty() ? Words("The room was created") : Words("%1 created the room").arg(author);
    case Happening::kJoined:
      return Words("%1 joined").arg(subject);
    case Happening::kInvited:
      return author.isEmpty() ? Words("%1 joined").arg(subject) : Words("%1 added %2").arg(author, subject);
    case Happening::kLeft:
      return Words("%1 left").arg(subject);
    case Happening::kRemoved:
      return author.isEmpty() ? Words("%1 was removed").arg(subject) : Words("%1 removed %2").arg(author, subject);
    case Happening::kOther:
      return {};
  }
  return {};
}

}  // namespace conclave::desktop
