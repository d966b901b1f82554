#include "client-qt/core/refusal_sentence.h"

#include <QCoreApplication>

namespace conclave::desktop {
namespace {

QString RefusalWords(const char* words) { return QCoreApplication::translate("conclave::desktop::Refusal", words); }

QString ServersOwn(const v1::Error& error) {
  return error.text().empty() ? RefusalWords("The server does not answer.") : QString::fromStdString(error.text());
}

}  // namespace

QString SentenceFor(const v1::Error& error) {
  switch (error.reason()) {
    case v1::REASON_ROOM_NOT_FOUND:
      return RefusalWords("This room does not exist, or you are no longer in it.");
    case v1::REASON_USER_NOT_FOUND:
      return RefusalWords("There is no such user.");
    case v1::REASON_NOT_A_MEMBER:
      return RefusalWords("You are not in this room.");
    case v1::REASON_ROLE_TOO_LOW:
      return RefusalWords("Only an owner of the room can do that.");
    case v1::REASON_WRONG_ROOM_KIND:
      return RefusalWords("That is not possible in a room of this kind.");
    case v1::REASON_NAME_TAKEN:
      return RefusalWords("A room of that name exists already.");
    case v1::REASON_ALREADY_A_MEMBER:
      return RefusalWords("That person is in the room already.");
    case v1::REASON_TOO_LARGE:
      return RefusalWords("The text is too long.");
    case v1::REASON_LIMIT_REACHED:
      return RefusalWords("The server's limit for this is reached.");
    case v1::REASON_BUSY:
    case v1::REASON_DRAINING:
    case v1::REASON_FATE_UNKNOWN:
    case v1::REASON_STORE_UNAVAILABLE:
    case v1::REASON_NOT_YET:
      return RefusalWords("The server cannot do that at the moment.");
    case v1::REASON_RATE_LIMITED:
      return RefusalWords("That was too much at once. Try again in a moment.");
    case v1::REASON_DATA_DAMAGED:
      return RefusalWords("The server's data is damaged there.");
    case v1::REASON_INTERNAL:
      return RefusalWords("Something went wrong in the server.");
    case v1::REASON_ID_REUSED:
      return RefusalWords("The server took this for another message.");
    default:
      return ServersOwn(error);
  }
}

}  // namespace conclave::desktop
