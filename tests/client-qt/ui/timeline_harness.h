#ifndef CONCLAVE_TESTS_CLIENT_QT_UI_TIMELINE_HARNESS_H_
#define CONCLAVE_TESTS_CLIENT_QT_UI_TIMELINE_HARNESS_H_

#include <QTimeZone>
#include <vector>

#include "client-qt/model/timeline_model.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/timeline/timeline_engine.h"

namespace conclave::desktop {

inline constexpr TimeUs kMinuteUs = TimeUs{60} * 1'000'000;
// Midnight of 24 November 2026, UTC.
inline constexpr TimeUs kMidnight = TimeUs{1'795'478'400} * 1'000'000;

inline Message TextMessage(Seq seq, std::uint32_t author, const QString& text, TimeUs time) {
  return {.seq = seq,
          .time = time,
          .author = UserId(author),
          .author_name = QStringLiteral("Author %1").arg(author),
          .document = PlainDocument(text)};
}

inline Message UnsentMessage(std::uint8_t number, const QString& text, TimeUs time) {
  Message message = TextMessage(0, 1, text, time);
  message.command = CommandId({0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number});
  message.state = SendState::kQueued;
  message.own = true;
  return message;
}

// A model and an engine that hears its signals, as in a view.
class TimelineHarness {
 public:
  explicit TimelineHarness(const QSize& view) {
    engine.Resize(view);
    engine.SetModel(&model);
    QObject::connect(&model, &TimelineModel::rowsInserted,
                     [this](const QModelIndex&, int first, int last) { engine.RowsInserted(first, last); });
    QObject::connect(&model, &TimelineModel::rowsRemoved,
                     [this](const QModelIndex&, int first, int last) { engine.RowsRemoved(first, last); });
    QObject::connect(&model, &TimelineModel::dataChanged, [this](const QModelIndex& from, const QModelIndex& to) {
      engine.RowsChanged(from.row(), to.row());
    });
  }

  void Say(Seq seq, std::uint32_t author, const QString& text, TimeUs time = kMidnight) {
    const Message message = TextMessage(seq, author, text, time);
    model.Append({&message, 1});
  }

  Theme theme;
  TimelineModel model{RoomId(1)};
  TimelineEngine engine{theme, QTimeZone::utc()};
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_TESTS_CLIENT_QT_UI_TIMELINE_HARNESS_H_
