#include "client/errors.h"

#include <grpcpp/support/status.h>
#include <gtest/gtest.h>

#include "server/core/refusal.h"

namespace conclave::client {
namespace {

grpc::Status Unavailable(const char* text) { return {grpc::StatusCode::UNAVAILABLE, text}; }

// The words of gRPC 1.51; see the status of each.
constexpr char kRefused[] =
    "failed to connect to all addresses; last error: UNAVAILABLE: ipv4:127.0.0.1:1: Socket closed";
constexpr char kNobody[] =
    "failed to connect to all addresses; last error: UNKNOWN: ipv4:127.0.0.1:1: Failed to connect to remote host: "
    "Connection refused";
constexpr char kUntrusted[] =
    "failed to connect to all addresses; last error: UNKNOWN: ipv4:127.0.0.1:1: Ssl handshake failed: SSL_ERROR_SSL: "
    "error:0A000086:SSL routines::certificate verify failed";
constexpr char kPlaintext[] =
    "failed to connect to all addresses; last error: UNKNOWN: ipv4:127.0.0.1:1: Ssl handshake failed: SSL_ERROR_SSL: "
    "error:0A00010B:SSL routines::wrong version number";

TEST(ErrorsTest, TypedErrorComesThroughAStatus) {
  v1::Error error;
  error.set_code(static_cast<int>(absl::StatusCode::kResourceExhausted));
  error.set_reason(v1::REASON_TOO_LARGE);
  error.set_text("Too large.");
  error.set_limit("limits.text_bytes");
  v1::StatusDetails details;
  details.add_details()->PackFrom(error);
  const grpc::Status grpc_status(grpc::StatusCode::RESOURCE_EXHAUSTED, "Too large.", details.SerializeAsString());
  const absl::Status status = ToStatus(grpc_status);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  ASSERT_TRUE(TypedError(status).has_value());
  EXPECT_EQ(TypedError(status)->limit(), "limits.text_bytes");
  EXPECT_EQ(ReasonOf(status), v1::REASON_TOO_LARGE);
}

TEST(ErrorsTest, StatusWithoutDetailsOrWithOthersHasNoTypedError) {
  EXPECT_FALSE(TypedError(ToStatus(Unavailable("gone"))).has_value());
  EXPECT_FALSE(TypedError(ToStatus(grpc::Status(grpc::StatusCode::INTERNAL, "x", "\xff\xff"))).has_value());
  EXPECT_EQ(ReasonOf(absl::OkStatus()), v1::REASON_UNSPECIFIED);
}

TEST(ErrorsTest, RefusalsOfTheCoreReadTheSame) {
  EXPECT_EQ(ReasonOf(Refuse(v1::REASON_BUSY, "Busy.")), v1::REASON_BUSY);
}

TEST(ErrorsTest, TransportFailuresAreToldApart) {
  const auto kind = [](const char* text) { return Explain(ToStatus(Unavailable(text)), "h:1").kind; };
  EXPECT_EQ(kind(kRefused), TroubleKind::kHandshakeRefused);
  EXPECT_EQ(kind(kNobody), TroubleKind::kUnreachable);
  EXPECT_EQ(kind(kUntrusted), TroubleKind::kServerNotTrusted);
  EXPECT_EQ(kind(kPlaintext), TroubleKind::kServerNotTrusted);
  EXPECT_EQ(kind("Socket closed"), TroubleKind::kUnreachable);
}

TEST(ErrorsTest, OnlyIdentityReplacementAndIncompatibilityAreFinal) {
  for (const v1::Reason reason : {v1::REASON_NO_IDENTITY, v1::REASON_UNKNOWN_DEVICE, v1::REASON_REPLACED,
                                  v1::REASON_MALFORMED, v1::REASON_HELLO_EXPECTED}) {
    EXPECT_TRUE(Explain(Refuse(reason, "x"), "h:1").IsFinal()) << v1::Reason_Name(reason);
  }
  for (const v1::Reason reason : {v1::REASON_DRAINING, v1::REASON_STUCK, v1::REASON_BUSY, v1::REASON_INTERNAL,
                                  v1::REASON_LIMIT_REACHED, v1::REASON_STORE_UNAVAILABLE}) {
    EXPECT_FALSE(Explain(Refuse(reason, "x"), "h:1").IsFinal()) << v1::Reason_Name(reason);
  }
  EXPECT_FALSE(Explain(ToStatus(Unavailable(kRefused)), "h:1").IsFinal());
  EXPECT_FALSE(Explain(absl::OkStatus(), "h:1").IsFinal());
}

}  // namespace
}  // namespace conclave::client
