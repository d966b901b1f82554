#include "bench/client/frame_clock.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QTimer>
#include <QWidget>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace conclave::desktop {
namespace {

constexpr int kPatienceMs = 60'000;
// How often a condition is looked at.
constexpr int kPollMs = 2;

bool IsWindow(const QObject* receiver) {
  return receiver->isWidgetType() && static_cast<const QWidget*>(receiver)->isWindow();
}

}  // namespace

bool FrameClock::notify(QObject* receiver, QEvent* event) {
  const QEvent::Type type = event->type();
  if (type == QEvent::UpdateRequest && IsWindow(receiver)) {
    const bool done = QApplication::notify(receiver, event);
    std::optional<Took> took;
    if (since_drain_) took = since_drain_->Read();
    since_drain_.reset();
    if (on_frame_) on_frame_(took);
    return done;
  }
  if (type != QEvent::User && type != QEvent::Timer) return QApplication::notify(receiver, event);
  if (mailbox_ == nullptr) Watch(qobject_cast<Mailbox*>(receiver));
  if (receiver != mailbox_) return QApplication::notify(receiver, event);
  const Stopwatch began;
  drained_ = false;
  const bool done = QApplication::notify(receiver, event);
  if (drained_ && !since_drain_) since_drain_ = began;
  return done;
}

void FrameClock::Watch(Mailbox* mailbox) {
  mailbox_ = mailbox;
  if (mailbox != nullptr) connect(mailbox, &Mailbox::Drained, this, [this] { drained_ = true; });
}

void FrameClock::RunUntil(const std::function<bool()>& condition) {
  const QDeadlineTimer deadline(kPatienceMs);
  while (!condition()) {
    if (deadline.hasExpired()) {
      std::fputs("conclave_bench_client: what was waited for does not come\n", stderr);
      std::exit(1);
    }
    RunFor(kPollMs);
  }
}

void FrameClock::RunFor(int ms) {
  QEventLoop loop;
  QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
  loop.exec();
}

void FrameClock::RunDue() {
  processEvents();
  sendPostedEvents();
}

}  // namespace conclave::desktop
