#ifndef CONCLAVE_CLIENT_QT_UI_SHELL_MEMBER_PANE_H_
#define CONCLAVE_CLIENT_QT_UI_SHELL_MEMBER_PANE_H_

#include "client-qt/model/member_model.h"
#include "client-qt/ui/widgets/ground.h"

class QListView;

namespace conclave::desktop {

class Label;

// The right column: who is in the room. Lives on the GUI's thread; owned by the window.
class MemberPane : public Ground {
  Q_OBJECT

 public:
  static constexpr int kWidth = 280;

  MemberPane(const Theme& theme, UserId me, QWidget* parent = nullptr);

  // `may_remove`: one owns the room. Null: nobody.
  void SetModel(MemberModel* members, bool may_remove);
  [[nodiscard]] QListView& list() { return *list_; }

 Q_SIGNALS:
  void Closed();
  void DirectWanted(const QString& user_name);
  void RemoveWanted(conclave::UserId user, const QString& user_name);

 private:
  void ShowMenu(const QPoint& point);
  void Count();

  const UserId me_;
  MemberModel* members_ = nullptr;
  bool may_remove_ = false;
  Label* title_;
  QListView* list_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_SHELL_MEMBER_PANE_H_
