#ifndef CONCLAVE_CLIENT_QT_UI_SHELL_MEMBER_DELEGATE_H_
#define CONCLAVE_CLIENT_QT_UI_SHELL_MEMBER_DELEGATE_H_

#include <QAbstractItemDelegate>

#include "server/core/ids.h"

namespace conclave::desktop {

class Theme;

// Paints a member: picture, name, and whether they own the room. Lives on the GUI's thread.
class MemberDelegate : public QAbstractItemDelegate {
  Q_OBJECT

 public:
  MemberDelegate(const Theme& theme, UserId me, QObject* parent = nullptr);

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  const Theme& theme_;
  const UserId me_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_SHELL_MEMBER_DELEGATE_H_
