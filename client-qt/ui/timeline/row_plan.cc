#include "client-qt/ui/timeline/row_plan.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace conclave::desktop {
namespace {

constexpr TimeUs kGroupSpan = TimeUs{5} * 60 * 1'000'000;

QDateTime Local(TimeUs time, const QTimeZone& zone) { return QDateTime::fromMSecsSinceEpoch(time / 1000, zone); }

// Of the local day. Clocks everywhere differ from UTC by quarters of an hour, so that within one of them nothing has to
// be converted, which is slow.
bool SameDay(TimeUs a, TimeUs b, const QTimeZone& zone) {
  constexpr TimeUs kQuarter = TimeUs{15} * 60 * 1'000'000;
  return a / kQuarter == b / kQuarter || Local(a, zone).date() == Local(b, zone).date();
}

QString PlanText(const char* text) { return QCoreApplication::translate("Timeline", text); }

bool SameGroup(const Message& before, const Message& message) {
  return before.kind == MessageKind::kText && before.author == message.author &&
         message.time - before.time < kGroupSpan;
}

}  // namespace

RowPlan PlanRow(const TimelineModel& model, int row, std::optional<int> unread_row, const QTimeZone& zone) {
  const Message& message = model.At(row);
  RowPlan plan;
  plan.beginning = row == 0 && model.at_beginning();
  plan.day = row == 0 || !SameDay(model.At(row - 1).time, message.time, zone);
  plan.unread = unread_row == row;
  plan.header = message.kind == MessageKind::kText && (plan.day || plan.unread || StartsGroup(model, row));
  return plan;
}

bool StartsGroup(const TimelineModel& model, int row) {
  const Message& message = model.At(row);
  return message.kind == MessageKind::kText && (row == 0 || !SameGroup(model.At(row - 1), message));
}

std::optional<int> FirstUnreadRow(const TimelineModel& model, Seq read_up_to) {
  int low = 0;
  int high = model.rowCount();
  const auto read = [&](const Message& message) { return message.seq != 0 && message.seq <= read_up_to; };
  while (low < high) {
    const int middle = low + (high - low) / 2;
    if (read(model.At(middle))) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (int row = low; row < model.rowCount() && model.At(row).seq != 0; ++row) {
    if (!model.At(row).own && model.At(row).kind == MessageKind::kText) return row;
  }
  return std::nullopt;
}

QString TimeOfDay(TimeUs time, const QTimeZone& zone) { return Local(time, zone).toString(QStringLiteral("HH:mm")); }

QString DayName(TimeUs time, TimeUs now, const QTimeZone& zone) {
  const QDate day = Local(time, zone).date();
  const QDate today = Local(now, zone).date();
  if (day == today) return PlanText("Today");
  if (day.addDays(1) == today) return PlanText("Yesterday");
  return QLocale().toString(day, QStringLiteral("dddd, d MMMM yyyy"));
}

QString FullTime(TimeUs time, const QTimeZone& zone) {
  return QLocale().toString(Local(time, zone), QStringLiteral("dddd, d MMMM yyyy, HH:mm:ss"));
}

}  // namespace conclave::desktop
