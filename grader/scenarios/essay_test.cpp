// assignments/essay.md lists the essay's claims. What it says of points must be true of the assignments, and
// its numbers must be those of the reference.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "grader/base/files.hpp"
#include "grader/base/json.hpp"
#include "grader/base/numbers.hpp"
#include "grader/scenarios/dead_relu.hpp"
#include "grader/scenarios/deep_stack.hpp"
#include "grader/scenarios/exploding.hpp"
#include "grader/scenarios/saturation.hpp"
#include "grader/scenarios/slow_lower_layers.hpp"

namespace grader {
namespace {

using testing::HasSubstr;

std::string essay() {
  std::string text = read_file(SOURCE_ROOT "/assignments/essay.md");
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

Measurements of_reference(const ScenarioPart& part) {
  LinkedSubject reference;
  return part.run(reference, 1, silent);
}

// Returns the points of "a1-gates/affine" or, for a check, of "a1-gates/saturation/training", or nullopt when
// there is no such problem or check.
std::optional<double> points_of(const std::string& assignment, const std::string& problem,
                                const std::string& check) {
  const Json all = parse_json(read_file(SOURCE_ROOT "/assignments/" + assignment + "/assignment.json"));
  std::optional<double> points;
  for (const Json& each : all.at("problems").elements()) {
    if (each.at("id").get<std::string>() != problem) continue;
    for (const Json& one : each.at("checks").elements()) {
      if (!check.empty() && (!one.contains("id") || one.at("id").get<std::string>() != check)) continue;
      points = points.value_or(0.0) + (one.contains("points") ? one.at("points").get<double>() : 0.0);
    }
  }
  return points;
}

TEST(Essay, PointsAreThoseOfTheAssignments) {
  const std::string text = essay();
  const std::regex claim(R"re(`(a\d-\w+)/(\w+)(?:/([\w-]+))?` \((\d+)\))re");
  std::size_t found = 0;
  for (std::sregex_iterator match(text.begin(), text.end(), claim), end; match != end; ++match) {
    ++found;
    const auto points = points_of((*match)[1], (*match)[2], (*match)[3]);
    EXPECT_EQ(points, std::stod((*match)[4])) << match->str();
  }
  EXPECT_GE(found, 40u);
}

TEST(Essay, ClaimsAreNumberedAndEachIsTaughtSomewhere) {
  std::istringstream lines(read_file(SOURCE_ROOT "/assignments/essay.md"));
  std::size_t claims = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!std::regex_search(line, std::regex(R"re(^\| \d)re"))) continue;
    ++claims;
    EXPECT_THAT(line, HasSubstr(fmt::format("| {} |", claims)));
    EXPECT_EQ(std::count(line.begin(), line.end(), '|'), 6) << line;
  }
  EXPECT_EQ(claims, 30u);
}

TEST(Essay, NumbersOfSaturationAreTheReferences) {
  const Measurements pixels = of_reference(saturation_preprocessing());
  EXPECT_THAT(essay(), HasSubstr(fmt::format("a mean slope of {} with pixels 0 to 255, {} with pixels 0 to 1",
                                             format_number(pixels.at("raw slope").front(), 2),
                                             format_number(pixels.at("unit slope").front(), 2))));
  EXPECT_THAT(essay(), HasSubstr(fmt::format("a last loss of {:.2f}, {:.2f} and, standardised, {:.2f}",
                                             pixels.at("raw loss").back(), pixels.at("unit loss").back(),
                                             pixels.at("standard loss").back())));
  const Measurements gates = of_reference(saturation_tanh());
  EXPECT_THAT(essay(), HasSubstr(fmt::format(
                           "with weights 30 times too large a mean slope of {} with tanh, {} with sigmoids",
                           format_number(gates.at("tanh large slope").front(), 2),
                           format_number(gates.at("sigmoid large slope").front(), 2))));
}

TEST(Essay, NumbersOfDepthAreTheReferences) {
  const std::string pace = pace_by_layer(of_reference(slow_lower_layers_sigmoid()), kSlowHiddenLayers + 1);
  EXPECT_THAT(essay(),
              HasSubstr(pace.substr(pace.find("layer 5"), pace.find(", layer 4") - pace.find("layer 5"))));
  EXPECT_THAT(essay(), HasSubstr(pace.substr(pace.find("layer 1"))));
  const ScenarioPart part = dead_relu_one_unit();
  const Measurements m = of_reference(part);
  const std::string story = part.story(m);
  const std::size_t fate = story.find("takes its largest");
  EXPECT_THAT(essay(), HasSubstr(story.substr(fate, story.find(", and it ends") - fate)));
  EXPECT_THAT(essay(), HasSubstr(fmt::format("{:.0f} % of the units dead after 20 steps at a rate of 0.1",
                                             100.0 * m.at("large dead").back())));
}

TEST(Essay, NumbersOfTimeAreTheReferences) {
  const ScenarioPart scalar = exploding_scalar();
  EXPECT_THAT(essay(), HasSubstr(scalar.story(of_reference(scalar))));
  const ScenarioPart radius = exploding_radius();
  const std::string story = radius.story(of_reference(radius));
  const std::size_t from = story.find("measured are");
  EXPECT_THAT(essay(), HasSubstr(story.substr(from, story.find(", and with tanh") - from)));
}

}  // namespace
}  // namespace grader
