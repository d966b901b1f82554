#include "client-qt/ui/shell/connection_banner.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <algorithm>

#include "client-qt/ui/dialogs/message_sheet.h"
#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/widgets/flat_button.h"
#include "client-qt/ui/widgets/label.h"

namespace conclave::desktop {
namespace {

constexpr int kTickMs = 250;

}  // namespace

ConnectionBanner::ConnectionBanner(const Theme& theme, const Clock& clock, absl::Duration patience, QWidget* parent)
    : Ground(theme, &Tokens::banner_bg, {}, parent),
      clock_(clock),
      patience_(patience),
      icon_(new QWidget),
      text_(new Label(theme, TextKind::kSecondary, &Tokens::banner_text)),
      details_(new FlatButton(theme, &Tokens::banner_text, QStringLiteral("connectionDetails"), tr("Details"))),
      retry_(new FlatButton(theme, &Tokens::banner_text, QStringLiteral("retryNow"), tr("Retry now"))) {
  setObjectName(QStringLiteral("connectionBanner"));
  setAccessibleName(tr("Connection"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(20, 0, 12, 0);
  row->setSpacing(4);
  icon_->setFixedSize(18, 18);
  row->addWidget(icon_);
  row->addSpacing(6);
  row->addWidget(text_, 1);
  row->addWidget(details_);
  row->addWidget(retry_);
  ticks_.setInterval(kTickMs);
  connect(&ticks_, &QTimer::timeout, this, &ConnectionBanner::Tick);
  connect(retry_, &QPushButton::clicked, this, &ConnectionBanner::RetryWanted);
  connect(details_, &QPushButton::clicked, this, &ConnectionBanner::ShowDetails);
  connect(&theme, &Theme::Changed, this, &ConnectionBanner::Restyle);
  Restyle();
  hide();
}

void ConnectionBanner::Restyle() { setFixedHeight(theme().Scaled(36)); }

QString ConnectionBanner::text() const { return text_->text(); }

void ConnectionBanner::SetState(const ConnectionState& state) {
  state_ = state;
  if (state.phase != ConnectionPhase::kOnline) {
    if (!trouble_since_) trouble_since_ = clock_.Monotonic();
    return Tick();
  }
  trouble_since_.reset();
  ticks_.stop();
  if (isHidden()) return;
  hide();
  Q_EMIT Told(tr("Connected."));
}

void ConnectionBanner::Tick() {
  if (!trouble_since_) return;
  const bool due = clock_.Monotonic() - *trouble_since_ >= patience_;
  const bool counts = !due || state_.phase == ConnectionPhase::kWaiting;
  if (counts != ticks_.isActive()) counts ? ticks_.start() : ticks_.stop();
  if (!due) return;
  text_->SetText(Sentence());
  retry_->setVisible(state_.phase == ConnectionPhase::kWaiting);
  details_->setVisible(!state_.details.isEmpty());
  if (!isHidden()) return;
  show();
  Q_EMIT Told(text());
}

QString ConnectionBanner::Sentence() const {
  QString sentence;
  switch (state_.phase) {
    case ConnectionPhase::kOnline:
      return {};
    case ConnectionPhase::kConnecting:
      sentence = state_.sentence.isEmpty() ? tr("Connecting…") : tr("%1 Trying again…").arg(state_.sentence);
      break;
    case ConnectionPhase::kWaiting: {
      const TimeUs left = std::max<TimeUs>(0, state_.retry_at - clock_.NowUs());
      const qint64 seconds = (left + 999'999) / 1'000'000;
      const QString why = state_.sentence.isEmpty() ? tr("Connection lost.") : state_.sentence;
      sentence = seconds > 0 ? tr("%1 Retrying in %2 s.").arg(why).arg(seconds) : tr("%1 Trying again…").arg(why);
      break;
    }
    case ConnectionPhase::kStopped:
      sentence = state_.sentence;
      break;
  }
  if (state_.waiting == 1) sentence += tr(" 1 message waits to be sent.");
  if (state_.waiting > 1) sentence += tr(" %1 messages wait to be sent.").arg(state_.waiting);
  return sentence;
}

void ConnectionBanner::ShowDetails() {
  (new MessageSheet(theme(), *window(), tr("Connection"), state_.sentence, state_.details))->Start();
}

void ConnectionBanner::paintEvent(QPaintEvent* event) {
  Ground::paintEvent(event);
  QPainter painter(this);
  PaintIcon(painter, state_.phase == ConnectionPhase::kStopped ? Icon::kAlert : Icon::kOffline, icon_->geometry(),
            theme().tokens().banner_text);
}

}  // namespace conclave::desktop
