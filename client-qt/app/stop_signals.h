#ifndef CONCLAVE_CLIENT_QT_APP_STOP_SIGNALS_H_
#define CONCLAVE_CLIENT_QT_APP_STOP_SIGNALS_H_

#include <QObject>
#include <QSocketNotifier>

namespace conclave::desktop {

// Turns SIGINT, SIGTERM and SIGHUP into a signal of Qt. The handlers stay installed to the end of the process. One at a
// time; lives on the GUI's thread; owned by the window's program.
class StopSignals : public QObject {
  Q_OBJECT

 public:
  explicit StopSignals(QObject* parent = nullptr);
  ~StopSignals() override;

 Q_SIGNALS:
  void Stopped();

 private:
  static void OnSignal(int number);

  int read_end_ = -1;
  QSocketNotifier* notifier_ = nullptr;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_STOP_SIGNALS_H_
