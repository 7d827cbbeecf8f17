#include "grader/ask/questions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "grader/base/files.hpp"
#include "grader/base/strings.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Returns what is asked about a single line.
OralQuestion about(const std::string& line) {
  const auto questions = oral_questions({{.name = "x.cpp", .text = "{\n  " + line + "\n}\n"}}, 1, 3);
  return questions.empty() ? OralQuestion{} : questions.front();
}

TEST(OralQuestions, AskAboutWhatTheLineHas) {
  EXPECT_THAT(about("const Vector db = sum(dout * f(x, 1), 0);").question,
              HasSubstr("Why sum(dout * f(x, 1), 0) here? What would a batch of one show"));
  EXPECT_THAT(about("return {mean(z, 1)};").answer, HasSubstr("takes the mean along each row"));
  EXPECT_THAT(about("dw = matmul(transpose(x), dout);").question,
              HasSubstr("Why is x transposed, and not dout?"));
  EXPECT_THAT(about("dx = matmul(dout, transpose(w));").question,
              HasSubstr("Why is w transposed, and not dout?"));
  EXPECT_THAT(about("return dout * (x > 0.0);").answer, HasSubstr("x > 0.0 is false there"));
  EXPECT_THAT(about("return dout * (cache.x >= 0.0);").answer, HasSubstr("cache.x >= 0.0 is true there"));
  EXPECT_THAT(about("return dz * (1.0 - z * z);").question, HasSubstr("is 1 - z^2 small"));
  EXPECT_THAT(about("return dz * z * (1.0 - z);").answer, HasSubstr("1/4, at z = 1/2"));
  EXPECT_THAT(about("dwx += step.dwx;").question, HasSubstr("= instead of += change for dwx?"));
  EXPECT_THAT(about("return dx / static_cast<double>(y.size());").question,
              HasSubstr("a division by static_cast<double>(y.size())"));
  EXPECT_THAT(about("for (std::size_t t = T; t-- > 0;) {").question, HasSubstr("run downwards"));
  EXPECT_THAT(about("const Matrix dx = f(dout);").question, HasSubstr("What is the shape of dx"));
}

TEST(OralQuestions, DoNotAskAboutWhatIsNotThere) {
  for (const char* line : {"return dout;", "resum(x, 0);", "sum(x);", "sum(x, axis);", "matmul(x, w);",
                           "matmul(transpose(x), transpose(w));", "1.0 - z * x", "z * (1.0 - x)",
                           "// sum(x, 0)", "for (std::size_t i = 0; i < n; ++i) {", "x / Nothing"})
    EXPECT_EQ(about(line).question, "") << line;
}

TEST(OralQuestions, TheStartersLinesAreNotTheStudents) {
  const std::string text = "const Vector db = sum(dout, 0);  // mine\nreturn dout * (x > 0.0);\n";
  const auto questions = oral_questions(
      {{.name = "x.cpp", .text = text, .first_line = 12, .given = "  const Vector db = sum(dout, 0);\n"}}, 1,
      3);
  ASSERT_EQ(questions.size(), 1u);
  EXPECT_EQ(questions[0].line, 13u);
  EXPECT_EQ(questions[0].code, "return dout * (x > 0.0);");
  EXPECT_THAT(oral_questions({{.name = "x.cpp", .text = text, .given = text}}, 1, 3), IsEmpty());
}

TEST(OralQuestions, TheCoursesOwnSolutionsGiveThreeOfDifferentKinds) {
  std::vector<OwnSource> sources;
  for (const auto& entry : fs::directory_iterator(fs::path(BACKPROP_SOURCE_DIR) / "solutions/a1-gates")) {
    const std::string name = entry.path().filename();
    sources.push_back({.name = name,
                       .text = read_file(entry.path()),
                       .given = read_file(fs::path(BACKPROP_SOURCE_DIR) / "starter/a1-gates" / name)});
  }
  std::ranges::sort(sources, {}, &OwnSource::name);
  std::set<std::string> different;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto questions = oral_questions(sources, seed, 3);
    ASSERT_EQ(questions.size(), 3u);
    std::set<std::string> beginnings;
    for (const OralQuestion& each : questions) {
      beginnings.insert(each.question.substr(0, 8));
      different.insert(each.question);
      const auto source = std::ranges::find(sources, each.file, &OwnSource::name);
      const std::string line(lines_of(source->text).at(each.line - 1));
      EXPECT_THAT(line, HasSubstr(each.code));
    }
    EXPECT_GE(beginnings.size(), 2u);
    const auto again = oral_questions(sources, seed, 3);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(again[i].question, questions[i].question);
  }
  EXPECT_GE(different.size(), 8u);
}

}  // namespace
}  // namespace grader
