#include "grader/batch/exports/point_scale.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

ClassList of_13_points() {
  ClassList list;
  list.assignment = "a1";
  list.max_score = 13;
  return list;
}

TEST(PointScale, ReadsMaximaAsPlatformsWriteThem) {
  EXPECT_EQ(read_maximum("100"), 100);
  EXPECT_EQ(read_maximum("100.00"), 100);
  EXPECT_EQ(read_maximum("100,00"), 100);
  EXPECT_EQ(read_maximum("1,000"), 1000);
  EXPECT_EQ(read_maximum("1,000.50"), 1000.5);
  EXPECT_EQ(read_maximum("1.000,50"), 1000.5);
  for (const char* none : {"", "0", "-5", "(read only)", "ten"}) EXPECT_EQ(read_maximum(none), std::nullopt);
}

TEST(PointScale, ConvertsWithANote) {
  std::vector<std::string> notes;
  const PointScale scale(of_13_points(), {}, "100.00", "Canvas has ", " points for Gates", notes);
  EXPECT_EQ(scale.written(13), "100");
  EXPECT_EQ(scale.written(6.5), "50");
  EXPECT_EQ(scale.written(7), "53.84615");
  EXPECT_THAT(notes,
              ElementsAre("Canvas has 100 points for Gates, and a1 has 13: the points are converted, so "
                          "that 13 become 100. --keep-points leaves them as they are."));
  const PointScale again(of_13_points(), {}, "100.00", "Canvas has ", " points for Gates", notes);
  EXPECT_EQ(notes.size(), 1u);
}

TEST(PointScale, LeavesThemWhenAskedAndSaysSo) {
  std::vector<std::string> notes;
  const PointScale scale(of_13_points(), {.keep_points = true}, "100", "Canvas has ", " points", notes);
  EXPECT_EQ(scale.written(7), "7");
  EXPECT_THAT(notes, ElementsAre("Canvas has 100 points, and a1 has 13: the points are not converted, as "
                                 "--keep-points says."));
}

TEST(PointScale, ChangesNothingWithoutADifferentMaximum) {
  std::vector<std::string> notes;
  for (const char* same : {"13", "13,00", "", "0.00", "(read only)"})
    EXPECT_EQ(PointScale(of_13_points(), {}, same, "", "", notes).written(6.5), "6.5") << same;
  EXPECT_THAT(notes, IsEmpty());
}

}  // namespace
}  // namespace grader
