#ifndef CONCLAVE_CLIENT_QT_CORE_MAILBOX_H_
#define CONCLAVE_CLIENT_QT_CORE_MAILBOX_H_

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <atomic>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "server/core/mutex.h"

namespace conclave::desktop {

// The one way from other threads to the GUI's: work that is done there, in the order it was posted. However much is
// posted, one wake-up is under way; a drain ends after 6 ms, and drains are at least 16 ms apart. Lives on the GUI's
// thread; Post and size from any. Owned by the session; outlives whoever posts.
class Mailbox : public QObject {
  Q_OBJECT

 public:
  using Work = std::function<void()>;

  using QObject::QObject;

  void Post(Work work) ABSL_LOCKS_EXCLUDED(mu_);
  // Does `work` unless the context is gone by then.
  void PostFor(QPointer<QObject> context, Work work);

  // What was posted and is not done yet.
  [[nodiscard]] std::size_t size() const { return size_.load(std::memory_order_relaxed); }

  // What is posted, before or from now on, is dropped. On the GUI's thread.
  void Close() ABSL_LOCKS_EXCLUDED(mu_);

 Q_SIGNALS:
  // A drain is over: what came together can be shown together.
  void Drained();

 protected:
  void customEvent(QEvent* event) override;
  void timerEvent(QTimerEvent* event) override;

 private:
  void Drain();
  bool IsClosed() ABSL_LOCKS_EXCLUDED(mu_);
  void TakePosted() ABSL_LOCKS_EXCLUDED(mu_);

  // Of the GUI's thread.
  std::deque<Work> work_;
  QElapsedTimer since_drain_;
  QBasicTimer timer_;
  bool draining_ = false;

  std::atomic<std::size_t> size_ = 0;
  Mutex mu_;
  std::vector<Work> posted_ ABSL_GUARDED_BY(mu_);
  bool wake_posted_ ABSL_GUARDED_BY(mu_) = false;
  bool closed_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_CORE_MAILBOX_H_
