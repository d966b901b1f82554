// The contract as a whole.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "conclave/v1/chat.pb.h"
#include "conclave/v1/directory.pb.h"
#include "conclave/v1/error.pb.h"
#include "conclave/v1/event.pb.h"
#include "conclave/v1/history.pb.h"
#include "conclave/v1/room.pb.h"

namespace conclave {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::FileDescriptor;
using ::testing::UnorderedElementsAre;

// Fields that a reader cannot know the contents of from the contract alone.
void CollectOpaque(const Descriptor& message, std::set<std::string>& opaque) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    const bool bytes = field.type() == FieldDescriptor::TYPE_BYTES && field.name() != "command_id";
    const bool foreign = field.type() == FieldDescriptor::TYPE_MESSAGE &&
                         field.message_type()->file()->package() != message.file()->package();
    const bool json = field.type() == FieldDescriptor::TYPE_STRING && field.name().find("json") != std::string::npos;
    if (bytes || foreign || json) opaque.insert(field.full_name());
  }
  for (int i = 0; i < message.nested_type_count(); ++i) CollectOpaque(*message.nested_type(i), opaque);
}

TEST(ContractTest, EveryFieldIsTyped) {
  const std::vector<const FileDescriptor*> files = {
      v1::ChatRequest::descriptor()->file(), v1::User::descriptor()->file(),
      v1::Error::descriptor()->file(),       v1::RoomEvent::descriptor()->file(),
      v1::Room::descriptor()->file(),        v1::GetHistoryRequest::descriptor()->file()};
  std::set<std::string> opaque;
  for (const FileDescriptor* file : files) {
    for (int i = 0; i < file->message_type_count(); ++i) CollectOpaque(*file->message_type(i), opaque);
  }
  // The form of google.rpc.Status, which clients of every language read; its one detail is an Error.
  EXPECT_THAT(opaque, UnorderedElementsAre("conclave.v1.StatusDetails.details"));
}

}  // namespace
}  // namespace conclave
