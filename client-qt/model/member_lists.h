#ifndef CONCLAVE_CLIENT_QT_MODEL_MEMBER_LISTS_H_
#define CONCLAVE_CLIENT_QT_MODEL_MEMBER_LISTS_H_

#include <QObject>
#include <map>
#include <memory>

#include "client-qt/model/member_model.h"
#include "client-qt/model/name_book.h"
#include "client-qt/net/server_calls.h"

namespace conclave::desktop {

// Who is in the rooms somebody has looked into. A list is fetched each time it is asked for, and again when it changes.
// Lives on the GUI's thread; owned by the session.
class MemberLists : public QObject {
  Q_OBJECT

 public:
  // Both outlive this.
  MemberLists(ServerCalls& calls, NameBook& names);
  ~MemberLists() override;

  [[nodiscard]] MemberModel& Of(RoomId room);
  // Somebody came or went.
  void OnChanged(RoomId room);
  // What could not be fetched may be now.
  void FetchAll();
  void Remove(RoomId room);

 private:
  struct List {
    std::unique_ptr<MemberModel> model = std::make_unique<MemberModel>();
    bool fetching = false;
    // Changed while it was fetched.
    bool outdated = false;
  };

  void Fetch(RoomId room);
  void OnFetched(RoomId room, const Reply<std::vector<v1::Member>>& reply);

  ServerCalls& calls_;
  NameBook& names_;
  std::map<RoomId, std::unique_ptr<List>> lists_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_MODEL_MEMBER_LISTS_H_
