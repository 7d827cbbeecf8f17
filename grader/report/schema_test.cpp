// Holds report.schema.json against the reports that are written, and against broken ones.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "grader/report/json.hpp"
#include "grader/report/sample_report.hpp"

namespace grader {
namespace {

using Json = nlohmann::json;
using Pointer = Json::json_pointer;

class ReportSchema : public testing::Test {
 protected:
  ReportSchema() : document_(Json::parse(std::ifstream(REPORT_SCHEMA))) {
    const valijson::adapters::NlohmannJsonAdapter adapter(document_);
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(adapter, schema_);
  }

  bool accepts(const Json& report) const {
    valijson::Validator validator;
    const valijson::adapters::NlohmannJsonAdapter adapter(report);
    return validator.validate(schema_, adapter, nullptr);
  }

  static Json sample() { return Json::parse(json_text(sample_report())); }

  static Json changed(const std::string& pointer, const Json& value) {
    Json report = sample();
    report[Pointer(pointer)] = value;
    return report;
  }

 private:
  Json document_;
  valijson::Schema schema_;
};

TEST_F(ReportSchema, AcceptsWhatIsWritten) {
  const Json report = sample();  // with NaN evidence and a hidden check
  ASSERT_EQ(report["problems"][2]["checks"][0]["evidence"]["actual"], "NaN");
  ASSERT_EQ(report["problems"][1]["checks"][3]["visibility"], "hidden");
  EXPECT_TRUE(accepts(report));
  EXPECT_TRUE(accepts(Json::parse(json_text(student_view(sample_report())))));
}

TEST_F(ReportSchema, AcceptsAReportWithoutProblems) {
  Report report = sample_report();
  report.problems.clear();
  report.figures.clear();
  tally(report);
  EXPECT_TRUE(accepts(Json::parse(json_text(report))));
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
  const Json flat = sample().flatten();
  for (const auto& [pointer, value] : flat.items()) {
    if (pointer.find("/vega_lite/") != std::string::npos) continue;
    EXPECT_FALSE(accepts(changed(pointer, true))) << pointer;
  }
}

TEST_F(ReportSchema, RefusesAMissingMember) {
  for (const std::string parent : {"", "/grader", "/submission", "/problems/0", "/problems/0/checks/0",
                                   "/problems/1/checks/1/mistake", "/figures/0"}) {
    const Json original = sample()[Pointer(parent)];
    for (const auto& [member, value] : original.items()) {
      Json report = sample();
      report[Pointer(parent)].erase(member);
      EXPECT_FALSE(accepts(report)) << parent << "/" << member;
    }
  }
}

TEST_F(ReportSchema, RefusesHalfOfTheEvidence) {
  const Pointer evidence("/problems/1/checks/1/evidence");
  const Json original = sample()[evidence];
  for (const auto& [member, value] : original.items()) {
    if (member == "gradient" || member == "ratio") continue;
    Json report = sample();
    report[evidence].erase(member);
    EXPECT_FALSE(accepts(report)) << member;
  }
}

TEST_F(ReportSchema, RefusesMembersThatItDoesNotKnow) {
  for (const std::string parent :
       {"", "/grader", "/submission", "/problems/0", "/problems/0/checks/0", "/problems/1/checks/1/mistake",
        "/problems/1/checks/1/evidence", "/figures/0"}) {
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

TEST_F(ReportSchema, RefusesWrongValues) {
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
