#include "client-qt/app/demo/contact_sheet.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <vector>

#include "client-qt/app/demo/draw_scene.h"
#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {
namespace {

struct Look {
  const char* name;
  ThemeChoice theme;
  QSize size;
};
constexpr Look kLooks[] = {{"light", ThemeChoice::kLight, {1280, 800}},
                           {"dark", ThemeChoice::kDark, {1280, 800}},
                           {"small", ThemeChoice::kLight, {720, 480}}};
constexpr QSize kCell(640, 400);
constexpr int kGap = 16;
constexpr int kCaption = 28;

struct Picture {
  QString name;
  QImage image;
};

std::vector<Picture> DrawAll(Theme& theme) {
  std::vector<Picture> pictures;
  for (const Scene& scene : Scenes()) {
    for (const Look& look : kLooks) {
      theme.SetChoice(look.theme);
      pictures.push_back({QStringLiteral("%1-%2").arg(QLatin1String(scene.name), QLatin1String(look.name)),
                          DrawScene(scene, theme, look.size)});
    }
  }
  return pictures;
}

QImage Sheet(const std::vector<Picture>& pictures) {
  constexpr auto kColumns = static_cast<int>(std::size(kLooks));
  const int rows = static_cast<int>(pictures.size()) / kColumns;
  QImage sheet(kGap + kColumns * (kCell.width() + kGap), rows * (kCaption + kCell.height() + kGap) + kGap,
               QImage::Format_RGB32);
  sheet.fill(QColor(0xD8, 0xDB, 0xE2));
  QPainter painter(&sheet);
  painter.setFont(Theme().Font(TextKind::kSection));
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const int column = static_cast<int>(i) % kColumns;
    const int row = static_cast<int>(i) / kColumns;
    const QPoint corner(kGap + column * (kCell.width() + kGap), row * (kCaption + kCell.height() + kGap));
    painter.drawText(QRect(corner, QSize(kCell.width(), kCaption + 8)), Qt::AlignVCenter | Qt::AlignLeft,
                     pictures[i].name);
    painter.drawImage(corner + QPoint(0, kCaption + 4),
                      pictures[i].image.scaled(kCell, Qt::KeepAspectRatio, Qt::SmoothTransformation));
  }
  return sheet;
}

bool WriteIndex(const QDir& directory, const std::vector<Picture>& pictures) {
  QFile file(directory.filePath(QStringLiteral("index.html")));
  if (!file.open(QIODevice::WriteOnly | QIODevice::Text)) return false;
  QString page = QStringLiteral(
      "<!doctype html><meta charset=\"utf-8\"><title>Conclave: scenes</title>"
      "<style>body{font:14px sans-serif;background:#d8dbe2;margin:16px}figure{display:inline-block;margin:8px}"
      "img{width:620px;display:block}</style>\n");
  for (const Picture& picture : pictures) {
    page += QStringLiteral(
                "<figure><figcaption>%1</figcaption><a href=\"%1.png\"><img src=\"%1.png\" alt=\"%1\"></a>"
                "</figure>\n")
                .arg(picture.name);
  }
  return file.write(page.toUtf8()) > 0;
}

}  // namespace

bool MakeContactSheet(Theme& theme, const QString& path) {
  const QDir directory(path);
  if (!directory.mkpath(QStringLiteral("."))) return false;
  const std::vector<Picture> pictures = DrawAll(theme);
  for (const Picture& picture : pictures) {
    if (!picture.image.save(directory.filePath(picture.name + QStringLiteral(".png")))) return false;
  }
  return Sheet(pictures).save(directory.filePath(QStringLiteral("sheet.png"))) && WriteIndex(directory, pictures);
}

}  // namespace conclave::desktop
