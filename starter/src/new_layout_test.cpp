// tensor.hpp takes xtensor's headers from where 0.26 moved them, when they are there.
#include <gtest/gtest.h>
#include <backprop/tensor.hpp>

#ifndef BACKPROP_FOUND_NEW_LAYOUT
#error tensor.hpp has not included the headers of the new layout
#endif

namespace backprop {
namespace {

TEST(NewLayout, GivesTheSameVocabulary) {
  const Matrix x = {{1, 2}, {3, 4}};
  EXPECT_EQ(sum(x * x, 0), (Vector{10, 20}));
}

}  // namespace
}  // namespace backprop
