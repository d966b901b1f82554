#include "client-qt/ui/composer/composer.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>

#include "client-qt/ui/composer/send_button.h"
#include "client-qt/ui/widgets/icon_button.h"

namespace conclave::desktop {
namespace {

// Narrower, and the format buttons would leave no room to write.
constexpr int kFormatWidth = 520;

}  // namespace

Composer::Composer(const Theme& theme, QWidget* parent)
    : Ground(theme, &Tokens::bg, {}, parent),
      edit_(new ComposerEdit(theme)),
      emoji_(new IconButton(theme, Icon::kSmile, QStringLiteral("emoji"), tr("Emoji"))),
      send_(new SendButton(theme)),
      box_(new QWidget) {
  auto* outer = new QHBoxLayout(this);
  outer->setContentsMargins(20, 4, 20, 20);
  outer->addWidget(box_);
  auto* row = new QHBoxLayout(box_);
  row->setContentsMargins(16, 9, 9, 9);
  row->setSpacing(8);
  row->addWidget(edit_, 1, Qt::AlignVCenter);
  // As high as Send, so that the line of buttons stays at the bottom of a tall text.
  auto* tools = new QWidget;
  tools->setFixedHeight(send_->height());
  tools_ = new QHBoxLayout(tools);
  tools_->setContentsMargins(0, 0, 0, 0);
  tools_->setSpacing(4);
  AddFormatButton(Icon::kBold, "bold", tr("Bold"), QKeySequence(Qt::CTRL | Qt::Key_B), QStringLiteral("**"));
  AddFormatButton(Icon::kItalic, "italic", tr("Italic"), QKeySequence(Qt::CTRL | Qt::Key_I), QStringLiteral("*"));
  AddFormatButton(Icon::kCode, "code", tr("Code"), QKeySequence(Qt::CTRL | Qt::Key_E), QStringLiteral("`"));
  tools_->addWidget(emoji_);
  tools_->addSpacing(4);
  tools_->addWidget(send_);
  row->addWidget(tools, 0, Qt::AlignBottom);
  edit_->installEventFilter(this);
  connect(edit_, &ComposerEdit::SendWanted, this, &Composer::Send);
  connect(send_, &QToolButton::clicked, this, &Composer::Send);
  connect(emoji_, &IconButton::clicked, this, &Composer::EmojiWanted);
  connect(edit_, &QPlainTextEdit::textChanged, this, [this] {
    draft_timer_.start(kDraftDelayMs);
    Update();
  });
  draft_timer_.setSingleShot(true);
  connect(&draft_timer_, &QTimer::timeout, this, [this] { Q_EMIT DraftChanged(text()); });
  connect(&theme, &Theme::Changed, this, &Composer::Update);
  Update();
}

void Composer::AddFormatButton(Icon icon, const char* object_name, const QString& name, const QKeySequence& keys,
                               const QString& mark) {
  auto* button = new IconButton(theme(), icon, QString::fromLatin1(object_name), name);
  button->SetKeys(keys);
  tools_->addWidget(button);
  connect(button, &IconButton::clicked, this, [this, mark] {
    edit_->ToggleMark(mark);
    edit_->setFocus();
  });
  format_.push_back(button);
}

QWidget& Composer::emoji_button() { return *emoji_; }

void Composer::Open(const QString& placeholder, const QString& draft) {
  Flush();
  edit_->setPlaceholderText(placeholder);
  edit_->setPlainText(draft);
  edit_->moveCursor(QTextCursor::End);
  draft_timer_.stop();
}

void Composer::Flush() {
  if (!draft_timer_.isActive()) return;
  draft_timer_.stop();
  Q_EMIT DraftChanged(text());
}

void Composer::Insert(const QString& inserted) {
  edit_->insertPlainText(inserted);
  edit_->setFocus();
}

void Composer::Clear() {
  edit_->clear();
  Flush();
}

void Composer::Send() {
  const QString sent = text().trimmed();
  if (sent.isEmpty()) return;
  Clear();
  Q_EMIT SendWanted(sent);
}

void Composer::Update() {
  send_->setEnabled(!text().trimmed().isEmpty());
  update();
}

bool Composer::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
  return Ground::eventFilter(watched, event);
}

void Composer::mousePressEvent(QMouseEvent* event) {
  if (box_->geometry().contains(event->pos())) edit_->setFocus();
}

void Composer::resizeEvent(QResizeEvent* event) {
  Ground::resizeEvent(event);
  for (IconButton* button : format_) button->setVisible(width() >= kFormatWidth);
}

void Composer::paintEvent(QPaintEvent* event) {
  Ground::paintEvent(event);
  const Tokens& t = theme().tokens();
  const bool focus = edit_->hasFocus();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(t.field_bg);
  painter.setPen(QPen(focus ? t.accent_text : t.control, focus ? 2 : 1));
  const double inset = focus ? 1 : 0.5;
  painter.drawRoundedRect(QRectF(box_->geometry()).adjusted(inset, inset, -inset, -inset), 12, 12);
}

}  // namespace conclave::desktop
