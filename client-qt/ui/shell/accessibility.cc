#include "client-qt/ui/shell/accessibility.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include "client-qt/ui/shell/announcer.h"
#include "client-qt/ui/timeline/timeline_accessible.h"
#include "client-qt/ui/timeline/timeline_view.h"
#include "client-qt/ui/widgets/label.h"
#include "client-qt/ui/widgets/sheet.h"

namespace conclave::desktop {
namespace {

// Called for the class of an object and, as long as the answer is null, for each class it derives from.
QAccessibleInterface* Make(const QString& class_name, QObject* object) {
  if (object == nullptr || !object->isWidgetType()) return nullptr;
  auto* widget = static_cast<QWidget*>(object);
  const auto is = [&](const QMetaObject& meta) { return class_name == QLatin1String(meta.className()); };
  if (is(TimelineView::staticMetaObject)) return new TimelineAccessible(static_cast<TimelineView*>(widget));
  if (is(Sheet::staticMetaObject)) return new QAccessibleWidget(widget, QAccessible::Dialog);
  if (is(Announcer::staticMetaObject)) return new QAccessibleWidget(widget, QAccessible::AlertMessage);
  if (is(Label::staticMetaObject)) return new QAccessibleWidget(widget, QAccessible::StaticText);
  return nullptr;
}

}  // namespace

void InstallAccessibility() {
  // Qt keeps a list and does not look for doubles.
  QAccessible::removeFactory(Make);
  QAccessible::installFactory(Make);
}

}  // namespace conclave::desktop
