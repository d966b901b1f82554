#ifndef CONCLAVE_CLIENT_QT_UI_TIMELINE_ROW_PLAN_H_
#define CONCLAVE_CLIENT_QT_UI_TIMELINE_ROW_PLAN_H_

#include <QDate>
#include <QString>
#include <QTimeZone>
#include <optional>

#include "client-qt/model/timeline_model.h"

namespace conclave::desktop {

// What is shown above a message, from top to bottom.
struct RowPlan {
  // "This is the beginning of…".
  bool beginning = false;
  // The day's name.
  bool day = false;
  // "New".
  bool unread = false;
  // Picture, name and time of the author.
  bool header = false;

  bool operator==(const RowPlan&) const = default;
};

// How rows of a model follow each other: a group is one author's within five minutes and one day.
RowPlan PlanRow(const TimelineModel& model, int row, std::optional<int> unread_row, const QTimeZone& zone);

// As the plan's header, but for what a new day or unread messages begin.
bool StartsGroup(const TimelineModel& model, int row);

// The first row with a number above `read_up_to` that somebody else wrote.
std::optional<int> FirstUnreadRow(const TimelineModel& model, Seq read_up_to);

// "09:41"; "Today", "Yesterday" or "Friday, 20 November 2026"; both together, to the second.
QString TimeOfDay(TimeUs time, const QTimeZone& zone);
QString DayName(TimeUs time, TimeUs now, const QTimeZone& zone);
QString FullTime(TimeUs time, const QTimeZone& zone);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_TIMELINE_ROW_PLAN_H_
