#include "server/auth/identity.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/core/refusal.h"

namespace conclave::auth {
namespace {

constexpr std::string_view kDomain = "conclave-0123456789abcdef";

std::string Uri(std::string_view path) { return TrustDomainUri(kDomain) + std::string(path); }

absl::StatusOr<Identity> Parse(std::vector<std::string> uris) { return ParseIdentity(uris, kDomain); }

void ExpectNoIdentity(const std::vector<std::string>& uris, std::string_view text) {
  const auto identity = Parse(uris);
  ASSERT_FALSE(identity.ok()) << (uris.empty() ? "no URI" : uris.front());
  const v1::Error error = ErrorFrom(identity.status());
  EXPECT_EQ(error.reason(), v1::REASON_NO_IDENTITY);
  EXPECT_NE(error.text().find(text), std::string::npos) << error.text();
}

TEST(IdentityTest, UriNamesUserAndDevice) {
  const auto identity = Parse({Uri("/user/7/device/4503599627370497")});
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(*identity, (Identity{std::string(kDomain), UserId(7), DeviceId(4503599627370497)}));
}

TEST(IdentityTest, WrittenUriIsReadBackAtTheHighestIds) {
  const Identity highest{std::string(kDomain), UserId(kUserIdBound - 1), DeviceId(kIdBound - 1)};
  EXPECT_EQ(IdentityUri(highest), Uri("/user/2147483647/device/9007199254740991"));
  const auto read = Parse({IdentityUri(highest)});
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, highest);
}

TEST(IdentityTest, ExactlyOneUriIsExpected) {
  ExpectNoIdentity({}, "it has no URI");
  ExpectNoIdentity({Uri("/user/1/device/2"), Uri("/user/1/device/2")}, "has 2 URIs");
  ExpectNoIdentity({Uri("/user/1/device/2"), "https://example.org"}, "has 2 URIs");
}

TEST(IdentityTest, ForeignTrustDomainIsRefused) {
  ExpectNoIdentity({"spiffe://conclave-fedcba9876543210/user/1/device/2"}, "another server");
  ExpectNoIdentity({"spiffe://conclave-0123456789abcdef0/user/1/device/2"}, "another server");
  ExpectNoIdentity({"spiffe://conclave-0123456789abcde/user/1/device/2"}, "another server");
}

TEST(IdentityTest, OtherSchemesAndAuthoritiesAreRefused) {
  ExpectNoIdentity({"https://conclave-0123456789abcdef/user/1/device/2"}, "does not begin with spiffe://");
  ExpectNoIdentity({"SPIFFE://conclave-0123456789abcdef/user/1/device/2"}, "does not begin with spiffe://");
  ExpectNoIdentity({"spiffe:///user/1/device/2"}, "no valid trust domain");
  ExpectNoIdentity({"spiffe://conclave-0123456789ABCDEF/user/1/device/2"}, "no valid trust domain");
  ExpectNoIdentity({"spiffe://conclave-0123456789abcdef:7443/user/1/device/2"}, "no valid trust domain");
  ExpectNoIdentity({"spiffe://me@conclave-0123456789abcdef/user/1/device/2"}, "no valid trust domain");
  ExpectNoIdentity({"spiffe://conclave-0123456789abcdef%2f/user/1/device/2"}, "no valid trust domain");
}

TEST(IdentityTest, PathsOfAnyOtherFormAreRefused) {
  for (const char* path :
       {"", "/", "/user", "/user/", "/users/1/device/2", "//user/1/device/2", "/User/1/device/2", "/user//device/2"}) {
    ExpectNoIdentity({Uri(path)}, "no valid user");
  }
  for (const char* path :
       {"/user/1", "/user/1/", "/user/1/device", "/user/1/device/", "/user/1/device/2/", "/user/1?device/2",
        "/user/1/device/2?x=1", "/user/1/device/2#x", "/user/1/device/2 ", "/user/1/../device/2"}) {
    ExpectNoIdentity({Uri(path)}, "no valid device");
  }
  ExpectNoIdentity({Uri("/user/1/device/2") + std::string(1, '\0')}, "no valid device");
}

TEST(IdentityTest, NumbersOutOfRangeOrOfAnotherFormAreRefused) {
  for (const char* user : {"0", "01", "-1", "+1", " 1", "0x1", "2147483648", "18446744073709551616", "%31", "a"}) {
    ExpectNoIdentity({Uri("/user/" + std::string(user) + "/device/2")}, "no valid user");
  }
  for (const char* device : {"0", "02", "-2", "+2", " 2", "9007199254740992", "18446744073709551618"}) {
    ExpectNoIdentity({Uri("/user/1/device/" + std::string(device))}, "no valid device");
  }
}

TEST(IdentityTest, TrustDomainHasAtMost255Characters) {
  EXPECT_TRUE(IsTrustDomain(std::string(255, 'a')));
  EXPECT_FALSE(IsTrustDomain(std::string(256, 'a')));
  EXPECT_FALSE(IsTrustDomain(""));
}

}  // namespace
}  // namespace conclave::auth
