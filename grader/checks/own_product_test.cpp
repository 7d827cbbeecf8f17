#include "grader/checks/own_product.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "grader/checks/testing/changed_gradient.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;

// Returns the finding about dx of sigmoid when it is dz times `slope`.
std::string with_slope(double (*slope)(double x, double z)) {
  return finding_of("sigmoid", "x",
                    [=](Tensor& gradient, const Case& the_case, const Tensors& upstream) {
                      for (std::size_t i = 0; i < gradient.values.size(); ++i) {
                        const double x = the_case.inputs.at("x").values[i];
                        gradient.values[i] =
                            upstream.at("z").values[i] * slope(x, 1.0 / (1.0 + std::exp(-x)));
                      }
                    })
      .explanation;
}

TEST(OwnProduct, IsSpeltOut) {
  EXPECT_EQ(with_slope([](double, double z) { return z * (1.0 - z * z); }), " Your dx is dz z (1 - z^2).");
  EXPECT_EQ(with_slope([](double, double z) { return z * z; }), " Your dx is dz z^2.");
  EXPECT_EQ(with_slope([](double x, double z) { return z * (1.0 - x); }), " Your dx is dz z (1 - x).");
}

TEST(OwnProduct, IsNotMadeUp) {
  EXPECT_THAT(with_slope([](double x, double z) { return z * std::cos(x); }),
              Not(HasSubstr("Your dx is dz")));
}

}  // namespace
}  // namespace grader
