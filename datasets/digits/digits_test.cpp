#include "datasets/digits/digits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>

#include "datasets/testing/sha256.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/temporary_folder.hpp"

namespace grader {
namespace {

using testing::ElementsAre;
using testing::ThrowsMessage;

/// Returns a line with 64 times `pixel` and a class.
std::string line(const std::string& pixel, const std::string& digit) {
  std::string text;
  for (int d = 0; d < 64; ++d) text += pixel + ",";
  return text + digit;
}

class DigitsTest : public testing::Test {
 protected:
  void expect_refused(const std::string& text, const std::string& message) const {
    const std::filesystem::path path = made_.write("bad.csv", text);
    EXPECT_THAT([&] { load_digits(path); }, ThrowsMessage<InputError>(path.string() + message));
  }

  const TemporaryFolder made_{"digits-test-"};
  const std::filesystem::path folder_ = made_.path();
};

TEST_F(DigitsTest, EmbedsTheCommittedFile) {
  EXPECT_EQ(sha256(embedded_digits_file()),
            "46abec6b12486ad9e51943373abcf22bbea1b5a51a1619b361570d8893f1464a");
}

TEST_F(DigitsTest, TheEmbeddedDigitsAreTheKnownOnes) {
  const Digits& digits = embedded_digits();
  ASSERT_THAT(digits.images.shape(), ElementsAre(1797, 64));
  ASSERT_THAT(digits.labels.shape(), ElementsAre(1797));
  std::array<int, 10> counts{};
  for (const std::int64_t label : digits.labels) ++counts.at(static_cast<std::size_t>(label));
  EXPECT_THAT(counts, ElementsAre(178, 182, 177, 183, 181, 182, 181, 179, 174, 180));
  EXPECT_EQ(backprop::sum(digits.images) * 16.0, 561718.0);  // counted with awk
  EXPECT_EQ(backprop::max(digits.images), 1.0);

  EXPECT_EQ(digits.labels(0), 0);
  EXPECT_EQ(digits.images(0, 2), 5.0 / 16.0);
  EXPECT_EQ(digits.images(0, 3), 13.0 / 16.0);
  EXPECT_EQ(digits.labels(1796), 8);
  EXPECT_EQ(digits.images(1796, 62), 1.0 / 16.0);
  EXPECT_EQ(digits.images(1796, 63), 0.0);
}

TEST_F(DigitsTest, TheCommittedFileLoadsAsTheEmbeddedOne) {
  const Digits digits = load_digits(DIGITS_CSV_GZ);
  EXPECT_EQ(digits.images, embedded_digits().images);
  EXPECT_EQ(digits.labels, embedded_digits().labels);
}

TEST_F(DigitsTest, ReadsPlainCsvWithAnyLineEnd) {
  const Digits digits = load_digits(made_.write("two.csv", line("16", "9") + "\r\n" + line("4", "0")));
  ASSERT_THAT(digits.images.shape(), ElementsAre(2, 64));
  EXPECT_EQ(digits.images(0, 63), 1.0);
  EXPECT_EQ(digits.images(1, 0), 0.25);
  EXPECT_THAT(digits.labels, ElementsAre(9, 0));
}

TEST_F(DigitsTest, RefusesAWrongNumberOfColumns) {
  const std::string good = line("0", "1") + "\n";
  expect_refused(good + "1,2,3\n", ":2: has 3 columns, expected 65");
  expect_refused(good + line("0", "1,1"), ":2: has 66 columns, expected 65");
  expect_refused(good + "\n" + good, ":2: has 0 columns, expected 65");
}

TEST_F(DigitsTest, RefusesWhatIsNotAWholeNumber) {
  expect_refused(line("0", "1") + "\n" + line("x", "1"), ":2: column 1 is not a whole number");
  expect_refused(line("1.5", "1"), ":1: column 1 is not a whole number");
  expect_refused(line("nan", "1"), ":1: column 1 is not a whole number");
  expect_refused(line("", "1"), ":1: column 1 is not a whole number");
  expect_refused(line("0", ""), ":1: column 65 is not a whole number");
}

TEST_F(DigitsTest, RefusesAPixelOutsideOfItsRange) {
  expect_refused(line("17", "1"), ":1: column 1 is 17, expected a pixel from 0 to 16");
  expect_refused(line("-1", "1"), ":1: column 1 is -1, expected a pixel from 0 to 16");
  expect_refused(line("99999999999", "1"), ":1: column 1 is 99999999999, expected a pixel from 0 to 16");
}

TEST_F(DigitsTest, RefusesAClassOutsideOfItsRange) {
  expect_refused(line("0", "10"), ":1: column 65 is 10, expected a class from 0 to 9");
  expect_refused(line("0", "-1"), ":1: column 65 is -1, expected a class from 0 to 9");
}

TEST_F(DigitsTest, RefusesAnEmptyFile) { expect_refused("", ": is empty"); }

TEST_F(DigitsTest, RefusesWhatCannotBeRead) {
  const auto absent = folder_ / "absent.csv";
  EXPECT_THAT([&] { load_digits(absent); },
              ThrowsMessage<InputError>(absent.string() + " cannot be read: No such file or directory"));
  EXPECT_THAT([&] { load_digits(folder_); },
              ThrowsMessage<InputError>(folder_.string() + " cannot be read: Is a directory"));
}

TEST_F(DigitsTest, RefusesACsvThatIsOnlyNamedGzip) {
  const auto path = made_.write("digits.csv.gz", line("0", "1"));
  EXPECT_THAT([&] { load_digits(path); }, ThrowsMessage<InputError>(path.string() + ": is not a gzip file"));
}

}  // namespace
}  // namespace grader
