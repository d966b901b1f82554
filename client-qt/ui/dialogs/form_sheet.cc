#include "client-qt/ui/dialogs/form_sheet.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "client-qt/ui/theme/style.h"

namespace conclave::desktop {
namespace {

QLabel* MakeText(const Theme& theme, const QString& text, QColor Tokens::*colour) {
  auto* label = new QLabel(text);
  label->setWordWrap(true);
  const auto dress = [label, &theme, colour] {
    label->setFont(theme.Font(TextKind::kSecondary));
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, theme.tokens().*colour);
    label->setPalette(palette);
  };
  QObject::connect(&theme, &Theme::Changed, label, dress);
  dress();
  return label;
}

}  // namespace

FormSheet::FormSheet(const Theme& theme, QWidget& window, const QString& object_name, const QString& title,
                     const QString& done_text)
    : Sheet(theme, window, object_name, title),
      failure_(MakeText(theme, {}, &Tokens::danger)),
      done_(new QPushButton(done_text)) {
  failure_->setObjectName(QStringLiteral("failure"));
  failure_->hide();
  done_->setObjectName(QStringLiteral("done"));
  done_->setProperty(Style::kRoleProperty, QStringLiteral("primary"));
  // Enter presses the button that has the keyboard, as in a dialog of Qt's.
  done_->setAutoDefault(true);
  connect(done_, &QPushButton::clicked, this, &FormSheet::Submit);
}

QLineEdit* FormSheet::AddField(const QString& object_name, const QString& label, const QString& placeholder) {
  auto* field = new QLineEdit;
  field->setObjectName(object_name);
  field->setAccessibleName(label);
  field->setPlaceholderText(placeholder);
  auto* caption = MakeText(theme(), label, &Tokens::text);
  caption->setBuddy(field);
  body().addWidget(caption);
  body().addWidget(field);
  body().addSpacing(4);
  connect(field, &QLineEdit::returnPressed, this, &FormSheet::Submit);
  return field;
}

QLabel* FormSheet::AddText(const QString& text) {
  QLabel* label = MakeText(theme(), text, &Tokens::text2);
  body().addWidget(label);
  return label;
}

void FormSheet::AddButtons() {
  body().addWidget(failure_);
  body().addSpacing(8);
  auto* cancel = new QPushButton(tr("Cancel"));
  cancel->setObjectName(QStringLiteral("cancel"));
  cancel->setAutoDefault(true);
  connect(cancel, &QPushButton::clicked, this, &Sheet::Close);
  auto* row = new QHBoxLayout;
  row->addStretch(1);
  row->addWidget(cancel);
  row->addWidget(done_);
  body().addLayout(row);
}

void FormSheet::SetComplete(bool complete) {
  complete_ = complete;
  done_->setEnabled(complete);
}

void FormSheet::SetDangerous() { done_->setProperty(Style::kRoleProperty, QStringLiteral("danger")); }

void FormSheet::Submit() {
  if (!complete_ || !done_->isEnabled()) return;
  failure_->hide();
  done_->setEnabled(false);
  Q_EMIT Submitted();
}

void FormSheet::ShowFailure(const QString& failure) {
  failure_->setText(failure);
  failure_->show();
  done_->setEnabled(complete_);
}

}  // namespace conclave::desktop
