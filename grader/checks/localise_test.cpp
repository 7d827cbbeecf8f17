// The report's sentence about a wrong gradient that no known mistake explains.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>

#include "grader/checks/gradient.hpp"
#include "grader/checks/testing/spoiled_subject.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

// Changes the right gradient in place. The result must stay linear in the upstream gradient, because
// linearity is checked first.
using Change = std::function<void(Tensor& gradient, const Case& the_case, const Tensors& upstream)>;

Finding found(const std::string& op_name, const std::string& gradient, const Change& change) {
  const Op& op = *find_op(op_name);
  Transcript transcript = cases::plan(op, 3);
  SpoiledSubject subject(
      gradient, [&](Tensor right, const Case& the_case, const auto&, const Tensors& upstream, auto&&...) {
        change(right, the_case, upstream);
        return right;
      });
  cases::ask(op, subject, transcript);
  return check_gradient(op, transcript, gradient);
}

// Changes each element of a matrix, by row and column.
Change each(
    const std::function<void(double& value, std::size_t row, std::size_t column, const Shape&)>& change) {
  return [change](Tensor& gradient, const Case&, const Tensors&) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      const Shape place = coordinates(gradient.shape, i);
      change(gradient.values[i], place.at(0), place.size() > 1 ? place.at(1) : 0, gradient.shape);
    }
  };
}

TEST(Localise, AConstantFactor) {
  const Change times_n = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    for (double& value : gradient.values) value *= static_cast<double>(the_case.inputs.at("x").shape.at(0));
  };
  EXPECT_EQ(found("affine", "w", times_n).explanation,
            " Every element is N times what it should be (N is 4 here).");
  EXPECT_EQ(found("affine", "w", each([](double& value, auto...) { value = -value; })).explanation,
            " Every element has the wrong sign.");
}

TEST(Localise, TheLastRowOrTheFirst) {
  const auto row = [](bool last) {
    return each([last](double& value, std::size_t i, std::size_t, const Shape& shape) {
      if (i == (last ? shape.at(0) - 1 : 0)) value *= 3.0;
    });
  };
  EXPECT_EQ(found("affine", "x", row(true)).explanation, " dx is right except in the last batch row.");
  EXPECT_EQ(found("affine", "x", row(false)).explanation, " dx is right except in the first batch row.");
  EXPECT_EQ(found("affine", "w", row(true)).explanation, " dw is right except in the last index along D.");
}

TEST(Localise, OnlyOneRowIsRight) {
  const Change spoil = each([](double& value, std::size_t i, std::size_t j, const Shape& shape) {
    if (i + 1 < shape.at(0)) value *= 2.0 + static_cast<double>(i + j * j);
  });
  EXPECT_EQ(found("affine", "x", spoil).explanation, " dx is right in the last batch row only.");
}

TEST(Localise, RepeatedIndices) {
  const Change overwrite = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    std::map<double, int> count;
    for (const double token : the_case.inputs.at("x").values) ++count[token];
    const std::size_t width = gradient.shape.at(1);
    for (const auto& [token, times] : count) {
      if (times == 1) continue;
      for (std::size_t j = 0; j < width; ++j) {
        gradient.values[static_cast<std::size_t>(token) * width + j] *= 2.0 + static_cast<double>(j);
      }
    }
  };
  EXPECT_THAT(found("embedding", "w", overwrite).explanation,
              EndsWith("is it overwritten there instead of added up?"));
}

TEST(Localise, AMissingMask) {
  const Change unmasked = [](Tensor& gradient, const Case&, const Tensors& upstream) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      if (gradient.values[i] == 0.0) gradient.values[i] = 0.5 * upstream.at("out").values[i];
    }
  };
  EXPECT_THAT(found("relu", "x", unmasked).explanation, HasSubstr("right wherever it should not be 0"));
  const Change too_much = each([](double& value, std::size_t i, std::size_t j, auto&) {
    if ((i + j) % 2 == 0) value = 0.0;
  });
  EXPECT_THAT(found("tanh", "x", too_much).explanation, HasSubstr("is 0 in elements that should not be 0"));
}

TEST(Localise, AFactorOrAnOffsetOfEachColumn) {
  const Change factor =
      each([](double& value, std::size_t, std::size_t j, auto&) { value *= 2.0 + static_cast<double>(j); });
  EXPECT_THAT(found("affine", "x", factor).explanation,
              HasSubstr("differs from one index along D to the next"));
  const Change offset = [](Tensor& gradient, const Case&, const Tensors&) {
    const std::size_t columns = gradient.shape.at(1);
    for (std::size_t j = 0; j < columns; ++j) {
      const double first = gradient.values[j];
      for (std::size_t i = j; i < gradient.values.size(); i += columns) gradient.values[i] += first;
    }
  };
  EXPECT_THAT(found("affine", "x", offset).explanation,
              HasSubstr("the same for all elements of one index along D"));
}

TEST(Localise, SaysNothingWhereThereIsNoPattern) {
  const Change noise = each([](double& value, std::size_t i, std::size_t j, auto&) {
    value *= std::sin(static_cast<double>(1 + 3 * i + 7 * j * j));
  });
  EXPECT_EQ(found("affine", "x", noise).explanation, "");
}

}  // namespace
}  // namespace grader
