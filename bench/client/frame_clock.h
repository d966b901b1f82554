#ifndef CONCLAVE_BENCH_CLIENT_FRAME_CLOCK_H_
#define CONCLAVE_BENCH_CLIENT_FRAME_CLOCK_H_

#include <QApplication>
#include <QPointer>
#include <functional>
#include <optional>

#include "bench/client/samples.h"
#include "client-qt/core/mailbox.h"

namespace conclave::desktop {

// The application, which sees every event of the GUI's thread begin and end: when a drain of the mailbox begins, and
// when a window has been painted. Nothing in the window knows that it is measured. Lives on the GUI's thread.
class FrameClock : public QApplication {
  Q_OBJECT

 public:
  using QApplication::QApplication;

  bool notify(QObject* receiver, QEvent* event) override;

  // Called when a window has been painted, with the time since the first drain that it shows, if any.
  void OnFrame(std::function<void(const std::optional<Took>&)> action) { on_frame_ = std::move(action); }

  // Runs the event loop until the condition holds; ends the process with a message when that takes a minute.
  static void RunUntil(const std::function<bool()>& condition);
  static void RunFor(int ms);
  // Does what is due, and paints, without waiting for anything.
  static void RunDue();

 private:
  void Watch(Mailbox* mailbox);

  std::function<void(const std::optional<Took>&)> on_frame_;
  QPointer<Mailbox> mailbox_;
  bool drained_ = false;
  // From the first drain since the last frame.
  std::optional<Stopwatch> since_drain_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_BENCH_CLIENT_FRAME_CLOCK_H_
