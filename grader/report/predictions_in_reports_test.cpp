// Predictions and circuits, from a report's JSON to what people read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/testing/json_pointer.hpp"
#include "grader/report/json.hpp"
#include "grader/report/page/html_report.hpp"
#include "grader/report/sample_report.hpp"
#include "grader/report/terminal.hpp"
#include "grader/report/testing/schema.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kMarkup = "</svg><script>alert(1)</script>";

Report with_predictions() {
  Report report = sample_report();
  report.problems[0].predictions = {
      {.id = "eight-sigmoids",
       .question = "What is left?",
       .form = "a number",
       .predicted = "0.5",
       .measured = "1e-05",
       .near = false},
      {.id = "too-large-loss", .question = "What does it do?", .form = "one of: a, b", .predicted = "a"},
      {.id = "dead-share", .question = "How many die?", .form = "a number, in %"}};
  report.prediction_notes = {"predictions.txt, line 3: \"0,5\" is not a number."};
  return report;
}

Report with_circuit() {
  Report report = sample_report();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  report.problems[0].handout = "assignments/a1-gates/handout.md#20-circuit";
  report.problems[0].drawn = DrawnCase{"unit", 12,
                                       Circuit{"Two gates",
                                               {{"a", "a", 0, 0}, {"b", "+", 1, 0.5}, {"c", "", 2, 0}},
                                               {{"v", "a", "b", 1.5, nan, 2.0}, {"w", "b", "c", -3, 0.25}}}};
  return report;
}

class ReportAgain : public testing::TestWithParam<Report (*)()> {};

TEST_P(ReportAgain, IsWhatWasWrittenAndConforms) {
  const std::string text = json_text(GetParam()());
  EXPECT_TRUE(JsonSchema(REPORT_SCHEMA).accepts(parse_json(text)));
  EXPECT_EQ(json_text(parse_report(text, "report.json")), text);
}

INSTANTIATE_TEST_SUITE_P(Both, ReportAgain, testing::Values(with_predictions, with_circuit));

void expect_refused(const Report& report, const std::string& pointer, const Json& value) {
  Json json = parse_json(json_text(report));
  at_pointer(json, pointer) = value;
  EXPECT_THROW(from_json(json), InputError) << pointer;
}

TEST(ReadingACircuit, RefusesWhatCannotBeDrawn) {
  const std::string circuit = "/problems/0/circuit";
  expect_refused(with_circuit(), circuit + "/wires/0/to", "nowhere");
  expect_refused(with_circuit(), circuit + "/wires/0/to", "a");
  expect_refused(with_circuit(), circuit + "/nodes/0/column", -1);
  expect_refused(with_circuit(), circuit + "/nodes/0/row", 1e9);
  expect_refused(with_circuit(), circuit + "/wires/0/value", "many");
  Report large = with_circuit();
  large.problems[0].drawn->circuit.wires.resize(kMaxCircuitParts + 1,
                                                large.problems[0].drawn->circuit.wires[0]);
  EXPECT_THROW(from_json(parse_json(json_text(large))), InputError);
}

TEST(ReadingAPrediction, RefusesAMeasurementAlone) {
  Json json = parse_json(json_text(with_predictions()));
  json["problems"][0]["predictions"][0].erase("predicted");
  EXPECT_THROW(from_json(json), InputError);
}

TEST(PredictionsInTheTerminal, StandBesideTheMeasurementAndTheOthersAreAskedOnce) {
  const std::string text = render_terminal(with_predictions(), {});
  EXPECT_THAT(text, HasSubstr("  What is left?\n    you 0.5   measured 1e-05   not near\n"));
  EXPECT_THAT(text, HasSubstr("  What does it do?\n    you a   not measured: this part is not right yet\n"));
  EXPECT_THAT(text, HasSubstr("predictions.txt, line 3: \"0,5\" is not a number.\n"));
  const std::size_t asked = text.find("dead-share:");
  ASSERT_NE(asked, std::string::npos);
  EXPECT_THAT(text.substr(asked), HasSubstr("How many die? (a number, in %)"));
  EXPECT_EQ(text.find("How many die?", text.find("How many die?") + 1), std::string::npos);
  EXPECT_THAT(render_terminal(sample_report(), {}), Not(HasSubstr("predict")));
}

TEST(PredictionsOnThePage, StandBesideTheMeasurementAndTheOthersAreAskedOnce) {
  const std::string page = render_html(with_predictions(), {});
  EXPECT_THAT(page, HasSubstr("<dt>What is left?</dt><dd>You: <strong>0.5</strong>, measured "
                              "<strong>1e-05</strong>: not near</dd>"));
  EXPECT_THAT(page, HasSubstr("<dt><code>dead-share:</code></dt><dd>How many die? (a number, in %)</dd>"));
  EXPECT_THAT(page, HasSubstr("href=\"#problem-1\""));
  EXPECT_THAT(page, Not(HasSubstr("<code>eight-sigmoids:</code>")));
  EXPECT_THAT(render_html(sample_report(), {}), Not(HasSubstr("predictions.txt")));
}

TEST(PredictionsOnThePage, AreText) {
  Report report = with_predictions();
  for (Prediction& prediction : report.problems[0].predictions) {
    prediction.id = prediction.question = prediction.form = kMarkup;
    if (!prediction.predicted.empty()) prediction.predicted = kMarkup;
  }
  report.prediction_notes = {kMarkup};
  EXPECT_THAT(render_html(report, {}), Not(HasSubstr("<script>alert")));
}

TEST(CircuitOnThePage, IsDrawnWithItsWrongWires) {
  const std::string page = render_html(with_circuit(), {});
  EXPECT_THAT(page, HasSubstr("aria-label=\"Two gates\""));
  EXPECT_THAT(page, HasSubstr(">dv = NaN ✗</text>"));
  EXPECT_THAT(page, HasSubstr(">not 2</text>"));
  EXPECT_THAT(page, HasSubstr(">dw = 0.25</text>"));
  EXPECT_THAT(page, HasSubstr("1 is wrong here"));
  EXPECT_THAT(page, HasSubstr("href=\"#problem-1\""));  // a right problem has its drawing, too
}

TEST(CircuitOnThePage, IsText) {
  Report report = with_circuit();
  Circuit& circuit = report.problems[0].drawn->circuit;
  circuit.title = circuit.nodes[0].label = circuit.wires[0].name = report.problems[0].drawn->probe = kMarkup;
  EXPECT_THAT(render_html(report, {}), Not(HasSubstr("<script>alert")));
}

}  // namespace
}  // namespace grader
