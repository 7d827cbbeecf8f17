#include "grader/base/pairs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace grader {
namespace {

using PairSet = std::set<std::vector<std::size_t>>;

PairSet pairs_in(const std::vector<Levels>& rows) {
  PairSet pairs;
  for (const Levels& row : rows) {
    for (std::size_t a = 0; a < row.size(); ++a) {
      for (std::size_t b = a + 1; b < row.size(); ++b) pairs.insert({a, row[a], b, row[b]});
    }
  }
  return pairs;
}

std::vector<Levels> rows_of(const std::vector<std::size_t>& counts, std::size_t most = 1000) {
  std::vector<Levels> rows;
  cover_pairs(counts, most, [&](const Levels& row) {
    rows.push_back(row);
    return true;
  });
  return rows;
}

TEST(CoverPairs, EveryTwoLevelsMeet) {
  for (const std::vector<std::size_t>& counts :
       {std::vector<std::size_t>{2, 2}, {3, 3, 3, 3}, {5, 1, 4, 2, 7}, {6, 6, 6, 6, 6, 6, 6, 6, 6, 6}}) {
    std::size_t all = 0;
    for (std::size_t a = 0; a < counts.size(); ++a) {
      for (std::size_t b = a + 1; b < counts.size(); ++b) all += counts[a] * counts[b];
    }
    EXPECT_EQ(pairs_in(rows_of(counts)).size(), all);
  }
}

// Ten factors of six levels have 60 million combinations. At least 36 rows are needed.
TEST(CoverPairs, TakesFewRows) { EXPECT_LE(rows_of({6, 6, 6, 6, 6, 6, 6, 6, 6, 6}).size(), 90u); }

TEST(CoverPairs, LevelsAreBelowTheirCounts) {
  const std::vector<std::size_t> counts = {4, 1, 3};
  for (const Levels& row : rows_of(counts)) {
    ASSERT_EQ(row.size(), counts.size());
    for (std::size_t i = 0; i < row.size(); ++i) EXPECT_LT(row[i], counts[i]);
  }
}

TEST(CoverPairs, StopsAfterTheMostRows) { EXPECT_EQ(rows_of({6, 6, 6}, 5).size(), 5u); }

TEST(CoverPairs, GivesEqualRowsEachTime) { EXPECT_EQ(rows_of({3, 4, 5}), rows_of({3, 4, 5})); }

// Two levels that must not meet do not keep the others from meeting.
TEST(CoverPairs, PairsThatAreRefusedAreGivenUp) {
  std::vector<Levels> rows;
  std::size_t refused = 0;
  cover_pairs({3, 3, 3}, 1000, [&](const Levels& row) {
    if (row[0] == 1 && row[1] == 2) return ++refused, false;
    rows.push_back(row);
    return true;
  });
  EXPECT_EQ(pairs_in(rows).size(), 26u);
  EXPECT_LE(refused, 4u);
}

TEST(CoverPairs, NothingIsOfferedForOneFactor) { EXPECT_TRUE(rows_of({4}).empty()); }

}  // namespace
}  // namespace grader
