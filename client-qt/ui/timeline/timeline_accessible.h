#ifndef CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_ACCESSIBLE_H_
#define CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_ACCESSIBLE_H_

#include <QAccessibleWidget>

#include "absl/container/flat_hash_map.h"
#include "client-qt/ui/timeline/layout_cache.h"

namespace conclave::desktop {

class TimelineView;

// The timeline as a screen reader finds it: a list with an item per message, made when asked for and known by the
// message, so that it stays the same while rows move. Lives on the GUI's thread; owned by QAccessible.
class TimelineAccessible : public QAccessibleWidget {
 public:
  explicit TimelineAccessible(TimelineView* view);
  ~TimelineAccessible() override;

  [[nodiscard]] int childCount() const override;
  [[nodiscard]] QAccessibleInterface* child(int index) const override;
  [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override;
  [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override;
  [[nodiscard]] QAccessibleInterface* focusChild() const override;

 private:
  TimelineView& view_;
  mutable absl::flat_hash_map<MessageKey, QAccessible::Id> items_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_ACCESSIBLE_H_
