#include "client-qt/model/member_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/client-qt/support/model_watch.h"

namespace conclave::desktop {
namespace {

Member MakeMember(std::uint32_t user, const QString& name, bool owner = false) {
  return {.user = UserId(user), .name = name, .owner = owner};
}

TEST(MemberModelTest, OwnersComeFirstThenNames) {
  MemberModel model;
  const ModelWatch watch(model);
  model.SetMembers({MakeMember(1, QStringLiteral("ben")), MakeMember(2, QStringLiteral("zoe"), true),
                    MakeMember(3, QStringLiteral("ada"))});
  EXPECT_EQ(watch.rows(), QStringList({QStringLiteral("zoe"), QStringLiteral("ada"), QStringLiteral("ben")}));
}

TEST(MemberModelTest, RowsThatStayAreNotTouched) {
  MemberModel model;
  model.SetMembers({MakeMember(1, QStringLiteral("ada")), MakeMember(2, QStringLiteral("ben"))});
  const ModelWatch watch(model);
  model.SetMembers({MakeMember(2, QStringLiteral("ben")), MakeMember(1, QStringLiteral("ada"))});
  EXPECT_EQ(watch.inserts() + watch.removes() + watch.changes() + watch.moves(), 0);
  model.SetMembers({MakeMember(2, QStringLiteral("ben")), MakeMember(3, QStringLiteral("cid"))});
  EXPECT_EQ(watch.inserts(), 1);
  EXPECT_EQ(watch.removes(), 1);
}

TEST(MemberModelTest, AnotherRoleIsAnotherPlace) {
  MemberModel model;
  model.SetMembers({MakeMember(1, QStringLiteral("ada")), MakeMember(2, QStringLiteral("ben"))});
  const ModelWatch watch(model);
  model.SetMembers({MakeMember(1, QStringLiteral("ada")), MakeMember(2, QStringLiteral("ben"), true)});
  EXPECT_EQ(watch.rows(), QStringList({QStringLiteral("ben"), QStringLiteral("ada")}));
  EXPECT_TRUE(model.index(0).data(MemberModel::kOwnerRole).toBool());
}

TEST(MemberModelTest, EqualsWhatWasSetWhateverThatIs) {
  std::mt19937 random(1);
  MemberModel model;
  const ModelWatch watch(model);
  for (int step = 0; step < 500; ++step) {
    std::vector<Member> members;
    for (std::uint32_t user = 1; user <= 8; ++user) {
      if (random() % 2 == 0) continue;
      members.push_back(
          MakeMember(user, QString(1, QChar(static_cast<ushort>('a' + random() % 4))), random() % 4 == 0));
    }
    std::shuffle(members.begin(), members.end(), random);
    model.SetMembers(members);
    std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
      return std::tuple(!a.owner, a.name, a.user) < std::tuple(!b.owner, b.name, b.user);
    });
    QStringList names;
    for (const Member& member : members) names.push_back(member.name);
    ASSERT_EQ(watch.rows(), names) << "step " << step;
    ASSERT_EQ(watch.Held(), names) << "step " << step;
  }
}

}  // namespace
}  // namespace conclave::desktop
