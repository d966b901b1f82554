#ifndef CONCLAVE_CLIENT_QT_APP_DEMO_DRAW_SCENE_H_
#define CONCLAVE_CLIENT_QT_APP_DEMO_DRAW_SCENE_H_

#include <QImage>
#include <QSize>

#include "client-qt/app/demo/scenes.h"

namespace conclave::desktop {

// A scene's picture at the screen's scale; always the same for the same fonts. The application's look is that theme.
QImage DrawScene(const Scene& scene, Theme& theme, const QSize& size);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_DEMO_DRAW_SCENE_H_
