#include "client-qt/ui/dialogs/create_room_sheet.h"

#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QVBoxLayout>

namespace conclave::desktop {

CreateRoomSheet::CreateRoomSheet(const Theme& theme, QWidget& window)
    : FormSheet(theme, window, QStringLiteral("createRoom"), tr("Create a room"), tr("Create room")),
      name_(AddField(QStringLiteral("roomName"), tr("Name"), tr("release-1.0"))),
      topic_(AddField(QStringLiteral("roomTopicField"), tr("Topic (optional)"), tr("What it is about"))),
      public_(AddKind(QStringLiteral("roomPublic"), tr("Public"), tr("Anybody can find and join it."))),
      private_(AddKind(QStringLiteral("roomPrivate"), tr("Private"), tr("Only people who were invited see it."))) {
  public_->setChecked(true);
  AddButtons();
  SetComplete(false);
  connect(name_, &QLineEdit::textChanged, this, [this] { SetComplete(!name().isEmpty()); });
}

QRadioButton* CreateRoomSheet::AddKind(const QString& object_name, const QString& label, const QString& meaning) {
  auto* button = new QRadioButton(label);
  button->setObjectName(object_name);
  button->setAccessibleDescription(meaning);
  body().addWidget(button);
  AddText(meaning)->setIndent(26);
  return button;
}

void CreateRoomSheet::Start() { Open(name_); }

QString CreateRoomSheet::name() const {
  QString name = name_->text().trimmed();
  return name.startsWith(u'#') ? name.mid(1) : name;
}

QString CreateRoomSheet::topic() const { return topic_->text().trimmed(); }

RoomKind CreateRoomSheet::kind() const { return private_->isChecked() ? RoomKind::kPrivate : RoomKind::kPublic; }

}  // namespace conclave::desktop
