// Checks every format against a schema of the system that reads it, also with text that tries to be markup.
#include "grader/report/formats/formats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libxml/xmlschemas.h>

#include <fstream>
#include <memory>
#include <numeric>
#include <regex>

#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/testing/json_pointer.hpp"
#include "grader/report/sample_report.hpp"
#include "grader/report/testing/schema.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;

FormatContext context() {
  FormatContext context;
  context.folder = "a1-gates";
  context.classroom50 = {"ml",
                         "a1-gates",
                         "individual",
                         "alice",
                         "submit/2026-06-01T14-32-05Z-a1b2c3d",
                         "https://example.org/c",
                         "https://example.org/r",
                         "https://example.org/v"};
  return context;
}

std::string rendered(const std::string& format, const Report& report = sample_report()) {
  for (const Format& each : formats()) {
    if (each.name == format) return each.render(report, context());
  }
  throw std::logic_error("no such format: " + format);
}

std::string complaint(const std::string& schema_name, const Json& document) {
  return JsonSchema(FORMAT_SCHEMAS "/" + schema_name + ".schema.json").complaint(document);
}

bool is_junit_of(const std::string& reader, const std::string& xml) {
  const std::unique_ptr<xmlDoc, void (*)(xmlDocPtr)> document(
      xmlReadMemory(xml.data(), static_cast<int>(xml.size()), "junit.xml", nullptr, XML_PARSE_NONET),
      xmlFreeDoc);
  if (!document) return false;
  const std::unique_ptr<xmlSchemaParserCtxt, void (*)(xmlSchemaParserCtxtPtr)> parser(
      xmlSchemaNewParserCtxt((FORMAT_SCHEMAS "/junit-" + reader + ".xsd").c_str()), xmlSchemaFreeParserCtxt);
  const std::unique_ptr<xmlSchema, void (*)(xmlSchemaPtr)> schema(xmlSchemaParse(parser.get()),
                                                                  xmlSchemaFree);
  if (!schema) return false;
  const std::unique_ptr<xmlSchemaValidCtxt, void (*)(xmlSchemaValidCtxtPtr)> validator(
      xmlSchemaNewValidCtxt(schema.get()), xmlSchemaFreeValidCtxt);
  return xmlSchemaValidateDoc(validator.get(), document.get()) == 0;
}

constexpr const char* kHostile =
    "</pre><script>alert(1)</script> ]]> %0A::error::x\n::error file=/etc/passwd::y\r\n::set-output "
    "name=a::b\n"
    "##[command]x\n\n# title\n| a | b |\n=1+1\x01\xFF\xEF\xBF\xBE\",'&amp;<b>";

/// Puts the same text wherever a student's text can appear.
Report hostile_report() {
  Report report = sample_report();
  report.submission.id = kHostile;
  for (Problem& problem : report.problems) {
    problem.message = kHostile;
    problem.title = kHostile;
    problem.location = SourceLocation{kHostile, 3};
    for (Check& check : problem.checks) {
      check.message = kHostile;
      if (check.mistake) check.mistake->hint = kHostile;
      if (check.evidence) check.evidence->probe = kHostile;
    }
  }
  return report;
}

Report empty_report() {
  Report report = sample_report();
  report.problems.clear();
  tally(report);
  return report;
}

class JsonFormat : public testing::TestWithParam<const char*> {};

TEST_P(JsonFormat, IsAsItsSystemWantsIt) {
  for (const Report& report : {sample_report(), hostile_report(), empty_report()}) {
    EXPECT_EQ(complaint(GetParam(), parse_json(rendered(GetParam(), report))), "");
  }
}

TEST_P(JsonFormat, TheSchemaRefusesOtherThings) {
  EXPECT_NE(complaint(GetParam(), Json::array()), "");
  EXPECT_NE(complaint(GetParam(), Json::object()), "");
  const Json right = parse_json(rendered(GetParam()));
  for (const std::string& pointer : leaves(right)) {
    Json wrong = right;
    if (at_pointer(wrong, pointer).is_null() || pointer.ends_with("/help")) continue;
    // Classroom 50 accepts any further member of a test.
    if (GetParam() == std::string("classroom50") && pointer.ends_with("/output")) continue;
    at_pointer(wrong, pointer) = Json::array({nullptr});
    EXPECT_NE(complaint(GetParam(), wrong), "") << pointer;
  }
}

INSTANTIATE_TEST_SUITE_P(All, JsonFormat,
                         testing::Values("gradescope", "classroom50", "github-classroom", "prairielearn",
                                         "submitty", "check50"));

TEST(Formats, HiddenChecksStayHidden) {
  for (const Format& format : formats()) {
    EXPECT_THAT(format.render(sample_report(), context()), Not(HasSubstr("secret"))) << format.name;
  }
}

TEST(Formats, NothingThatATerminalObeysGetsThrough) {
  for (const Format& format : formats()) {
    const std::string text = format.render(hostile_report(), context());
    EXPECT_THAT(text, Not(HasSubstr("\x01"))) << format.name;
    EXPECT_THAT(text, Not(HasSubstr("\xFF"))) << format.name;
  }
}

TEST(Formats, GradescopeCarriesThePoints) {
  const Json json = parse_json(rendered("gradescope"));
  EXPECT_EQ(json["score"], 7.5);
  double sum = 0;
  for (const Json& test : json["tests"].elements()) sum += test["score"].get<double>();
  EXPECT_EQ(sum, 7.5);
  EXPECT_EQ(json["tests"][0]["status"], "passed");
  EXPECT_EQ(json["tests"][1]["number"], "2");
  EXPECT_THAT(json["tests"][1]["output"].get<std::string>(),
              HasSubstr("The sum over the batch already holds every row once."));
  for (const Json& test : json["tests"].elements()) EXPECT_NE(test["visibility"], "hidden");
}

TEST(Formats, WholePointsAddUp) {
  const Json classroom = parse_json(rendered("classroom50"));
  int sum = 0;
  for (const Json& test : classroom["tests"].elements()) {
    EXPECT_LE(test["score"].get<int>(), test["max-score"].get<int>());
    sum += test["score"].get<int>();
  }
  EXPECT_EQ(sum, classroom["score"]);
  EXPECT_EQ(classroom["score"], 8);
  EXPECT_EQ(classroom["max-score"], 27);
  EXPECT_EQ(classroom["datetime"], "2026-06-01T14:32:05Z");
  EXPECT_EQ(parse_json(rendered("submitty"))["automatic_grading_total"], 8);
}

TEST(Formats, Classroom50SaysWhatItsRunnerDidNotSet) {
  FormatContext incomplete = context();
  incomplete.classroom50.owner.clear();
  EXPECT_THROW(render_classroom50(sample_report(), incomplete), InputError);
  incomplete = context();
  incomplete.classroom50.submission = "submit/yesterday";
  EXPECT_THROW(render_classroom50(sample_report(), incomplete), InputError);
}

TEST(Formats, AutolabsTwoLines) {
  for (const Report& report : {sample_report(), hostile_report()}) {
    const std::string text = rendered("autolab", report);
    ASSERT_EQ(std::ranges::count(text, '\n'), 2);
    const Json feedback = parse_json(text.substr(0, text.find('\n')));
    const Json scores = parse_json(text.substr(text.find('\n')));
    EXPECT_EQ(complaint("autolab-feedback", feedback), "");
    EXPECT_EQ(complaint("autolab-scores", scores), "");
    for (const Json& stage : feedback["stages"].elements())
      EXPECT_TRUE(feedback.contains(stage.get<std::string>()));
    EXPECT_EQ(scores["scores"]["affine"], 2.5);
    EXPECT_EQ(scores["scoreboard"][0], 7.5);
  }
}

TEST(Formats, EveryFormatWithFeedbackSaysWhatWasGivenByHand) {
  Report report = sample_report();
  report.problems[1].override_by_hand = Override{8.5, "regrade request", "T. Eacher"};
  report.problems[0].override_by_hand = Override{1, "copied", "T. Eacher"};
  tally(report);
  for (const Format& format : formats()) {
    if (format.name == "html") continue;  // the page has a test of its own
    const std::string text = rendered(std::string(format.name), report);
    EXPECT_THAT(text, HasSubstr("given by hand: 8.5 instead of the grader")) << format.name;
    EXPECT_THAT(text, HasSubstr("given by hand: 1 instead of the grader")) << format.name;
  }
}

TEST(Formats, PrairieLearnLosesNoAttemptToACompileError) {
  Report report = sample_report();
  report.problems = {report.problems[4]};
  tally(report);
  const Json json = parse_json(rendered("prairielearn", report));
  EXPECT_EQ(complaint("prairielearn", json), "");
  EXPECT_EQ(json["gradable"], false);
  EXPECT_THAT(json["format_errors"][0].get<std::string>(), HasSubstr("tanh.cpp:12:10"));
  // A scenario that would have run it is skipped. That costs no attempt either.
  report.problems.push_back(report.problems.front());
  report.problems.back().id = "saturation";
  for (Check& check : report.problems.back().checks) check.status = Status::skipped;
  tally(report);
  EXPECT_EQ(parse_json(rendered("prairielearn", report))["gradable"], false);
  EXPECT_EQ(parse_json(rendered("prairielearn"))["score"], 7.5 / 27);
}

TEST(Formats, GithubAnnotatesFileAndLine) {
  const std::string text = rendered("github");
  EXPECT_THAT(
      text,
      HasSubstr("\n::error file=a1-gates/tanh.cpp,line=12,title=The hyperbolic tangent%2C 0 / 5 points::"));
  EXPECT_THAT(text,
              HasSubstr("::error file=a1-gates/affine.cpp,title=The affine layer%2C 2.5 / 10 points::"));
  EXPECT_THAT(text, HasSubstr("::warning title=ReLU%2C"));
  EXPECT_THAT(text, HasSubstr("::notice title=a1-gates::a1-gates: 7.5 / 27 points."));
  EXPECT_THAT(text, Not(HasSubstr("sigmoid gate")));
}

// Each line is a command of ours, from its first character to its last. No property ends early.
TEST(Formats, ShowOnWhichFilesTheVerdictIs) {
  Report report = sample_report();
  report.submission.folder = "submission";
  report.submission.notes = {"Graded: one/. Other versions\n::error::x are in <b>old/."};
  for (const Format& format : formats()) {
    if (format.name == "autolab") continue;  // has no place for text about the whole
    const std::string text = format.name == "github" ? format.render(report, {})  // the report's folder
                                                     : rendered(std::string(format.name), report);
    EXPECT_NE(text.find("Graded: one/. Other versions"), std::string::npos) << format.name;
    EXPECT_EQ(text.find("\n::error::x"), std::string::npos) << format.name;
    if (format.name == "github-summary" || format.name == "junit") {
      EXPECT_EQ(text.find("<b>old"), std::string::npos);
    }
    if (format.name == "github") {
      EXPECT_NE(text.find("file=submission/"), std::string::npos) << text;
    }
    if (format.name == "check50" || format.name == "submitty" || format.name == "github-classroom" ||
        format.name == "classroom50") {
      EXPECT_EQ(complaint(std::string(format.name), parse_json(text)), "") << format.name;
      EXPECT_EQ(text.find("Other versions", text.find("Other versions") + 1), std::string::npos) << "once";
    }
    if (format.name == "junit") {
      EXPECT_TRUE(is_junit_of("ant", text));
    }
  }
}

TEST(Formats, SayWhoseLayersAProblemWasGradedWith) {
  Report report = sample_report();
  report.problems[0].message = "Graded with the reference's affine in place of yours.";  // and it is right
  report.problems[1].message = "Graded with the reference's tanh in place of yours.";
  for (const Format& format : formats()) {
    const std::string text = rendered(std::string(format.name), report);
    for (const char* layer : {"affine", "tanh"}) {
      EXPECT_NE(text.find(layer + std::string(" in place of yours")), std::string::npos)
          << format.name << "\n"
          << text;
    }
  }
}

// The message of a passed check, such as what a scenario showed.
TEST(Formats, TellWhatAPassedCheckShows) {
  Report report = sample_report();
  report.problems[0].checks[1].message = "It catches 25 of 25 balls.";
  for (const Format& format : formats()) {
    if (format.name == "autolab" || format.name == "github") continue;  // they show what is wrong
    EXPECT_NE(rendered(std::string(format.name), report).find("25 of 25 balls"), std::string::npos)
        << format.name;
  }
}

TEST(Formats, GithubCommandsAreOursOnly) {
  const std::string text = rendered("github", hostile_report());
  std::istringstream lines(text);
  const std::regex ours("::(error|warning|notice) (file=[^:,]*,line=3,)?title=[^:,]*::.*");
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_TRUE(std::regex_match(line, ours)) << line;
    EXPECT_THAT(line, Not(HasSubstr("\r")));
  }
  EXPECT_EQ(count, 6u);  // five problems with a message of their own, and the notice
  EXPECT_THAT(text, HasSubstr("%250A"));
}

TEST(Formats, GithubSummaryShowsTextAsText) {
  const std::string text = rendered("github-summary", hostile_report());
  EXPECT_THAT(text, Not(HasSubstr("<script")));
  EXPECT_THAT(text, HasSubstr("&lt;script&gt;"));
  std::size_t opened = 0;
  for (std::size_t at = text.find("<pre>"); at != std::string::npos; at = text.find("<pre>", at + 1))
    ++opened;
  EXPECT_EQ(opened, 5u);
}

TEST(Formats, Check50SaysWhyInItsOwnWords) {
  Report report = sample_report();
  report.problems[4].checks[1].status = Status::skipped;
  const Json json = parse_json(rendered("check50", report));
  EXPECT_EQ(complaint("check50", json), "");
  EXPECT_EQ(json["results"][3]["cause"]["expected"], "-1.25");
  EXPECT_EQ(json["results"][3]["cause"]["help"], "The sum over the batch already holds every row once.");
  const Json& skipped = json["results"].elements().back();
  EXPECT_TRUE(skipped["passed"].is_null());
  EXPECT_EQ(skipped["dependency"], "tanh_tanh_contract");
}

TEST(Formats, JunitIsValidForAntAndJenkins) {
  Report skipped = sample_report();
  skipped.problems[4].checks[1].status = Status::skipped;
  Report long_run = sample_report();
  long_run.run->problem_ms["affine"] = 12'345'678;
  for (const std::string reader : {"ant", "jenkins"}) {
    for (const Report& report : {sample_report(), hostile_report(), empty_report(), skipped, long_run})
      EXPECT_TRUE(is_junit_of(reader, rendered("junit", report))) << reader;
    EXPECT_FALSE(is_junit_of(reader, "<testsuites><testcase/></testsuites>"));
    for (const char* attribute : {" tests=\"4\"", " failures=\"3\"", " name=\"affine\""}) {
      std::string broken = rendered("junit");
      broken.erase(broken.find(attribute), std::string_view(attribute).size());
      EXPECT_FALSE(is_junit_of(reader, broken)) << reader << attribute;
    }
  }
  for (const char* attribute : {" package=\"a1-gates\"", " id=\"0\"", " timestamp=\"2026-06-01T14:32:05\"",
                                " hostname=\"lab-7\"", " time=\"0.250\""}) {
    std::string broken = rendered("junit");
    broken.erase(broken.find(attribute), std::string_view(attribute).size());
    EXPECT_FALSE(is_junit_of("ant", broken)) << attribute;
  }
}

TEST(Formats, JunitSaysWhenWhereAndHowLong) {
  const std::string text = rendered("junit");
  EXPECT_THAT(text,
              HasSubstr("<testsuite package=\"a1-gates\" id=\"1\" name=\"affine\" tests=\"4\" failures=\"3\" "
                        "errors=\"0\" skipped=\"0\" timestamp=\"2026-06-01T14:32:05\" hostname=\"lab-7\" "
                        "time=\"0.900\">"));
  EXPECT_THAT(text, HasSubstr("<testcase classname=\"a1-gates.affine\" name=\"affine.dx\" time=\"0.900\">"));
  EXPECT_THAT(text, HasSubstr("<testcase classname=\"a1-gates.affine\" name=\"affine.dw\" time=\"0\">"));
  // A report of an earlier grader says none of it. Jenkins reads it all the same.
  Report earlier = sample_report();
  earlier.run.reset();
  for (const char* attribute : {" time=", " timestamp=", " hostname="})
    EXPECT_THAT(rendered("junit", earlier), Not(HasSubstr(attribute)));
  EXPECT_TRUE(is_junit_of("jenkins", rendered("junit", earlier)));
}

TEST(Formats, CsvHasARowACheck) {
  const std::string text = rendered("csv");
  EXPECT_THAT(text, HasSubstr("\r\na1-gates,alice,affine,affine.dw,gradient,public,fail,0,4,affine/doubled,"
                              "\"dw is 2 times what it should be, in every element.\",\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\na1-gates,alice,affine,hidden-1,gradient,hidden,fail,0,1,,,\r\n"));
  Report formula = sample_report();
  formula.submission.id = "=1+1";
  EXPECT_THAT(rendered("csv", formula), HasSubstr("\r\na1-gates,'=1+1,"));
}

}  // namespace
}  // namespace grader
