#include "client-qt/app/profile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>
#include <system_error>
#include <utility>

namespace conclave::desktop {
namespace {

// How long the holder has to say that it heard.
constexpr int kPatienceMs = 2000;

QString ToQString(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }

}  // namespace

std::filesystem::path UsualProfileDirectory(const QString& name) {
  const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
  return std::filesystem::path(data.toStdString()) / "conclave" / name.toStdString();
}

Profile::Profile(std::filesystem::path directory, QObject* parent)
    : QObject(parent), directory_(std::move(directory)) {}

Profile::~Profile() = default;

Profile::Hold Profile::Take() {
  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  if (!error) std::filesystem::permissions(directory_, std::filesystem::perms::owner_all, error);
  if (error) {
    failure_ =
        tr("The folder %1 cannot be used: %2.").arg(ToQString(directory_), QString::fromStdString(error.message()));
    return Hold::kFailed;
  }
  lock_ = std::make_unique<QLockFile>(ToQString(directory_ / "lock"));
  // Only the end of its process frees it, however long that runs.
  lock_->setStaleLockTime(0);
  if (!lock_->tryLock()) {
    QLocalSocket holder;
    holder.connectToServer(SocketName());
    if (holder.waitForConnected(kPatienceMs)) return Hold::kShownElsewhere;
    failure_ = tr("Conclave runs already with the folder %1, and does not answer.").arg(ToQString(directory_));
    return Hold::kFailed;
  }
  settings_ = std::make_unique<QSettings>(ToQString(directory_ / "window.ini"), QSettings::IniFormat);
  Listen();
  return Hold::kHeld;
}

QString Profile::SocketName() const {
  const QString path = QDir(ToQString(directory_)).canonicalPath();
  const QByteArray hash = QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
  const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
  return QDir(runtime).filePath(QStringLiteral("conclave-") + QString::fromLatin1(hash));
}

void Profile::Listen() {
  server_.setSocketOptions(QLocalServer::UserAccessOption);
  connect(&server_, &QLocalServer::newConnection, this, [this] {
    while (QLocalSocket* caller = server_.nextPendingConnection()) {
      caller->close();
      caller->deleteLater();
      Q_EMIT ShowWanted();
    }
  });
  // A holder that was killed leaves its socket behind; the lock says that there is none any more.
  QLocalServer::removeServer(SocketName());
  server_.listen(SocketName());
}

}  // namespace conclave::desktop
