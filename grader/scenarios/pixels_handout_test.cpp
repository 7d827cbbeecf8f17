// The charts and numbers in the handout of assignment 5. The reference must compute the same numbers.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "grader/scenarios/pixel_net.hpp"
#include "grader/scenarios/pixels.hpp"
#include "grader/scenarios/testing/handout_charts.hpp"
#include "grader/scenarios/testing/run_part.hpp"

namespace grader {
namespace {

constexpr const char* kSpace = "a5-space";
constexpr std::uint64_t kSeeds = 20;

double length(const std::vector<double>& values) { return norm({{values.size()}, values}); }

void expect_told(const ScenarioPart& part, const Measurements& m) {
  expect_in_handout(kSpace, part.story(m));
}

TEST(PixelsHandout, LearningIsTheReferences) {
  const Measurements m = measured(pixels_learning());
  std::vector<double> loss;
  for (std::size_t i = 0; i < m.at("loss").size(); i += 8) loss.push_back(m.at("loss")[i]);
  expect_chart(kSpace, "A convolutional net on the digits: loss",
               {loss, std::vector<double>(loss.size(), std::log(10.0))});
  expect_told(pixels_learning(), m);
  expect_in_handout(kSpace,
                    fmt::format("At the first step the norm of `dw1` is {:.2f}, that of `dw2` {:.2f}.",
                                m.at("dw1").front(), m.at("dw2").front()));
  const std::vector<double>& first = m.at("first filters");
  std::vector<double> change = m.at("filters");
  for (std::size_t i = 0; i < change.size(); ++i) change[i] -= first[i];
  expect_in_handout(kSpace, fmt::format("In 160 steps they have moved by {:.0f} % of their norm",
                                        100.0 * length(change) / length(first)));
}

std::vector<double> probability(const Measurements& m, std::size_t digit) {
  std::vector<double> result;
  for (std::size_t i = digit; i < m.at("probabilities").size(); i += 10)
    result.push_back(m.at("probabilities")[i]);
  return result;
}

// Returns after how many steps no digit is more probable than the 3.
double steps_until_3(const Measurements& m) {
  const std::vector<double>& all = m.at("probabilities");
  for (std::size_t i = 0; i < all.size(); i += 10) {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(i);
    if (*std::max_element(first, first + 10) == first[3]) return static_cast<double>(i) / 10.0;
  }
  ADD_FAILURE() << "the 8 never becomes a 3";
  return 0.0;
}

TEST(PixelsHandout, FoolingIsTheReferences) {
  const Measurements m = measured(pixels_image());
  expect_chart(kSpace, "Along the gradient of the image: probabilities",
               {probability(m, 8), probability(m, 3)});
  expect_told(pixels_image(), m);
  expect_in_handout(kSpace, fmt::format("The 8 has a norm of {:.1f}", length(m.at("victim"))));
}

TEST(PixelsHandout, FoolingTakesAsManyStepsAsTheHandoutSays) {
  std::vector<double> steps;
  for (std::uint64_t seed = 1; seed <= 10; ++seed)
    steps.push_back(steps_until_3(measured(pixels_image(), seed)));
  const auto [least, most] = std::minmax_element(steps.begin(), steps.end());
  expect_in_handout(kSpace, fmt::format("Over 10 seeds it takes {} to {} steps.", *least, *most));
}

TEST(PixelsHandout, BatchesOfOneAreTheReferences) {
  const Measurements m = measured(pixels_batch_of_one());
  ChartLines gradients;
  ChartLines losses;
  for (const std::string norm : {"batch norm", "group norm"}) {
    gradients.emplace_back();
    losses.emplace_back();
    for (const char* batch : {"1", "2", "4", "16"}) {
      gradients.back().push_back(median(m.at(norm + ", batch of " + batch + " dw1")));
      losses.back().push_back(m.at(norm + ", batch of " + batch + " held out").front());
    }
  }
  expect_chart(kSpace, "Norm of dw1, median of 100 steps, by images in a batch", gradients);
  expect_chart(kSpace, "Loss on 200 unseen digits after 100 steps, by images in a batch", losses);
  expect_told(pixels_batch_of_one(), m);
}

TEST(PixelsHandout, ABatchOfOneLearnsAsLittleAsTheHandoutSays) {
  std::array<std::vector<double>, 2> losses;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Measurements m = measured(pixels_batch_of_one(), seed);
    losses[0].push_back(m.at("batch norm, batch of 1 held out").front());
    losses[1].push_back(m.at("group norm, batch of 1 held out").front());
  }
  const auto range = [](const std::vector<double>& values) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return fmt::format("{:.2f} to {:.2f}", *least, *most);
  };
  expect_in_handout(kSpace,
                    fmt::format("over 20 seeds the loss on unseen digits is {} after 100 steps of one "
                                "image under batch normalisation, and {} under group normalisation",
                                range(losses[0]), range(losses[1])));
}

// Returns the mean squares of the pixels of each kind, as parts of that of odd rows and columns.
std::array<double, 4> mean_squares_by_kind(const std::vector<double>& sizes) {
  std::array<double, 4> sums{};
  for (std::size_t row = 2; row < 14; ++row) {
    for (std::size_t column = 2; column < 14; ++column)
      sums[row % 2 * 2 + column % 2] += std::pow(sizes[row * 16 + column], 2);
  }
  for (std::size_t kind = 0; kind < 4; ++kind) sums[kind] /= sums[3];
  return sums;
}

TEST(PixelsHandout, TheCheckerboardIsTheReferences) {
  const Measurements m = measured(pixels_checkerboard());
  const std::array<double, 4> three = mean_squares_by_kind(m.at("sizes, kernel 3"));
  const std::array<double, 4> four = mean_squares_by_kind(m.at("sizes, kernel 4"));
  const char* names[] = {"even, even", "even, odd", "odd, even", "odd, odd"};
  const int windows[] = {4, 2, 2, 1};
  for (std::size_t kind = 0; kind < 4; ++kind) {
    expect_in_handout(kSpace, fmt::format("| {} | {} | {:.2f} | 4 | {:.2f} |", names[kind], windows[kind],
                                          three[kind], four[kind]));
  }
  expect_told(pixels_checkerboard(), m);
}

TEST(PixelsHandout, TheCheckerboardIsAsLargeAsTheHandoutSays) {
  std::vector<double> ratios;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed)
    ratios.push_back(mean_squares_by_kind(measured(pixels_checkerboard(), seed).at("sizes, kernel 3"))[0]);
  const auto [least, most] = std::minmax_element(ratios.begin(), ratios.end());
  expect_in_handout(kSpace, fmt::format("Over 20 seeds the first number is {:.1f} to {:.1f}", *least, *most));
}

}  // namespace
}  // namespace grader
