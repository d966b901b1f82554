#include "client-qt/ui/timeline/timeline_accessible.h"

#include <QCoreApplication>
#include <QPointer>

#include "client-qt/ui/timeline/row_plan.h"
#include "client-qt/ui/timeline/timeline_view.h"

namespace conclave::desktop {
namespace {

int RowOf(const TimelineModel& model, const MessageKey& key) {
  if (key.seq != 0) return model.RowOf(key.seq).value_or(-1);
  for (int row = model.rowCount() - 1; row >= 0 && model.At(row).seq == 0; --row) {
    if (model.At(row).command == key.command) return row;
  }
  return -1;
}

// One message. A failed one can be sent again or deleted through the action interface.
class MessageAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
 public:
  MessageAccessible(TimelineView* view, const MessageKey& key) : view_(view), key_(key) {}

  [[nodiscard]] int row() const {
    return view_ == nullptr || view_->model() == nullptr ? -1 : RowOf(*view_->model(), key_);
  }

  [[nodiscard]] bool isValid() const override { return row() >= 0; }
  [[nodiscard]] QObject* object() const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(view_); }
  [[nodiscard]] QAccessibleInterface* child(int /*index*/) const override { return nullptr; }
  [[nodiscard]] int childCount() const override { return 0; }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface* /*child*/) const override { return -1; }
  [[nodiscard]] QAccessibleInterface* childAt(int /*x*/, int /*y*/) const override { return nullptr; }
  [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }

  [[nodiscard]] QString text(QAccessible::Text kind) const override {
    if (!isValid()) return {};
    if (kind == QAccessible::Name) return view_->Spoken(row());
    return kind == QAccessible::Description ? FullTime(view_->model()->At(row()).time, view_->engine().zone())
                                            : QString();
  }
  void setText(QAccessible::Text /*kind*/, const QString& /*text*/) override {}
  [[nodiscard]] QRect rect() const override {
    if (!isValid()) return {};
    const QRect body = view_->engine().BodyRect(row());
    return {view_->viewport()->mapToGlobal(body.topLeft()), body.size()};
  }
  [[nodiscard]] QAccessible::State state() const override {
    QAccessible::State state;
    state.readOnly = true;
    state.focusable = true;
    state.focused = isValid() && view_->focus_row() == row();
    state.invisible = !isValid();
    return state;
  }
  void* interface_cast(QAccessible::InterfaceType type) override {
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
  }

  [[nodiscard]] QStringList actionNames() const override {
    QStringList names{setFocusAction()};
    if (Failed()) names << Retry() << Delete();
    return names;
  }
  void doAction(const QString& name) override {
    if (name == setFocusAction() && isValid()) view_->FocusRow(row());
    if (name == Retry() && Failed()) Q_EMIT view_->RetryWanted(key_.command);
    if (name == Delete() && Failed()) Q_EMIT view_->DiscardWanted(key_.command);
  }
  [[nodiscard]] QStringList keyBindingsForAction(const QString& /*name*/) const override { return {}; }

 private:
  static QString Retry() { return QCoreApplication::translate("Timeline", "Retry"); }
  static QString Delete() { return QCoreApplication::translate("Timeline", "Delete"); }
  [[nodiscard]] bool Failed() const { return isValid() && view_->model()->At(row()).state == SendState::kFailed; }

  const QPointer<TimelineView> view_;
  const MessageKey key_;
};

}  // namespace

TimelineAccessible::TimelineAccessible(TimelineView* view) : QAccessibleWidget(view, QAccessible::List), view_(*view) {}

TimelineAccessible::~TimelineAccessible() {
  for (const auto& [key, id] : items_) QAccessible::deleteAccessibleInterface(id);
}

int TimelineAccessible::childCount() const { return view_.engine().rows(); }

QAccessibleInterface* TimelineAccessible::child(int index) const {
  if (index < 0 || index >= childCount()) return nullptr;
  const MessageKey key = KeyOf(view_.model()->At(index));
  auto item = items_.find(key);
  if (item == items_.end()) {
    auto* made = new MessageAccessible(&view_, key);
    item = items_.emplace(key, QAccessible::registerAccessibleInterface(made)).first;
  }
  return QAccessible::accessibleInterface(item->second);
}

int TimelineAccessible::indexOfChild(const QAccessibleInterface* child) const {
  const auto* item = dynamic_cast<const MessageAccessible*>(child);
  return item == nullptr ? -1 : item->row();
}

QAccessibleInterface* TimelineAccessible::childAt(int x, int y) const {
  const QPoint point = view_.viewport()->mapFromGlobal(QPoint(x, y));
  const int row = view_.engine().RowAt(point.y());
  return row >= 0 && view_.engine().RowRect(row).contains(point) ? child(row) : nullptr;
}

QAccessibleInterface* TimelineAccessible::focusChild() const { return child(view_.focus_row()); }

}  // namespace conclave::desktop
