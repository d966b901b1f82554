#include "client-qt/model/name_book.h"

#include <QTimer>
#include <iterator>
#include <utility>
#include <vector>

namespace conclave::desktop {
namespace {

// The server answers for no more at once.
constexpr std::size_t kUsersPerCall = 500;

}  // namespace

NameBook::NameBook(ServerCalls& calls, Cache& cache) : calls_(calls), cache_(cache) {}

QString NameBook::Of(UserId user) {
  if (!user) return {};
  const auto found = names_.find(user);
  if (found != names_.end()) return found->second;
  Want(user);
  return tr("User %1").arg(user.value());
}

void NameBook::Want(UserId user) {
  if (user && !names_.contains(user) && missing_.insert(user).second) AskSoon();
}

void NameBook::Load(const std::map<UserId, QString>& names) {
  for (const auto& [user, name] : names) names_.emplace(user, name);
}

void NameBook::Put(UserId user, const QString& name) {
  missing_.erase(user);
  QString& known = names_[user];
  if (known == name) return;
  known = name;
  cache_.PutName(user, name);
  Q_EMIT Changed();
}

void NameBook::SetOnline(bool online) {
  if (std::exchange(online_, online) != online) AskSoon();
}

void NameBook::AskSoon() {
  // After all that came together has been looked at.
  if (online_ && !asking_ && !missing_.empty()) QTimer::singleShot(0, this, &NameBook::Ask);
}

void NameBook::Ask() {
  if (!online_ || asking_ || missing_.empty()) return;
  asking_ = true;
  std::vector<UserId> users;
  for (const UserId user : missing_) {
    if (users.size() < kUsersPerCall) users.push_back(user);
  }
  calls_.GetUsers(users, this, [this, users](const Reply<std::vector<v1::User>>& reply) {
    asking_ = false;
    // Without an answer they are asked for again when the server is back.
    if (!reply) return;
    bool changed = false;
    for (const v1::User& user : reply.value) {
      const UserId id(user.user_id());
      const QString name = QString::fromStdString(user.name());
      changed = std::exchange(names_[id], name) != name || changed;
      cache_.PutName(id, name);
    }
    for (const UserId user : users) missing_.erase(user);
    if (changed) Q_EMIT Changed();
    AskSoon();
  });
}

}  // namespace conclave::desktop
