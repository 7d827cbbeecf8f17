// Checks report.schema.json against the reports that are written, and against broken ones.
#include <gtest/gtest.h>

#include <fstream>

#include "grader/base/files.hpp"
#include "grader/base/json.hpp"
#include "grader/base/testing/json_pointer.hpp"
#include "grader/report/json.hpp"
#include "grader/report/sample_report.hpp"
#include "grader/report/testing/schema.hpp"

namespace grader {
namespace {

class ReportSchema : public testing::Test {
 protected:
  bool accepts(const Json& report) const { return schema_.accepts(report); }

  static Json sample() { return parse_json(json_text(sample_report())); }

  static Json changed(const std::string& pointer, const Json& value) {
    Json report = sample();
    at_pointer(report, pointer) = value;
    return report;
  }

 private:
  const JsonSchema schema_{REPORT_SCHEMA};
};

TEST_F(ReportSchema, AcceptsWhatIsWritten) {
  const Json report = sample();  // with NaN evidence and a hidden check
  ASSERT_EQ(report["problems"][2]["checks"][0]["evidence"]["actual"], "NaN");
  ASSERT_EQ(report["problems"][1]["checks"][3]["visibility"], "hidden");
  EXPECT_TRUE(accepts(report));
  EXPECT_TRUE(accepts(parse_json(json_text(student_view(sample_report())))));
}

TEST_F(ReportSchema, AcceptsAHeatMap) {
  Report report = sample_report();
  report.problems[1].checks[1].evidence->differences = {2, {0.0, 1.0, 2.0, -1.0}};
  EXPECT_TRUE(accepts(parse_json(json_text(report))));
  report.problems[1].checks[1].evidence->differences = {33, std::vector<double>(33, 1.0)};
  EXPECT_FALSE(accepts(parse_json(json_text(report))));
}

TEST_F(ReportSchema, AcceptsPointsGivenByHand) {
  Report report = sample_report();
  report.problems[1].override_by_hand = Override{8.5, "regrade request", "T. Eacher"};
  tally(report);
  Json json = parse_json(json_text(report));
  EXPECT_TRUE(accepts(json));
  json["problems"][1]["override"].erase("by");
  EXPECT_FALSE(accepts(json));
}

TEST_F(ReportSchema, AcceptsAReportWithoutProblems) {
  Report report = sample_report();
  report.problems.clear();
  report.figures.clear();
  tally(report);
  EXPECT_TRUE(accepts(parse_json(json_text(report))));
}

TEST_F(ReportSchema, AcceptsEveryStatusAndKind) {
  using enum Status;
  for (const Status status : {pass, fail, not_implemented, compile_error, crash, timeout, memory_limit,
                              output_limit, skipped, grader_error}) {
    EXPECT_TRUE(accepts(changed("/problems/0/status", std::string(to_string(status)))));
  }
  for (const Kind kind : {Kind::contract, Kind::gradient, Kind::value, Kind::scenario}) {
    EXPECT_TRUE(accepts(changed("/problems/0/checks/0/kind", std::string(to_string(kind)))));
  }
}

TEST_F(ReportSchema, RefusesAWrongTypeAnywhere) {
  for (const std::string& pointer : leaves(sample())) {
    if (pointer.find("/vega_lite/") != std::string::npos) continue;
    if (pointer.ends_with("/smallest")) continue;  // is a boolean
    EXPECT_FALSE(accepts(changed(pointer, true))) << pointer;
  }
}

TEST_F(ReportSchema, RefusesAMissingMember) {
  for (const std::string parent : {"", "/grader", "/submission", "/run", "/problems/0",
                                   "/problems/0/checks/0", "/problems/1/checks/1/mistake", "/figures/0"}) {
    Json whole = sample();
    const Json original = at_pointer(whole, parent);
    for (const auto& [member, value] : original.members()) {
      Json report = sample();
      at_pointer(report, parent).erase(member);
      if (member == "run") continue;  // earlier graders wrote none
      EXPECT_FALSE(accepts(report)) << parent << "/" << member;
    }
  }
}

TEST_F(ReportSchema, RefusesHalfOfTheEvidence) {
  const std::string evidence = "/problems/1/checks/1/evidence";
  Json whole = sample();
  const Json original = at_pointer(whole, evidence);
  for (const auto& [member, value] : original.members()) {
    if (member == "gradient" || member == "ratio") continue;
    Json report = sample();
    report[evidence].erase(member);
    EXPECT_FALSE(accepts(report)) << member;
  }
}

TEST_F(ReportSchema, RefusesMembersThatItDoesNotKnow) {
  for (const std::string parent :
       {"", "/grader", "/submission", "/run", "/problems/0", "/problems/0/checks/0",
        "/problems/1/checks/1/mistake", "/problems/1/checks/1/evidence", "/figures/0",
        "/problems/1/checks/1/case", "/problems/1/checks/1/case/call",
        "/problems/1/checks/1/case/call/inputs/x"}) {
    EXPECT_FALSE(accepts(changed(parent + "/extra", 1))) << parent;
  }
}

TEST_F(ReportSchema, AcceptsWhereTheFilesWere) {
  EXPECT_TRUE(accepts(changed("/submission/folder", "one")));
  EXPECT_TRUE(accepts(changed("/submission/notes", Json::array({"Graded: one/."}))));
  EXPECT_TRUE(accepts(changed("/submission/not_graded", Json::array({"two/"}))));
  EXPECT_FALSE(accepts(changed("/submission/folder", "")));
  EXPECT_FALSE(accepts(changed("/submission/notes", "Graded: one/.")));
  EXPECT_FALSE(accepts(changed("/submission/not_graded", Json::array({1}))));
}

TEST_F(ReportSchema, AcceptsReportsOfEarlierGraders) {
  Json report = sample();
  report.erase("run");
  EXPECT_TRUE(accepts(report));
}

TEST_F(ReportSchema, RefusesWrongValues) {
  EXPECT_FALSE(accepts(changed("/run/graded_at", "2026-06-01T14:32:05")));
  EXPECT_FALSE(accepts(changed("/run/hostname", "")));
  EXPECT_FALSE(accepts(changed("/run/problem_ms/affine", -1)));
  EXPECT_FALSE(accepts(changed("/schema", "backprop-report/2")));
  EXPECT_FALSE(accepts(changed("/seed", -1)));
  EXPECT_FALSE(accepts(changed("/seed", kMaxSeed + 1)));
  EXPECT_FALSE(accepts(changed("/score", -0.5)));
  EXPECT_FALSE(accepts(changed("/submission/sha256", std::string(64, 'A'))));
  EXPECT_FALSE(accepts(changed("/problems/0/status", "passed")));
  EXPECT_FALSE(accepts(changed("/problems/0/checks/0/visibility", "shown")));
  EXPECT_FALSE(accepts(changed("/problems/1/checks/1/evidence/expected", "nan")));
  EXPECT_FALSE(accepts(changed("/problems/1/checks/1/evidence/shape/0", -2)));
}

}  // namespace
}  // namespace grader
