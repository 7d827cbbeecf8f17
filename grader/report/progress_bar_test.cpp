#include "grader/report/progress_bar.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace grader {
namespace {

TEST(ProgressLine, RateAndRemainingTime) {
  EXPECT_EQ(progress_line(0, 200, 3, 79), "[------------------------------] 0/200");
  EXPECT_EQ(progress_line(50, 200, 250, 79),
            "[#######-----------------------] 50/200  12 a minute, 12 min 30 s left");
  EXPECT_EQ(progress_line(200, 200, 1000, 79),
            "[##############################] 200/200  12 a minute, 0 s left");
  EXPECT_EQ(progress_line(0, 0, 0, 79), "[##############################] 0/0");
  EXPECT_EQ(progress_line(50, 200, 250, 40).substr(0, 39), "[#######-----------------------] 50/200");
}

TEST(DurationWords, FromSecondsToHours) {
  EXPECT_EQ(duration_words(0.4), "0 s");
  EXPECT_EQ(duration_words(59.4), "59 s");
  EXPECT_EQ(duration_words(59.6), "1 min 0 s");
  EXPECT_EQ(duration_words(7500), "2 h 5 min");
}

TEST(ProgressBar, ALogHasNoLineForAShortJob) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  {
    ProgressBar bar(ends[1], 2);
    bar.advance();
    bar.advance();
  }
  close(ends[1]);
  char byte = 0;
  EXPECT_EQ(read(ends[0], &byte, 1), 0);
  close(ends[0]);
}

}  // namespace
}  // namespace grader
