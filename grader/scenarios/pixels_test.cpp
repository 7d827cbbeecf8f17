#include "grader/scenarios/pixels.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "grader/base/json.hpp"
#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/pixel_net.hpp"
#include "grader/scenarios/rounding.hpp"
#include "grader/scenarios/testing/changed_op.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const ScenarioPart& part_of_pixels(const std::string& id) { return *find_scenario("pixels")->find(id); }

// A training takes a while, so each is run only once.
const Measurements& right_run(const std::string& id, std::uint64_t seed = 1) {
  static std::map<std::pair<std::string, std::uint64_t>, Measurements> runs;
  const auto found = runs.find({id, seed});
  if (found != runs.end()) return found->second;
  LinkedSubject reference;
  return runs[{id, seed}] = run_reference(part_of_pixels(id), reference, seed, silent);
}

PartVerdict verdict_of(const std::string& id, std::map<std::string, Op> wrong, std::uint64_t seed = 1) {
  OverridingSubject student(std::move(wrong));
  return part_of_pixels(id).judge(part_of_pixels(id).run(student, seed, silent), right_run(id, seed));
}

std::string message_of(const std::string& id, const Op& wrong) {
  const Finding finding = verdict_of(id, {{wrong.name, wrong}}).finding;
  EXPECT_EQ(finding.status, Status::fail) << id;
  return finding.message;
}

Op with_doubled(const std::string& gradient) {
  return op_with_gradients("conv_net", [gradient](Tensors& gradients, const Case&) {
    for (double& value : gradients.at(gradient).values) value *= 2.0;
  });
}

TEST(Pixels, TheReferencePassesUnderEightSeeds) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    for (const ScenarioPart& part : find_scenario("pixels")->parts) {
      const Measurements& measured = right_run(part.id, seed);
      const Finding finding = part.judge(measured, measured).finding;
      EXPECT_EQ(finding.status, Status::pass) << part.id << ", seed " << seed << ": " << finding.message;
    }
  }
}

// Every number of every pass is rounded as another order of summation would round it.
TEST(Pixels, RoundingIsNotTakenForAMistake) {
  const auto rounded = [](const char* name) {
    Op op = op_with_gradients(name, [](Tensors& gradients, const Case&) {
      for (auto& [input, gradient] : gradients) {
        for (std::size_t i = 0; i < gradient.values.size(); ++i)
          gradient.values[i] *= 1.0 + (static_cast<double>(i % 7) - 3.0) * 1e-15;
      }
    });
    return op;
  };
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    for (const ScenarioPart& part : find_scenario("pixels")->parts) {
      const Finding finding =
          verdict_of(part.id, {{"conv_net", rounded("conv_net")}, {"conv", rounded("conv")}}, seed).finding;
      EXPECT_EQ(finding.status, Status::pass) << part.id << ", seed " << seed << ": " << finding.message;
    }
  }
}

TEST(Pixels, LearningNamesTheFirstGradientThatIsWrong) {
  for (const char* gradient : {"b2", "w2", "gamma", "beta", "w1", "b1", "x"}) {
    EXPECT_THAT(
        message_of("learning", with_doubled(gradient)),
        StartsWith(std::string("Learning the digits, the norm of d") + gradient + " of your conv_net is "));
  }
}

TEST(Pixels, LearningFailsAGradientThatIsTurnedRound) {
  const Op turned = op_with_gradients("conv_net", [](Tensors& gradients, const Case&) {
    for (double& value : gradients.at("w1").values) value = -value;  // the same norm
  });
  EXPECT_THAT(message_of("learning", turned), HasSubstr("at step 1, expected"));
}

TEST(Pixels, LearningSurvivesALossThatIsNotANumber) {
  const Op broken = changed_op("conv_net", [](const Case&, Instance right) {
    right.outputs.at("loss") = Tensor::scalar(std::nan(""));
    return right;
  });
  for (const char* part : {"learning", "image", "batch-of-one"})
    EXPECT_THAT(message_of(part, broken), HasSubstr("the loss is NaN at step 0")) << part;
}

// As a convolution does that keeps the border's gradient: everything sits one pixel too far to the right.
TEST(Pixels, ImageFailsAGradientThatIsShifted) {
  const Op shifted = op_with_gradients("conv_net", [](Tensors& gradients, const Case&) {
    std::vector<double>& dx = gradients.at("x").values;
    for (std::size_t i = dx.size(); i-- > 1;) dx[i] = i % kImageSide == 0 ? 0.0 : dx[i - 1];
  });
  EXPECT_THAT(message_of("image", shifted), StartsWith("Learning the digits, the norm of dx"));
}

// The norm is right, and so is all that a training uses.
TEST(Pixels, ImageFailsAGradientThatIsUpsideDown) {
  const Op upside_down = op_with_gradients("conv_net", [](Tensors& gradients, const Case&) {
    std::vector<double>& dx = gradients.at("x").values;
    for (std::size_t first = 0; first < dx.size(); first += kDigitPixels) {
      const auto begin = dx.begin() + static_cast<std::ptrdiff_t>(first);
      std::reverse(begin, begin + kDigitPixels);
    }
  });
  EXPECT_EQ(verdict_of("learning", {{"conv_net", upside_down}}).finding.status, Status::pass);
  EXPECT_THAT(message_of("image", upside_down),
              StartsWith("Trained on the digits, the gradient of the image of a 0 is "));
}

TEST(Pixels, ImageTellsOfANetThatIsNotFooled) {
  const Op stays = op_with_gradients("conv_net", [](Tensors& gradients, const Case& the_case) {
    if (the_case.inputs.at("y").values.size() == 1)
      for (double& value : gradients.at("x").values) value = 0.0;
  });
  OverridingSubject student({{"conv_net", stays}});
  const Measurements m = part_of_pixels("image").run(student, 1, silent);
  EXPECT_THAT(part_of_pixels("image").judge(m, right_run("image")).finding.message,
              StartsWith("While an 8 is moved along the gradient of its image, the probability of a "));
  EXPECT_THAT(part_of_pixels("image").story(m),
              HasSubstr("After 30 steps along the gradient of the image it is still no 3"));
}

TEST(Pixels, BatchOfOneFailsAGradientThatDoesNotVanish) {
  const Op leaking = op_with_gradients("conv_net", [](Tensors& gradients, const Case& the_case) {
    if (the_case.attributes.at("norm") == 1.0 && the_case.inputs.at("y").values.size() == 1)
      gradients.at("w1").values.front() += 1e-6;
  });
  EXPECT_EQ(
      message_of("batch-of-one", leaking),
      "With batch normalisation and a batch of one, the output of the norm is beta, whatever the image: "
      "the gradient of w1 is 0. The norm of yours is 1e-06 at step 0.");
}

TEST(Pixels, BatchOfOneNamesTheTrainingThatIsWrong) {
  const Op lost = op_with_gradients("conv_net", [](Tensors& gradients, const Case& the_case) {
    if (the_case.attributes.at("norm") == 2.0)
      for (double& value : gradients.at("w1").values) value *= 0.5;
  });
  EXPECT_THAT(message_of("batch-of-one", lost),
              StartsWith("With group norm, batch of 1, the norm of dw1 is "));
}

// As if each pixel got the mean of what its windows send.
TEST(Pixels, CheckerboardFailsSharesThatAreAveraged) {
  const Op averaged = op_with_gradients("conv", [](Tensors& gradients, const Case&) {
    std::vector<double>& dx = gradients.at("x").values;
    for (std::size_t i = 0; i < dx.size(); i += 2) dx[i] /= 2.0;  // even columns lie in twice as many windows
  });
  EXPECT_THAT(
      message_of("checkerboard", averaged),
      testing::MatchesRegex("With stride 2 and a kernel of 3, the gradient of your conv has the root "
                            "mean square [0-9.e-]+ at the pixel in row 0 and column 0, which lies in 1 "
                            "window; expected [0-9.e-]+\\."));
}

// The probability of the label is exp(-loss): what db2 says of it must be the same.
TEST(PixelNet, ReadsProbabilitiesFromTheGradientOfTheBias) {
  LinkedSubject reference;
  backprop::Rng rng(seed_for(1, "probabilities"));
  const PixelNet net(seeing_layout(), rng);
  const DigitImages images = draw_images(rng, 3);
  for (std::size_t y = 0; y < kDigitClasses; ++y) {
    const PixelNet::Pass pass = net.run(reference, one_image(images, y % 3, static_cast<double>(y)));
    const std::vector<double> p = class_probabilities(pass, y);
    EXPECT_NEAR(p[y], std::exp(-pass.loss), 1e-14);
    double sum = 0.0;
    for (const double each : p) sum += each;
    EXPECT_NEAR(sum, 1.0, 1e-14);
  }
}

TEST(PixelNet, HoldsDigitsOut) {
  backprop::Rng rng(seed_for(1, "held out"));
  const DigitImages unseen = held_out_images(rng);
  ASSERT_EQ(unseen.y.values.size(), kHeldOutImages);
  for (std::size_t n = 0; n < kHeldOutImages; ++n)
    EXPECT_EQ(unseen.y.values[n], all_digits().y.values[9 * n]);
  EXPECT_EQ(one_image(unseen, 7, 3.0).x.values[5], unseen.x.values[7 * kDigitPixels + 5]);
}

Json chart_values(const Figure& figure) { return parse_json(figure.vega_lite).at("data").at("values"); }

TEST(Pixels, FiguresShowWhatWasMeasured) {
  const PartVerdict learning = verdict_of("learning", {});
  ASSERT_EQ(learning.figures.size(), 2u);
  EXPECT_EQ(chart_values(learning.figures[0]).size(), 3u * 160u);
  EXPECT_EQ(chart_values(learning.figures[1]).size(), 16u * 9u);
  const PartVerdict image = verdict_of("image", {});
  ASSERT_EQ(image.figures.size(), 4u);
  EXPECT_EQ(chart_values(image.figures[0]).size(), 16u * 64u);
  EXPECT_EQ(chart_values(image.figures[1]).size(), 3u * 64u);
  EXPECT_EQ(chart_values(image.figures[2]).size(), 2u * 10u);
  const Json blocked = chart_values(verdict_of("batch-of-one", {}).figures.at(0)).elements().front();
  EXPECT_EQ(blocked.at("series").get<std::string>(), "batch norm");
  EXPECT_EQ(blocked.at("x").get<std::string>(), "1");
  EXPECT_EQ(blocked.at("y").get<double>(), 0.0);
}

// An image is shaded by its own largest magnitude.
TEST(Figures, ImagesKeepTheirOrderAndTheirSigns) {
  const Figure figure =
      images("id", "title", {{"b", 1, {-4.0}}, {"a", 2, {1.0, 2.0, std::nan(""), 0.0}}}, 2, 9);
  const Json specification = parse_json(figure.vega_lite);
  EXPECT_EQ(specification.at("facet").at("sort")[0].get<std::string>(), "b");
  const Json values = specification.at("data").at("values");
  ASSERT_EQ(values.size(), 4u);  // the NaN is left out
  EXPECT_EQ(values[0].at("shade").get<double>(), -1.0);
  EXPECT_EQ(values[1].at("shade").get<double>(), 0.5);
  EXPECT_EQ(values[3].at("row").get<double>(), 1.0);
  EXPECT_EQ(values[3].at("column").get<double>(), 1.0);
}

}  // namespace
}  // namespace grader
