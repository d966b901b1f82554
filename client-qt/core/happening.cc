#include "client-qt/core/happening.h"

#include <QCoreApplication>

namespace conclave::desktop {
namespace {

QString EventWords(const char* words) { return QCoreApplication::translate("conclave::desktop::Happening", words); }

}  // namespace

QString Describe(Happening happening, const QString& author, const QString& subject) {
  switch (happening) {
    case Happening::kRoomCreated:
      return author.isEmpty() ? EventWords("The room was created") : EventWords("%1 created the room").arg(author);
    case Happening::kJoined:
      return EventWords("%1 joined").arg(subject);
    case Happening::kInvited:
      return author.isEmpty() ? EventWords("%1 joined").arg(subject) : EventWords("%1 added %2").arg(author, subject);
    case Happening::kLeft:
      return EventWords("%1 left").arg(subject);
    case Happening::kRemoved:
      return author.isEmpty() ? EventWords("%1 was removed").arg(subject)
                              : EventWords("%1 removed %2").arg(author, subject);
    case Happening::kOther:
      return {};
  }
  return {};
}

}  // namespace conclave::desktop
