#ifndef CONCLAVE_CLIENT_QT_UI_SHELL_RAIL_H_
#define CONCLAVE_CLIENT_QT_UI_SHELL_RAIL_H_

#include "client-qt/model/session.h"
#include "client-qt/ui/widgets/ground.h"

namespace conclave::desktop {

class IconButton;

// The narrow column at the left: the server, settings and who one is. Lives on the GUI's thread; owned by the window.
class Rail : public Ground {
  Q_OBJECT

 public:
  Rail(const Theme& theme, const Me& me, QWidget* parent = nullptr);

  // Names may be other than they were.
  void SetMe(const Me& me);
  // How the small dot at the own picture shows the connection.
  void SetOnline(bool online);

 Q_SIGNALS:
  void SettingsWanted();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Me me_;
  IconButton* settings_;
  QWidget* server_;
  QWidget* self_;
  bool online_ = true;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_SHELL_RAIL_H_
