#include "datasets/gunzip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "grader/base/input_error.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

// "digits\n", as gzip compresses it.
const std::vector<unsigned char> kDigits = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                                            0x03, 0x4b, 0xc9, 0x4c, 0xcf, 0x2c, 0x29, 0xe6, 0x02,
                                            0x00, 0x69, 0xf9, 0x6d, 0x17, 0x07, 0x00, 0x00, 0x00};

TEST(GunzipTest, DecompressesAFile) { EXPECT_EQ(gunzip(kDigits, "x.gz"), "digits\n"); }

TEST(GunzipTest, DecompressesConcatenatedFiles) {
  std::vector<unsigned char> twice = kDigits;
  twice.insert(twice.end(), kDigits.begin(), kDigits.end());
  EXPECT_EQ(gunzip(twice, "x.gz"), "digits\ndigits\n");
}

TEST(GunzipTest, RefusesWhatIsNotGzip) {
  const std::vector<unsigned char> text = {'0', ',', '1'};
  EXPECT_THAT([&] { gunzip(text, "x.gz"); }, ThrowsMessage<InputError>("x.gz: is not a gzip file"));
  EXPECT_THAT([&] { gunzip({}, "x.gz"); }, ThrowsMessage<InputError>("x.gz: is not a gzip file"));
}

TEST(GunzipTest, RefusesEveryFileThatIsCutShort) {
  for (std::size_t size = 2; size < kDigits.size(); ++size) {
    EXPECT_THAT(
        [&] {
          gunzip({kDigits.data(), size}, "x.gz");
        },
        ThrowsMessage<InputError>("x.gz: the gzip data is cut short"))
        << size;
  }
}

TEST(GunzipTest, RefusesEveryDamagedByteOfDataAndChecksum) {
  for (std::size_t i = 10; i < kDigits.size(); ++i) {
    std::vector<unsigned char> damaged = kDigits;
    damaged[i] ^= 0x01;
    EXPECT_THAT([&] { gunzip(damaged, "x.gz"); },
                ThrowsMessage<InputError>(HasSubstr("x.gz: the gzip data is ")))
        << i;
  }
}

TEST(GunzipTest, RefusesWhatFollowsTheEnd) {
  std::vector<unsigned char> longer = kDigits;
  longer.insert(longer.end(), {'j', 'u', 'n', 'k'});
  EXPECT_THAT([&] { gunzip(longer, "x.gz"); }, ThrowsMessage<InputError>("x.gz: the gzip data is damaged"));
}

}  // namespace
}  // namespace grader
