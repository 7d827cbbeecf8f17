#include "grader/report/json.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/testing/json_pointer.hpp"
#include "grader/report/sample_report.hpp"

namespace grader {
namespace {

/// Returns the complaint about the sample report after one change at a JSON pointer.
std::string error_after(const std::string& pointer, const Json& value) {
  Json document = to_json(sample_report());
  at_pointer(document, pointer) = value;
  try {
    from_json(document);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

std::string error_without(const std::string& parent, const std::string& member) {
  Json document = to_json(sample_report());
  at_pointer(document, parent).erase(member);
  try {
    from_json(document);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(ReportJson, SaysWhichFilesWereGraded) {
  EXPECT_FALSE(to_json(sample_report())["submission"].contains("notes"));
  Report report = sample_report();
  report.submission.folder = "one";
  report.submission.not_graded = {"two/"};
  report.submission.notes = {"Graded: one/.", "hw.zip: it is damaged."};
  const Report back = parse_report(json_text(report), "report.json");
  EXPECT_EQ(back.submission.folder, "one");
  EXPECT_EQ(back.submission.not_graded, report.submission.not_graded);
  EXPECT_EQ(back.submission.notes, report.submission.notes);
  EXPECT_EQ(error_after("/submission/notes", {1}),
            "report.json: /submission/notes/0 is a number, expected a string.");
  EXPECT_EQ(error_after("/submission/folder", ""), "report.json: /submission/folder is empty.");
}

TEST(ReportJson, RoundTripsBitForBit) {
  const std::string text = json_text(sample_report());
  EXPECT_EQ(json_text(parse_report(text)), text);
  EXPECT_EQ(text.back(), '\n');

  Report report = sample_report();
  report.problems[1].checks[1].evidence->worst->expected = 0.1 + 0.2;
  report.seed = kMaxSeed;
  const Report again = parse_report(json_text(report));
  EXPECT_EQ(again.problems[1].checks[1].evidence->worst->expected, 0.1 + 0.2);
  EXPECT_EQ(again.seed, kMaxSeed);
  EXPECT_EQ(again.problems[1].checks[1].evidence->actual_values,
            report.problems[1].checks[1].evidence->actual_values);
}

TEST(ReportJson, TimesStandApart) {
  Report later = sample_report();
  later.duration_ms = 1;
  later.run = RunInfo{"2027-01-01T00:00:00Z", "elsewhere", {{"affine", 2}}};
  EXPECT_NE(json_text(later), json_text(sample_report()));
  EXPECT_EQ(json_text(without_times(later)), json_text(without_times(sample_report())));
  Report earlier_grader = sample_report();
  earlier_grader.run.reset();
  EXPECT_FALSE(parse_report(json_text(earlier_grader)).run);

  EXPECT_EQ(error_after("/run/graded_at", "2026-06-01 14:32:05Z"),
            "report.json: /run/graded_at is no time such as 2026-06-01T14:32:05Z.");
  EXPECT_EQ(error_after("/run/hostname", ""), "report.json: /run/hostname is empty.");
  EXPECT_EQ(error_after("/run/problem_ms", Json::array()), "report.json: /run/problem_ms is not an object.");
  EXPECT_EQ(error_after("/run/problem_ms/affine", "long").substr(0, 51),
            "report.json: /run/problem_ms/affine is a string, ex");
}

TEST(ReportJson, KeepsWhichElementsAreWrong) {
  Report report = sample_report();
  report.problems[1].checks[1].evidence->wrong_elements = {0, 5};
  const std::string text = json_text(report);
  const Evidence evidence = *parse_report(text).problems[1].checks[1].evidence;
  EXPECT_EQ(evidence.wrong_elements, (std::vector<std::size_t>{0, 5}));
  EXPECT_EQ(json_text(parse_report(text)), text);
  const std::string place = "/problems/1/checks/1/evidence/wrong_elements";
  EXPECT_EQ(error_after(place, Json::array({6})),
            "report.json: " + place + " has a place that is not in the tensor.");
}

TEST(ReportJson, KeepsHeatMaps) {
  Report report = sample_report();
  Evidence& evidence = *report.problems[1].checks[1].evidence;
  evidence.expected_values.clear();
  evidence.actual_values.clear();
  evidence.differences = {2, {0.0, -1.5, std::numeric_limits<double>::quiet_NaN(), 2.0}};
  const Json json = to_json(report)["problems"][1]["checks"][1]["evidence"]["differences"];
  EXPECT_EQ(json.dump(), "[[0.0,-1.5],[\"NaN\",2.0]]");
  const std::string text = json_text(report);
  EXPECT_EQ(json_text(parse_report(text)), text);

  const std::string place = "/problems/1/checks/1/evidence/differences";
  EXPECT_EQ(error_after(place, Json::array()), "report.json: " + place + " has no rows, or too many.");
  EXPECT_EQ(error_after(place, Json::array({Json::array({1, 2}), Json::array({1})})),
            "report.json: " + place + "/1 has another length than the first row.");
}

TEST(ReportJson, TheFailingCaseIsACallOfVjp) {
  const Json call = to_json(sample_report())["problems"][1]["checks"][1]["case"]["call"];
  EXPECT_EQ(call["inputs"]["x"], (Json{{"shape", {1, 2}}, {"data", {1.5, -0.25}}}));
  EXPECT_EQ(call["upstream"]["out"]["shape"], (Json::array({1, 3})));
  EXPECT_EQ(call["attributes"], (Json{{"scale", 0.5}}));
  const std::string place = "/problems/1/checks/1/case";
  EXPECT_EQ(error_after(place + "/call/inputs/x/data", Json::array({1.0})),
            "report.json: " + place + "/call/inputs/x/data does not fill the shape.");
  EXPECT_EQ(error_after(place + "/call/inputs/x/shape", Json::array({1u << 31, 1u << 31, 4})),
            "report.json: " + place + "/call/inputs/x/shape is larger than a report may show.");
  EXPECT_EQ(error_after(place + "/expected", Json::object()),
            "report.json: " + place + "/expected does not hold one tensor.");
}

TEST(ReportJson, NonFiniteNumbersAreStrings) {
  const Json document = to_json(sample_report());
  const Json& evidence = document["problems"][2]["checks"][0]["evidence"];
  EXPECT_EQ(evidence["actual"], "NaN");
  EXPECT_EQ(evidence["absolute_error"], "Infinity");
  EXPECT_EQ(evidence["expected"], 0.75);
  const Report report = from_json(document);
  const WorstElement& worst = *report.problems[2].checks[0].evidence->worst;
  EXPECT_TRUE(std::isnan(worst.actual));
  EXPECT_TRUE(std::isinf(worst.absolute_error));
}

TEST(ReportJson, PointsAreShort) {
  const Json document = to_json(sample_report());
  EXPECT_EQ(document["problems"][1]["score"].dump(), "2.5");
  EXPECT_EQ(document["problems"][1]["max_score"].dump(), "10");
}

TEST(ReportJson, TensorsAreNestedAsTheirShape) {
  const Json document = to_json(sample_report());
  EXPECT_EQ(document["problems"][1]["checks"][1]["evidence"]["expected_values"].dump(),
            "[[0.5,0.25,1.0],[0.0,0.125,-1.25]]");
}

TEST(ReportJson, StaysValidUtf8WhateverTheStringsHold) {
  Report report = sample_report();
  report.problems[4].message = "\xFF\xFE";
  EXPECT_EQ(parse_report(json_text(report)).problems[4].message, "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(ReportJson, RefusesToWriteWhatReadersWouldMisread) {
  Report large_seed = sample_report();
  large_seed.seed = kMaxSeed + 1;
  EXPECT_THROW(to_json(large_seed), std::logic_error);

  Report short_values = sample_report();
  short_values.problems[1].checks[1].evidence->actual_values.pop_back();
  EXPECT_THROW(to_json(short_values), std::logic_error);

  Report nan_score = sample_report();
  nan_score.score = std::nan("");
  EXPECT_THROW(to_json(nan_score), std::logic_error);
}

TEST(ReportJson, WrongReportsAreRefusedWithThePlace) {
  EXPECT_EQ(error_after("/schema", "backprop-report/2"),
            "report.json: /schema is not \"backprop-report/1\".");
  EXPECT_EQ(error_after("/extra", 1), "report.json: /extra is not a member that belongs here.");
  EXPECT_EQ(error_without("", "seed"), "report.json: the document lacks \"seed\".");
  EXPECT_EQ(error_after("/seed", kMaxSeed + 1),
            "report.json: /seed is 9007199254740992, expected an integer from 0 to 9007199254740991.");
  EXPECT_EQ(error_after("/submission/sha256", "abc"),
            "report.json: /submission/sha256 is not 64 lower-case hexadecimal digits.");
  EXPECT_EQ(error_after("/problems/0/checks/1/status", "passed"),
            "report.json: /problems/0/checks/1/status holds an unknown word.");
  EXPECT_EQ(error_after("/problems/0/id", ""), "report.json: /problems/0/id is empty.");
  EXPECT_EQ(error_after("/problems/1/location/line", 0),
            "report.json: /problems/1/location/line is 0, but lines are counted from 1.");
  EXPECT_EQ(error_without("/problems/1/location", "file"),
            "report.json: /problems/1/location lacks \"file\".");
  EXPECT_EQ(error_after("/figures/0/vega_lite", 1), "report.json: /figures/0/vega_lite is not an object.");
  const auto figure = [](const char* text) { return error_after("/figures/0/vega_lite", parse_json(text)); };
  EXPECT_EQ(figure(R"({"data": {"url": "https://elsewhere.example/"}})"),
            "report.json: /figures/0/vega_lite has the member \"url\", which no figure of the grader has.");
  // Written without a raw string, since clang-format breaks this one.
  const std::string with_link = "{\"mark\": {\"type\": \"line\", \"href\": \"javascript:alert(1)\"}}";
  const std::vector<const char*> others = {
      with_link.c_str(),
      R"({"encoding": {"x": {"field": "x", "axis": {"labelExpr": "1"}}}})",
      R"({"data": {"values": [{"x": {"expr": "1"}}]}})",
      R"({"data": {"values": "x,y"}})",
      R"({"title": [{"expr": "1"}]})",
      R"({"data": {"values": [1]}})",
  };
  for (const char* text : others) {
    EXPECT_NE(figure(text).find("/figures/0/vega_lite has "), std::string::npos) << text;
  }
}

TEST(ReportJson, WrongEvidenceIsRefusedWithThePlace) {
  const std::string evidence = "/problems/1/checks/1/evidence";
  EXPECT_EQ(error_after(evidence + "/ratio", "big"),
            "report.json: " + evidence +
                "/ratio is neither a number nor one of \"NaN\", \"Infinity\" and \"-Infinity\".");
  EXPECT_EQ(error_after(evidence + "/worst_index", {2, 0}),
            "report.json: " + evidence + "/worst_index does not lie inside the shape.");
  EXPECT_EQ(error_after(evidence + "/worst_index", {1}),
            "report.json: " + evidence + "/worst_index does not lie inside the shape.");
  EXPECT_EQ(error_without(evidence, "tolerance"), "report.json: " + evidence + " lacks \"tolerance\".");
  EXPECT_EQ(error_without(evidence, "actual_values"),
            "report.json: " + evidence + " lacks \"actual_values\".");
  EXPECT_EQ(error_after(evidence + "/actual_values/1", {1, 2}),
            "report.json: " + evidence + "/actual_values/1 has 2 elements, expected 3 as in the shape.");
  EXPECT_EQ(error_after(evidence + "/failing_class", "Shape"),
            "report.json: " + evidence + "/failing_class is not made of lower-case letters and underscores.");
}

TEST(ReportJson, ScoresThatContradictTheChecksAreRefused) {
  EXPECT_EQ(error_after("/score", 27), "report.json: /score is 27, but the checks add up to 7.5.");
  EXPECT_EQ(error_after("/problems/3/score", 5),
            "report.json: /problems/3/score is 5, but the checks add up to 0.");
  EXPECT_EQ(error_after("/problems/3/status", "pass"),
            "report.json: /problems/3/status is pass, but the checks make it not_implemented.");
  EXPECT_EQ(error_after("/problems/3/checks/0/points", 5),
            "report.json: /problems/3/checks/0/points is 5, which a check of 5 points with status "
            "not_implemented cannot have.");
  EXPECT_EQ(error_after("/problems/3/checks/0/points", -1),
            "report.json: /problems/3/checks/0/points is negative.");
}

TEST(ReportJson, EveryMemberIsChecked) {
  const Json original = to_json(sample_report());
  for (const std::string& pointer : leaves(original)) {
    if (pointer.find("/vega_lite/") != std::string::npos) continue;
    if (pointer.ends_with("/smallest")) continue;  // is a boolean
    Json wrong_type = original;
    at_pointer(wrong_type, pointer) = true;
    EXPECT_THROW(from_json(wrong_type), InputError) << pointer;
  }
}

}  // namespace
}  // namespace grader
