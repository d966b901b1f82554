#ifndef CONCLAVE_CLIENT_QT_APP_DEMO_SCENE_ROOMS_H_
#define CONCLAVE_CLIENT_QT_APP_DEMO_SCENE_ROOMS_H_

#include "client-qt/app/demo/demo_session.h"

namespace conclave::desktop {

// The rooms that most scenes have, by what happens in them.
struct SceneRooms {
  RoomId general;
  RoomId release;
  RoomId incidents;
  RoomId client;
  RoomId ines;
};

SceneRooms AddUsualRooms(DemoSession& session);

// Conversations, each into one room.
void FillBusyRoom(DemoSession& session, RoomId room);
void FillCode(DemoSession& session, RoomId room);
void FillLongNames(DemoSession& session, RoomId room);
void FillManyDays(DemoSession& session, RoomId room);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_DEMO_SCENE_ROOMS_H_
