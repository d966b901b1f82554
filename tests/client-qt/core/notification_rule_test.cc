#include "client-qt/core/notification_rule.h"

#include <gtest/gtest.h>

namespace conclave::desktop {
namespace {

struct Case {
  const char* name;
  Message message;
  Attention attention;
  bool notifies;
};

const Message kText{.seq = 7, .author = UserId(2), .kind = MessageKind::kText};
const Message kOwn{.seq = 7, .author = UserId(1), .kind = MessageKind::kText, .own = true};
const Message kEvent{.seq = 7, .author = UserId(2), .kind = MessageKind::kEvent};

class NotificationRuleTest : public ::testing::TestWithParam<Case> {};

TEST_P(NotificationRuleTest, Decides) {
  EXPECT_EQ(Notifies(GetParam().message, GetParam().attention), GetParam().notifies);
}

INSTANTIATE_TEST_SUITE_P(
    All, NotificationRuleTest,
    ::testing::Values(Case{"AwayFromTheWindow", kText, {}, true},
                      Case{"AwayFromTheWindowThatShowsTheRoom", kText, {.room_shown = true}, true},
                      Case{"InAnotherRoom", kText, {.window_active = true}, true},
                      Case{"LookingAtIt", kText, {.window_active = true, .room_shown = true}, false},
                      Case{"Own", kOwn, {}, false}, Case{"OwnFromAnotherRoom", kOwn, {.window_active = true}, false},
                      Case{"SomebodyJoined", kEvent, {}, false},
                      Case{"NotToBeDisturbed", kText, {.do_not_disturb = true}, false},
                      Case{"MutedRoom", kText, {.room_muted = true}, false}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace conclave::desktop
