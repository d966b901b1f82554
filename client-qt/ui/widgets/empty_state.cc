#include "client-qt/ui/widgets/empty_state.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "client-qt/ui/theme/style.h"

namespace conclave::desktop {
namespace {

constexpr int kCircle = 88;
constexpr int kColumn = 420;

QLabel* AddLabel(QVBoxLayout& column, const char* name) {
  auto* label = new QLabel;
  label->setObjectName(QString::fromLatin1(name));
  label->setAlignment(Qt::AlignCenter);
  label->setWordWrap(true);
  auto* row = new QHBoxLayout;
  row->addStretch(1);
  row->addWidget(label);
  row->addStretch(1);
  label->setFixedWidth(kColumn);
  column.addLayout(row);
  return label;
}

}  // namespace

EmptyState::EmptyState(const Theme& theme, Icon icon, QWidget* parent)
    : Ground(theme, &Tokens::bg, {}, parent), icon_(icon), circle_(new QWidget), button_(new QPushButton) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(24, 24, 24, 24);
  column->setSpacing(8);
  column->addStretch(2);
  circle_->setFixedSize(kCircle, kCircle);
  column->addWidget(circle_, 0, Qt::AlignHCenter);
  column->addSpacing(8);
  title_ = AddLabel(*column, "emptyTitle");
  sentence_ = AddLabel(*column, "emptySentence");
  column->addSpacing(16);
  command_ = AddLabel(*column, "emptyCommand");
  command_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  command_->setFocusPolicy(Qt::StrongFocus);
  command_->installEventFilter(this);
  command_->setAccessibleName(tr("Command"));
  command_->hide();
  column->addSpacing(8);
  button_->setObjectName(QStringLiteral("emptyButton"));
  button_->setProperty(Style::kRoleProperty, QStringLiteral("primary"));
  button_->setAutoDefault(true);
  button_->hide();
  column->addWidget(button_, 0, Qt::AlignHCenter);
  column->addStretch(3);
  connect(button_, &QPushButton::clicked, this, &EmptyState::Clicked);
  connect(&theme, &Theme::Changed, this, &EmptyState::Restyle);
  Restyle();
}

void EmptyState::Restyle() {
  const auto dress = [this](QLabel* label, TextKind kind, const QColor& colour) {
    label->setFont(theme().Font(kind));
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, colour);
    label->setPalette(palette);
  };
  dress(title_, TextKind::kTitle, theme().tokens().text);
  dress(sentence_, TextKind::kBody, theme().tokens().text2);
  dress(command_, TextKind::kCode, theme().tokens().text);
}

void EmptyState::SetTexts(const QString& title, const QString& sentence) {
  title_->setText(title);
  sentence_->setText(sentence);
}

void EmptyState::SetCommand(const QString& command) {
  command_->setText(command);
  command_->setVisible(!command.isEmpty());
}

void EmptyState::SetButton(const QString& text) {
  button_->setText(text);
  button_->setVisible(!text.isEmpty());
}

bool EmptyState::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
  return Ground::eventFilter(watched, event);
}

void EmptyState::paintEvent(QPaintEvent* event) {
  Ground::paintEvent(event);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme().tokens().selected);
  painter.drawEllipse(circle_->geometry());
  PaintIcon(painter, icon_, QRectF(circle_->geometry()).adjusted(24, 24, -24, -24), theme().tokens().accent_text);
  if (!command_->isVisible()) return;
  painter.setBrush(theme().tokens().code_bg);
  painter.setPen(command_->hasFocus() ? QPen(theme().tokens().accent_text, 2) : QPen(theme().tokens().border));
  painter.drawRoundedRect(QRectF(command_->geometry()).adjusted(-0.5, -9.5, 0.5, 9.5), 8, 8);
}

}  // namespace conclave::desktop
