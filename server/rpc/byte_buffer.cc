#include "server/rpc/byte_buffer.h"

#include <grpcpp/support/proto_buffer_reader.h>
#include <grpcpp/support/slice.h>

#include <memory>
#include <utility>
#include <vector>

namespace conclave::rpc {
namespace {

grpc::Slice ToSlice(fanout::WritePiece& piece) {
  if (!piece.segment) return {piece.own.data(), piece.own.size()};
  using Owner = fanout::SegmentPtr;
  auto owner = std::make_unique<Owner>(std::move(piece.segment));
  // gRPC takes the bytes as mutable and does not change them.
  auto* data = const_cast<char*>(piece.bytes.data());
  return {data, piece.bytes.size(), [](void* segment) { delete static_cast<Owner*>(segment); }, owner.release()};
}

}  // namespace

grpc::ByteBuffer ToByteBuffer(fanout::WriteBatch batch) {
  std::vector<grpc::Slice> slices;
  slices.reserve(batch.size());
  for (fanout::WritePiece& piece : batch) slices.push_back(ToSlice(piece));
  return {slices.data(), slices.size()};
}

grpc::ByteBuffer ToByteBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

bool Parse(grpc::ByteBuffer& bytes, google::protobuf::MessageLite& message) {
  grpc::ProtoBufferReader reader(&bytes);
  return reader.status().ok() && message.ParseFromZeroCopyStream(&reader);
}

}  // namespace conclave::rpc
