#ifndef CONCLAVE_CLIENT_QT_UI_ROOMS_ROOM_FILTER_H_
#define CONCLAVE_CLIENT_QT_UI_ROOMS_ROOM_FILTER_H_

#include <QSortFilterProxyModel>

namespace conclave::desktop {

// The rooms whose title contains some words. Lives on the GUI's thread.
class RoomFilter : public QSortFilterProxyModel {
  Q_OBJECT

 public:
  using QSortFilterProxyModel::QSortFilterProxyModel;

  void SetWords(const QString& words);

  // Qt::AccessibleTextRole says how much is unread, too.
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 protected:
  [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  QStringList words_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_ROOMS_ROOM_FILTER_H_
