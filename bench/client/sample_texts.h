#ifndef CONCLAVE_BENCH_CLIENT_SAMPLE_TEXTS_H_
#define CONCLAVE_BENCH_CLIENT_SAMPLE_TEXTS_H_

#include <random>
#include <string>

namespace conclave::desktop {

// What people in a team write: from one word to a few paragraphs, 20 words on average, some Markdown, a link in
// every sixth and an emoji in every twelfth. The same seed gives the same texts. Confined to one thread.
class SampleTexts {
 public:
  explicit SampleTexts(unsigned seed) : random_(seed) {}

  std::string Next();

 private:
  // With Markdown around it, or an emoji in its place.
  std::string Dressed(const std::string& word);
  unsigned Pick(unsigned below) { return static_cast<unsigned>(random_()) % below; }

  std::mt19937 random_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_BENCH_CLIENT_SAMPLE_TEXTS_H_
