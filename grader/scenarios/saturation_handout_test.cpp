// The charts and tables in the handout of assignment 1 that come from the scenario. The reference must
// compute the same numbers.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/saturation.hpp"
#include "grader/scenarios/testing/handout_charts.hpp"
#include "grader/scenarios/testing/run_part.hpp"

namespace grader {
namespace {

constexpr const char* kGates = "a1-gates";

std::vector<double> every(const std::vector<double>& series, std::size_t stride) {
  std::vector<double> result;
  for (std::size_t i = 0; i < series.size(); i += stride) result.push_back(series[i]);
  return result;
}

TEST(SaturationHandout, PreparationsAreTheReferences) {
  const ScenarioPart part = saturation_preprocessing();
  const Measurements m = measured(part);
  ChartLines losses;
  for (const auto& [key, words] :
       {std::pair{"raw", "0 to 255"}, {"unit", "0 to 1"}, {"standard", "standardised"}}) {
    const std::string name = key;
    losses.push_back(every(m.at(name + " loss"), 3));
    expect_in_handout(kGates,
                      fmt::format("| {} | {} | {:.0f} % | {:.2f} | {:.2f} | {:.0f} % |", words,
                                  format_number(m.at(name + " slope").front(), 2),
                                  100.0 * m.at(name + " saturated").front(), m.at(name + " loss").front(),
                                  m.at(name + " loss").back(), 100.0 * m.at(name + " right").front()));
  }
  expect_in_handout(kGates, fmt::format("The largest value among our standardised pixels is {:.1f}",
                                        m.at("largest").front()));
  expect_chart(kGates, "The same first weights, three preparations: loss", losses);
}

TEST(SaturationHandout, GatesAreTheReferences) {
  const Measurements m = measured(saturation_tanh());
  ChartLines losses;
  for (const std::string size : {"small", "large"}) {
    for (const std::string gate : {"sigmoid", "tanh"}) {
      const std::string name = gate + ' ' + size;
      if (size == "small") losses.push_back(m.at(name + " loss"));
      expect_in_handout(kGates, fmt::format("| {}, {} | {}, {} | {:.2f} | {:.0f} % | {:.2f} | {:.2f} |", gate,
                                            size == "small" ? "Xavier" : "30 times that",
                                            format_number(m.at(name + " slope")[0], 2),
                                            format_number(m.at(name + " slope")[1], 2),
                                            m.at(name + " mean")[0], 100.0 * m.at(name + " one sign")[0],
                                            m.at(name + " loss").front(), m.at(name + " loss").back()));
    }
  }
  expect_chart(kGates, "Sigmoid and tanh with Xavier's weights: loss", losses);
}

}  // namespace
}  // namespace grader
