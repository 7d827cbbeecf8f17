#include "grader/submission/written_numbers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::size_t> numbers(std::string_view source) {
  std::vector<std::size_t> result;
  for (const WrittenNumber& each : written_numbers(source)) result.push_back(each.number);
  return result;
}

TEST(WrittenNumbers, LimitSizesWithoutAComparison) {
  EXPECT_THAT(numbers("table[i % 64]"), ElementsAre(64));
  EXPECT_THAT(numbers("table[i & 0x1F]"), ElementsAre(31));
  EXPECT_THAT(numbers("n > 48 ? 48 : n"), ElementsAre(48));
  EXPECT_THAT(numbers("std::min(n, 60ul)"), ElementsAre(60));
  EXPECT_THAT(numbers("std::array<double, 128> sums;"), ElementsAre(128));
  EXPECT_THAT(numbers("std::bitset<200> seen;"), ElementsAre(200));
  EXPECT_THAT(numbers("double sums[1'000];"), ElementsAre(1000));
}

TEST(WrittenNumbers, OfTypesAndShifts) {
  EXPECT_THAT(numbers("static_cast<unsigned char>(i)"), ElementsAre(256));
  EXPECT_THAT(numbers("std::uint8_t row"), ElementsAre(256));
  EXPECT_THAT(numbers("short count = 0; unsigned short other"), ElementsAre(32768));
  EXPECT_THAT(numbers("i & ((1 << 6) - 1)"), ElementsAre(64));
  EXPECT_THAT(numbers("bits |= 1u << i"), ElementsAre(32, 64));
  EXPECT_THAT(numbers("std::cerr << 100 << n"), IsEmpty());
}

TEST(WrittenNumbers, HaveALine) {
  const auto found = written_numbers("// 7\nint a;\n/* 8\n9 */ x % 77;\n\"a\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].number, 77u);
  EXPECT_EQ(found[0].line, 4u);
  EXPECT_EQ(found[0].text, "77");
}

TEST(WrittenNumbers, AreShownAsTheyAreWritten) {
  EXPECT_EQ(written_numbers("unsigned char c").at(0).text, "char: 256");
  EXPECT_EQ(written_numbers("i & (1 << 6)").at(0).text, "1 << 6: 64");
  EXPECT_EQ(written_numbers("bits >> 1ull << i").at(0).text, "1ull <<: 32");
}

TEST(WrittenNumbers, AreNoFractionsTextsOrComparisons) {
  EXPECT_THAT(numbers("0.044715 * x + 1e-15 + 64.0 + 2e10"), IsEmpty());
  EXPECT_THAT(numbers("\"64\" 'a' R\"(65)\" // 66\n#define K 67\n/* 68 */"), IsEmpty());
  EXPECT_THAT(numbers("for (int i = 0; i < 50; ++i) if (51 <= n || n == 52)"), IsEmpty());
  EXPECT_THAT(numbers("x3000 + w2 + 4 + 5000 + 99999999999999999999999"), IsEmpty());
}

std::vector<double> fractions(std::string_view source) {
  std::vector<double> result;
  for (const WrittenFraction& each : written_fractions(source)) result.push_back(each.number);
  return result;
}

TEST(WrittenFractions, AreFarFromUsualValues) {
  EXPECT_THAT(fractions("out / (scale + 1e-12) + 1e-8f + 0.0001"), ElementsAre(1e-12, 1e-8, 1e-4));
  EXPECT_THAT(fractions("double best = -1000; f(-1e5, 2.5e4) + 500.0"),
              ElementsAre(-1000.0, -1e5, 2.5e4, 500.0));
  EXPECT_THAT(fractions("a - 1e-7; b[0]-1e-6; c() - 1e-5; return -1e-4;"),
              ElementsAre(1e-7, 1e-6, 1e-5, -1e-4));
}

TEST(WrittenFractions, AreNoUsualValuesSizesOrComparisons) {
  EXPECT_THAT(fractions("0.5 * x + 1.0 - 3 * 0.044715 + 99.5 + 1000 + 0x1e5"), IsEmpty());
  EXPECT_THAT(fractions("x < 1e-12 || -1e9 >= y || 1e-5 == z"), IsEmpty());
  EXPECT_THAT(fractions("std::max(p, 1e-300) - 1e9 * mask + 1e300 + \"1e-9\""), IsEmpty());
  EXPECT_THAT(fractions("1e-9 + 1e-9"), ElementsAre(1e-9));
}

TEST(WrittenFractions, HaveALineAndAText) {
  const auto found = written_fractions("a\n = -1e-9;");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].line, 2u);
  EXPECT_EQ(found[0].text, "-1e-9");
}

}  // namespace
}  // namespace grader
