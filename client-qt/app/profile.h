#ifndef CONCLAVE_CLIENT_QT_APP_PROFILE_H_
#define CONCLAVE_CLIENT_QT_APP_PROFILE_H_

#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <QSettings>
#include <QString>
#include <filesystem>
#include <memory>

namespace conclave::desktop {

// Where everything of one person on one server is kept: XDG's data directory / conclave / NAME.
std::filesystem::path UsualProfileDirectory(const QString& name);

// One person's directory, held by one process at a time: another that wants it asks the holder to show its window
// instead. Lives on the GUI's thread; owned by the window's program.
class Profile : public QObject {
  Q_OBJECT

 public:
  enum class Hold { kHeld, kShownElsewhere, kFailed };

  // Makes the directory (0700) when it is absent.
  explicit Profile(std::filesystem::path directory, QObject* parent = nullptr);
  ~Profile() override;

  // Whether this process may go on. kFailed: `failure` says why in one sentence.
  Hold Take();

  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
  [[nodiscard]] const QString& failure() const { return failure_; }
  // Window size, theme and the like.
  [[nodiscard]] QSettings& settings() { return *settings_; }

 Q_SIGNALS:
  // Somebody started the program again.
  void ShowWanted();

 private:
  // The name under which the holder listens; a hash, since a path may be too long for a socket.
  [[nodiscard]] QString SocketName() const;
  void Listen();

  const std::filesystem::path directory_;
  QString failure_;
  std::unique_ptr<QLockFile> lock_;
  std::unique_ptr<QSettings> settings_;
  QLocalServer server_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_PROFILE_H_
