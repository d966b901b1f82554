#ifndef CONCLAVE_TESTS_CLIENT_QT_SUPPORT_MODEL_WATCH_H_
#define CONCLAVE_TESTS_CLIENT_QT_SUPPORT_MODEL_WATCH_H_

#include <QAbstractItemModel>
#include <QAbstractItemModelTester>
#include <QStringList>

namespace conclave::desktop {

// A view's idea of a list model, kept by its signals alone; and Qt's own tester, which aborts on a broken rule. When
// the signals are right, rows() is what the model holds.
class ModelWatch {
 public:
  explicit ModelWatch(QAbstractItemModel& model, int role = Qt::DisplayRole)
      : model_(model), role_(role), tester_(&model, QAbstractItemModelTester::FailureReportingMode::Fatal) {
    Reset();
    QObject::connect(&model, &QAbstractItemModel::modelReset, &context_, [this] { Reset(); });
    QObject::connect(&model, &QAbstractItemModel::rowsInserted, &context_,
                     [this](const QModelIndex&, int first, int last) {
                       for (int row = first; row <= last; ++row) rows_.insert(row, Look(row));
                       ++inserts_;
                     });
    QObject::connect(&model, &QAbstractItemModel::rowsRemoved, &context_,
                     [this](const QModelIndex&, int first, int last) {
                       rows_.erase(rows_.begin() + first, rows_.begin() + last + 1);
                       ++removes_;
                     });
    QObject::connect(&model, &QAbstractItemModel::rowsMoved, &context_,
                     [this](const QModelIndex&, int first, int last, const QModelIndex&, int target) {
                       Q_ASSERT(first == last);
                       rows_.move(first, target > last ? target - 1 : target);
                       ++moves_;
                     });
    QObject::connect(&model, &QAbstractItemModel::dataChanged, &context_,
                     [this](const QModelIndex& first, const QModelIndex& last) {
                       for (int row = first.row(); row <= last.row(); ++row) rows_[row] = Look(row);
                       ++changes_;
                     });
  }

  [[nodiscard]] const QStringList& rows() const { return rows_; }
  [[nodiscard]] QStringList Held() const {
    QStringList held;
    for (int row = 0; row < model_.rowCount(); ++row) held.push_back(Look(row));
    return held;
  }
  [[nodiscard]] int inserts() const { return inserts_; }
  [[nodiscard]] int removes() const { return removes_; }
  [[nodiscard]] int moves() const { return moves_; }
  [[nodiscard]] int changes() const { return changes_; }

 private:
  [[nodiscard]] QString Look(int row) const { return model_.index(row, 0).data(role_).toString(); }
  void Reset() { rows_ = Held(); }

  QAbstractItemModel& model_;
  const int role_;
  QAbstractItemModelTester tester_;
  QObject context_;
  QStringList rows_;
  int inserts_ = 0;
  int removes_ = 0;
  int moves_ = 0;
  int changes_ = 0;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_TESTS_CLIENT_QT_SUPPORT_MODEL_WATCH_H_
