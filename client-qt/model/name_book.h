#ifndef CONCLAVE_CLIENT_QT_MODEL_NAME_BOOK_H_
#define CONCLAVE_CLIENT_QT_MODEL_NAME_BOOK_H_

#include <QObject>
#include <QString>
#include <map>
#include <set>

#include "client-qt/net/server_calls.h"
#include "client-qt/store/cache.h"

namespace conclave::desktop {

// What everybody is called. A name that is missing is asked for, together with the others that are, as soon as the
// server can be reached, and kept on disk. Lives on the GUI's thread; owned by the session.
class NameBook : public QObject {
  Q_OBJECT

 public:
  // Both outlive this.
  NameBook(ServerCalls& calls, Cache& cache);

  // As it is to be shown; a stand-in until the name is known. Empty for nobody.
  [[nodiscard]] QString Of(UserId user);

  // It will be needed.
  void Want(UserId user);
  [[nodiscard]] bool Knows(UserId user) const { return names_.contains(user); }

  // Known from before.
  void Load(const std::map<UserId, QString>& names);
  void Put(UserId user, const QString& name);
  void SetOnline(bool online);

 Q_SIGNALS:
  // Some names are other than they were.
  void Changed();

 private:
  void AskSoon();
  void Ask();

  ServerCalls& calls_;
  Cache& cache_;
  std::map<UserId, QString> names_;
  std::set<UserId> missing_;
  bool online_ = false;
  bool asking_ = false;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_MODEL_NAME_BOOK_H_
