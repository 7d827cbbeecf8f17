// The report's sentence about a wrong gradient that no known mistake explains.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>

#include "grader/checks/gradient.hpp"
#include "grader/checks/testing/changed_gradient.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

Finding found(const std::string& op_name, const std::string& gradient, const ChangeGradient& change) {
  return finding_of(op_name, gradient, change);
}

// Changes each element of a matrix, by row and column.
ChangeGradient each(
    const std::function<void(double& value, std::size_t row, std::size_t column, const Shape&)>& change) {
  return [change](Tensor& gradient, const Case&, const Tensors&) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      const Shape place = coordinates(gradient.shape, i);
      change(gradient.values[i], place.at(0), place.size() > 1 ? place.at(1) : 0, gradient.shape);
    }
  };
}

TEST(Localise, AConstantFactor) {
  const ChangeGradient times_n = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    for (double& value : gradient.values) value *= static_cast<double>(the_case.inputs.at("x").shape.at(0));
  };
  EXPECT_EQ(found("affine", "w", times_n).explanation,
            " Every element is N times what it should be (N is 4 here).");
  EXPECT_EQ(found("affine", "w", each([](double& value, auto...) { value = -value; })).explanation,
            " Every element has the wrong sign.");
}

TEST(Localise, AFactorWithoutASymbolIsANumber) {
  const auto times = [](double factor) {
    return each([factor](double& value, auto...) { value *= factor; });
  };
  EXPECT_EQ(found("mse_loss", "x", times(-0.5)).explanation,
            " Every element is -1/2 times what it should be.");
  EXPECT_EQ(found("affine", "w", times(0.01)).explanation, " Every element is 0.01 times what it should be.");
  EXPECT_EQ(found("affine", "w", times(0.999)).explanation,
            " Every element is 0.999 times what it should be: is a constant rounded?");
}

TEST(Localise, AFactorOfEachCaseIsNotSaidToDifferWithinOne) {
  const ChangeGradient by_first = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    for (double& value : gradient.values) value *= 2.0 + std::abs(the_case.inputs.at("w").values.front());
  };
  const std::string text = found("affine", "x", by_first).explanation;
  EXPECT_THAT(text, HasSubstr(" Here every element is "));
  EXPECT_THAT(text, HasSubstr("for other inputs the factor is another"));
  EXPECT_THAT(text, testing::Not(HasSubstr("missing")));  // it is no number of the case
}

TEST(Localise, AFactorInPartOfTheCasesIsSaidToBeInPart) {
  const ChangeGradient large_batches = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    if (the_case.inputs.at("x").shape.at(0) < 3) return;
    for (double& value : gradient.values) value *= 3.0;
  };
  EXPECT_EQ(found("affine", "w", large_batches).explanation,
            " Every element is 3 times what it should be. dw is right for 4 of the 16 inputs of this check: "
            "all but the 12 in which N is 3 or more.");
  const ChangeGradient one_row = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    if (the_case.inputs.at("x").shape.at(0) != 1) return;
    for (double& value : gradient.values) value *= 3.0;
  };
  EXPECT_THAT(
      found("affine", "w", one_row).explanation,
      testing::MatchesRegex(" Every element is 3 times what it should be.*\\. dw is right for [0-9]+ of "
                            "the [0-9]+ inputs of this check: all but the .* in which N is 1\\."));
}

TEST(Localise, AFactorOfTheWrongElements) {
  const ChangeGradient leak = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    const double alpha = the_case.attributes.at("alpha");
    if (alpha == 0.0) return;  // what should be 0 is no multiple of anything
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      if (the_case.inputs.at("x").values[i] < 0.0) gradient.values[i] *= (1.0 - alpha) / alpha;
    }
  };
  EXPECT_THAT(found("leaky_relu", "x", leak).explanation,
              testing::MatchesRegex(" Every wrong element is \\(1 - alpha\\)/alpha times what it should be "
                                    "\\(alpha is [0-9.]+ here\\)\\."));
}

TEST(Localise, AFloatIsRightButForItsLastDigits) {
  const ChangeGradient rounded = each([](double& value, auto...) { value = static_cast<float>(value); });
  EXPECT_THAT(found("tanh", "x", rounded).explanation,
              testing::MatchesRegex(
                  " Every wrong element is right to [78] digits, and not all to more: is something a "
                  "float, a rounded constant, a small number added for safety, a shortcut, or a "
                  "difference quotient\\?"));
  // An error of the size of the upstream gradient's last digits is large beside a saturated slope.
  const ChangeGradient slope = [](Tensor& gradient, const Case& the_case, const Tensors& upstream) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      const double z = std::tanh(the_case.inputs.at("x").values[i]);
      gradient.values[i] =
          upstream.at("z").values[i] * (1.0 - static_cast<double>(static_cast<float>(z * z)));
    }
  };
  EXPECT_THAT(found("tanh", "x", slope).explanation, HasSubstr("is something a float"));
}

TEST(Localise, ANanJustWhereTheInputIsZero) {
  const ChangeGradient sign = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      const double x = the_case.inputs.at("x").values[i];
      gradient.values[i] *= 0.5 * (1.0 + x / std::abs(x));
    }
  };
  const Finding finding = found("relu", "x", sign);
  EXPECT_EQ(finding.evidence->failing_class, "finite");
  EXPECT_THAT(finding.message, EndsWith("), where x is 0."));
}

TEST(Localise, ZerosOfAnIntegerDivision) {
  const ChangeGradient integers = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    if (the_case.inputs.at("x").shape.at(0) == 1) return;
    for (double& value : gradient.values) value = 0.0;
  };
  const Finding finding = found("softmax_loss", "x", integers);
  EXPECT_EQ(finding.message, "dx is zero everywhere.");
  EXPECT_THAT(
      finding.explanation,
      testing::MatchesRegex(" dx is right for the [0-9]+ inputs of this check with N = 1, and 0 for the "
                            "[0-9]+ with a larger N: are integers divided, as in 1 / N\\?"));
  const ChangeGradient always = each([](double& value, auto...) { value = 0.0; });
  EXPECT_EQ(found("affine", "x", always).explanation, " dx is 0 for every input of this check.");
}

TEST(Localise, TheGateThatIsWrong) {
  const ChangeGradient second_gate = each([](double& value, std::size_t, std::size_t j, const Shape& shape) {
    if (j * 4 / shape.at(1) == 1) value *= 1.5 + static_cast<double>(j);
  });
  EXPECT_EQ(found("lstm_step", "wx", second_gate).explanation,
            " dwx is right except in the part of f (i, f, o, g lie side by side in it).");
}

// In one case the second gate has nothing to be wrong about.
TEST(Localise, TheGatesThatAreWrongInSomeCases) {
  const ChangeGradient three_gates = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    const bool spared = the_case.inputs.at("x").shape[0] == 1;
    const std::size_t width = gradient.shape.at(1);
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      const std::size_t gate = i % width * 4 / width;
      if (gate == 0 || gate == 3 || (gate == 1 && !spared))
        gradient.values[i] *= 1.5 + static_cast<double>(i);
    }
  };
  EXPECT_EQ(found("lstm_step", "wx", three_gates).explanation,
            " dwx is right except in the parts of i, f and g (i, f, o, g lie side by side in it).");
}

TEST(Localise, NoGateWhereEachIsWrongSomewhere) {
  const ChangeGradient by_case = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    const std::size_t width = gradient.shape.at(1), spared = the_case.inputs.at("x").shape[0] % 4;
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      if (i % width * 4 / width != spared) gradient.values[i] *= 1.5 + static_cast<double>(i % 7);
    }
  };
  EXPECT_THAT(found("lstm_step", "wx", by_case).explanation, testing::Not(HasSubstr("part")));
}

TEST(Localise, TheRowsWhoseIndexOccurs) {
  const ChangeGradient where_read = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    const std::size_t width = gradient.shape.at(1);
    for (const double token : the_case.inputs.at("tokens").values) {
      for (std::size_t d = 0; d < width; ++d)
        gradient.values[static_cast<std::size_t>(token) * width + d] += 1.0 / (1.0 + static_cast<double>(d));
    }
  };
  const Op& op = *find_op("tied_embedding");
  ASSERT_TRUE(op.has_gradient("w"));
  const ChangeGradient linear = [&](Tensor& gradient, const Case& the_case, const Tensors& upstream) {
    Tensor ones = Tensor::filled(gradient.shape, 0.0);
    where_read(ones, the_case, upstream);
    const double size = upstream.at("scores").values.front();
    for (std::size_t i = 0; i < gradient.values.size(); ++i) gradient.values[i] += size * ones.values[i];
  };
  EXPECT_EQ(found("tied_embedding", "w", linear).explanation,
            " dw is wrong only in rows whose index occurs in tokens, and right in all others.");
}

TEST(Localise, WhatWasHandedInUnchanged) {
  const ChangeGradient dout = [](Tensor& gradient, const Case&, const Tensors& upstream) {
    gradient = upstream.at("out");
  };
  EXPECT_EQ(found("batchnorm_alt", "x", dout).explanation,
            " Your dx is dout as it was handed in, unchanged.");
}

TEST(Localise, WhatWasHandedInIsRecognisedThoughItIsNotLinear) {
  const ChangeGradient x = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    gradient = the_case.inputs.at("x");
  };
  const Finding finding = found("affine", "x", x);
  EXPECT_EQ(finding.evidence->failing_class, "linearity");
  EXPECT_EQ(finding.explanation, " Your dx is x as it was handed in, unchanged.");
}

// The case at the kink has no factor, and takes none away.
TEST(Localise, AFactorOfTheWrongElementsOfALossWithKinks) {
  const ChangeGradient doubled = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    const std::size_t classes = gradient.shape.at(1);
    const Tensor& y = the_case.inputs.at("y");
    for (std::size_t n = 0; n < y.values.size(); ++n)
      gradient.values[n * classes + static_cast<std::size_t>(y.values[n])] *= 2.0;
  };
  EXPECT_EQ(found("svm_loss", "x", doubled).explanation,
            " Every wrong element is 2 times what it should be.");
}

// Answers with the right gradients under each other's names.
class SwappedSubject : public Subject {
 public:
  SwappedSubject(std::string one, std::string other) : one_(std::move(one)), other_(std::move(other)) {}
  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override {
    struct Swapped : Running {
      std::unique_ptr<Running> right;
      std::string one, other;
      Tensors backward(const Tensors& upstream) override {
        Tensors gradients = right->backward(upstream);
        std::swap(gradients.at(one), gradients.at(other));
        return gradients;
      }
    };
    auto running = std::make_unique<Swapped>();
    running->right = reference_.start(op, the_case);
    running->one = one_;
    running->other = other_;
    running->outputs = running->right->outputs;
    return running;
  }

 private:
  LinkedSubject reference_;
  std::string one_;
  std::string other_;
};

Finding swapped(const std::string& op_name, const std::string& one, const std::string& other) {
  const Op& op = *find_op(op_name);
  Transcript transcript = cases::plan(op, 3);
  SwappedSubject subject(one, other);
  cases::ask(op, subject, transcript);
  return check_gradient(op, transcript, one);
}

TEST(Localise, MembersInEachOthersPlaces) {
  EXPECT_EQ(
      swapped("batchnorm_alt", "gamma", "beta").explanation,
      " Your dgamma is what dbeta should be, and your dbeta is what dgamma should be: in which order are "
      "they returned?");
  const Finding shapes = swapped("affine", "x", "w");
  EXPECT_EQ(shapes.evidence->failing_class, "shape");
  EXPECT_THAT(shapes.explanation, HasSubstr("Your dx is what dw should be"));
}

TEST(Localise, AStepThatIsLeftOut) {
  const Op& op = *find_op("batchnorm");
  Transcript transcript = cases::plan(op, 3);
  SpoiledSubject subject("x", [](const Tensor&, const Case&, const auto& backward, const Tensors& upstream,
                                 auto&&...) { return backward(upstream).at("xmu"); });
  cases::ask(op, subject, transcript);
  EXPECT_EQ(check_gradient(op, transcript, "x").explanation,
            " Your dx is what dxmu should be: is it in the wrong place, or is a step between them "
            "missing?");
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
  const ChangeGradient spoil = each([](double& value, std::size_t i, std::size_t j, const Shape& shape) {
    if (i + 1 < shape.at(0)) value *= 2.0 + static_cast<double>(i + j * j);
  });
  EXPECT_EQ(found("affine", "x", spoil).explanation, " dx is right in the last batch row only.");
}

// One case in which the wrong element happens to be the last along an axis proves nothing.
TEST(Localise, ACoincidenceIsNoPattern) {
  int cases = 0;
  const ChangeGradient in_one_case = [&](Tensor& gradient, const Case& the_case, const Tensors&) {
    if (the_case.inputs.at("x").shape != Shape{4, 5}) return;
    static double only = 0.0;  // the first case of this shape
    if (only == 0.0) only = the_case.inputs.at("x").values.front();
    if (the_case.inputs.at("x").values.front() != only) return;
    ++cases;
    gradient.values.back() *= 3.0;
  };
  const std::string text = found("affine", "w", in_one_case).explanation;
  EXPECT_GT(cases, 0);
  EXPECT_THAT(text, testing::Not(HasSubstr("right except in the last")));
}

TEST(Localise, NoMaskIsMissingWhereNothingIsToPass) {
  const ChangeGradient leak = [](Tensor& gradient, const Case&, const Tensors& upstream) {
    bool some_pass = false;
    for (const double value : gradient.values) some_pass |= value != 0.0;
    if (some_pass) return;
    for (std::size_t i = 0; i < gradient.values.size(); ++i)
      gradient.values[i] = upstream.begin()->second.values[0] * static_cast<double>(1 + i);
  };
  EXPECT_THAT(found("clipped_delta_loss", "q", leak).explanation, testing::Not(HasSubstr("masked out")));
}

// Wrong only where all words of a case are repeated, which other cases with repeated words speak against.
TEST(Localise, RowsThatOccurAreNoRepeatedIndices) {
  int cases = 0;
  const ChangeGradient repeated_only = [&](Tensor& gradient, const Case& the_case, const Tensors&) {
    std::map<double, int> count;
    for (const double token : the_case.inputs.at("x").values) ++count[token];
    for (const auto& [token, times] : count) {
      if (times == 1) return;
    }
    ++cases;
    const std::size_t width = gradient.shape.at(1);
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      if (count.contains(static_cast<double>(i / width)))
        gradient.values[i] *= 2.0 + static_cast<double>(i * i);
    }
  };
  const std::string text = found("embedding", "w", repeated_only).explanation;
  EXPECT_GT(cases, 0);
  EXPECT_THAT(text, testing::Not(HasSubstr("more than once")));
}

TEST(Localise, RepeatedIndices) {
  const ChangeGradient overwrite = [](Tensor& gradient, const Case& the_case, const Tensors&) {
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
              EndsWith("does each occurrence add its share there?"));
}

TEST(Localise, AMissingMask) {
  const ChangeGradient unmasked = [](Tensor& gradient, const Case&, const Tensors& upstream) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      if (gradient.values[i] == 0.0) gradient.values[i] = 0.5 * upstream.at("out").values[i];
    }
  };
  EXPECT_THAT(found("relu", "x", unmasked).explanation, HasSubstr("right wherever it should not be 0"));
  const ChangeGradient too_much = each([](double& value, std::size_t i, std::size_t j, auto&) {
    if ((i + j) % 2 == 0) value = 0.0;
  });
  EXPECT_THAT(found("tanh", "x", too_much).explanation, HasSubstr("is 0 in elements that should not be 0"));
  const ChangeGradient tiny = each([](double& value, std::size_t i, std::size_t j, auto&) {
    if ((i + j) % 2 == 0) value *= 1e-13 * static_cast<double>(1 + i + 2 * j);
  });
  EXPECT_THAT(found("tanh", "x", tiny).explanation, Not(HasSubstr("is 0 in elements")));
}

TEST(Localise, OnlyIsSaidWhereAllOthersAreWrong) {
  const auto below_the_first = [](std::size_t columns) {
    return each([columns](double& value, std::size_t i, std::size_t j, auto&) {
      if (i > 0 && j < columns) value *= 2.0 + std::sin(static_cast<double>(7 * i + 3 * j));
    });
  };
  EXPECT_EQ(found("affine", "x", below_the_first(99)).explanation,
            " dx is right in the first batch row only.");
  EXPECT_THAT(found("affine", "x", below_the_first(1)).explanation, Not(HasSubstr("only")));
}

TEST(Localise, AConstantIsRoundedInAllCasesAlike) {
  const ChangeGradient in_large = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    if (the_case.inputs.at("x").shape.at(0) < 3) return;
    for (double& value : gradient.values) value *= 1.007;
  };
  EXPECT_EQ(
      found("affine", "w", in_large).explanation,
      " Every element is 1.007 times what it should be. dw is right for 4 of the 16 inputs of this check: "
      "all but the 12 in which N is 3 or more.");
}

TEST(Localise, AFactorOrAnOffsetOfEachColumn) {
  const ChangeGradient factor =
      each([](double& value, std::size_t, std::size_t j, auto&) { value *= 2.0 + static_cast<double>(j); });
  EXPECT_THAT(found("affine", "x", factor).explanation,
              HasSubstr("differs from one index along D to the next"));
  const ChangeGradient offset = [](Tensor& gradient, const Case&, const Tensors&) {
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
  const ChangeGradient noise = each([](double& value, std::size_t i, std::size_t j, auto&) {
    value *= std::sin(static_cast<double>(1 + 3 * i + 7 * j * j));
  });
  EXPECT_EQ(found("affine", "x", noise).explanation, "");
}

}  // namespace
}  // namespace grader
