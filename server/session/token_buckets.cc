#include "server/session/token_buckets.h"

#include <algorithm>
#include <vector>

namespace conclave::session {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

}  // namespace

TokenBuckets::TokenBuckets(const Options& options)
    : token_(kSecond / static_cast<std::int64_t>(options.per_second)),
      bucket_(token_ * static_cast<std::int64_t>(options.burst)),
      rest_(std::min(kSecond, bucket_)),
      max_keys_(std::max<std::size_t>(options.max_keys, 2)) {}

absl::Duration TokenBuckets::Wait(std::uint64_t key, absl::Duration now) const {
  const auto found = buckets_.find(key);
  if (found == buckets_.end()) return absl::ZeroDuration();
  const Bucket& bucket = found->second;
  const std::int64_t from = std::max(bucket.full_at + token_ - bucket_, bucket.closed_until);
  return absl::Nanoseconds(std::max<std::int64_t>(0, from - absl::ToInt64Nanoseconds(now)));
}

void TokenBuckets::Take(std::uint64_t key, absl::Duration now) {
  const std::int64_t at = absl::ToInt64Nanoseconds(now);
  Bucket& bucket = At(key, at);
  bucket.full_at = std::max(bucket.full_at, at) + token_;
}

absl::Duration TokenBuckets::Refuse(std::uint64_t key, absl::Duration now) {
  const std::int64_t at = absl::ToInt64Nanoseconds(now);
  const absl::Duration wait = Wait(key, now);
  Bucket& bucket = At(key, at);
  if (bucket.closed_until > at) return wait;
  bucket.closed_until = at + std::max(absl::ToInt64Nanoseconds(wait), rest_);
  return absl::Nanoseconds(bucket.closed_until - at);
}

void TokenBuckets::Sweep(absl::Duration now) {
  const std::int64_t at = absl::ToInt64Nanoseconds(now);
  absl::erase_if(buckets_, [at](const auto& entry) { return entry.second.idle_at() <= at; });
  // An empty table gives its memory back.
  if (buckets_.empty()) buckets_ = {};
}

TokenBuckets::Bucket& TokenBuckets::At(std::uint64_t key, std::int64_t now) {
  if (buckets_.size() >= max_keys_ && !buckets_.contains(key)) {
    Sweep(absl::Nanoseconds(now));
    if (buckets_.size() >= max_keys_) ForgiveHalf();
  }
  return buckets_[key];
}

void TokenBuckets::ForgiveHalf() {
  std::vector<std::int64_t> debts;
  debts.reserve(buckets_.size());
  for (const auto& [key, bucket] : buckets_) debts.push_back(bucket.idle_at());
  const auto middle = debts.begin() + static_cast<std::ptrdiff_t>(debts.size() / 2);
  std::ranges::nth_element(debts, middle);
  // Those at the middle may be many: enough of them go too.
  std::size_t left = debts.size() / 2;
  absl::erase_if(buckets_, [&](const auto& entry) {
    if (left == 0 || entry.second.idle_at() > *middle) return false;
    --left;
    return true;
  });
}

}  // namespace conclave::session
