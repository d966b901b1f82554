#ifndef CONCLAVE_CLIENT_QT_UI_SWITCHER_SWITCHER_MODEL_H_
#define CONCLAVE_CLIENT_QT_UI_SWITCHER_SWITCHER_MODEL_H_

#include "client-qt/ui/rooms/room_filter.h"

namespace conclave::desktop {

// The rooms in the order one most likely wants them: unread first, then by last activity, then as they are listed.
// Lives on the GUI's thread.
class SwitcherModel : public RoomFilter {
  Q_OBJECT

 public:
  explicit SwitcherModel(QObject* parent = nullptr);

 protected:
  [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_SWITCHER_SWITCHER_MODEL_H_
