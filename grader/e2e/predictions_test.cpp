// The real program reads predictions.txt, draws a student's circuit, and links a scenario's section of the
// handout.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "grader/e2e/run_grader.hpp"
#include "grader/report/json.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class PredictionsOfAStudent : public ::testing::Test {
 protected:
  PredictionsOfAStudent() { copy_solutions("a1-gates", folder_.path() / "work"); }

  void predict(const std::string& text) {
    std::ofstream(folder_.path() / "work/predictions.txt", std::ios::binary) << text;
  }

  Report grade(const std::string& problem = "saturation") {
    const fs::path json = folder_.path() / "report.json";
    const fs::path html = folder_.path() / "report.html";
    ran_ = run_grader({"grade", (folder_.path() / "work").string(), "--assignment", "a1-gates", "--problem",
                       problem, "--json", json.string(), "--html", html.string()});
    EXPECT_EQ(ran_.exit_code, 0) << ran_.err;
    page_ = read_file(html);
    return parse_report(read_file(json));
  }

  static const Prediction& prediction(const Report& report, const std::string& id) {
    return *std::ranges::find(report.problems.front().predictions, id, &Prediction::id);
  }

  TemporaryFolder folder_;
  Ran ran_;
  std::string page_;
};

TEST_F(PredictionsOfAStudent, StandBesideWhatWasMeasured) {
  predict("eight-sigmoids: 0.1\npixels-to-255: 11 %\ntoo-large-loss: It Falls\n");
  const Report report = grade();
  EXPECT_EQ(report.problems.front().score, 11);
  EXPECT_FALSE(prediction(report, "eight-sigmoids").near);
  EXPECT_TRUE(prediction(report, "pixels-to-255").near);
  EXPECT_EQ(prediction(report, "too-large-loss").measured, "it stays flat");
  EXPECT_EQ(prediction(report, "two-tanh-layers").predicted, "");
  EXPECT_EQ(prediction(report, "two-tanh-layers").measured, "");
  EXPECT_THAT(report.prediction_notes, IsEmpty());
  EXPECT_THAT(ran_.out, HasSubstr("you it falls   measured it stays flat   not near"));
  EXPECT_THAT(ran_.out, HasSubstr("two-tanh-layers:"));
  EXPECT_THAT(page_,
              HasSubstr("<strong>it falls</strong>, measured <strong>it stays flat</strong>: not near"));
}

TEST_F(PredictionsOfAStudent, CostNothingWhateverTheyAre) {
  const Report without = grade();
  EXPECT_THAT(without.prediction_notes, IsEmpty());
  predict("\x1B[2J<script>alert(1)</script>\nno: 1\neight-sigmoids: much\n" + std::string(60000, '\xFF'));
  const Report hostile = grade();
  EXPECT_EQ(hostile.score, without.score);
  EXPECT_EQ(hostile.seed, without.seed);
  EXPECT_EQ(hostile.submission.sha256, without.submission.sha256);
  EXPECT_THAT(hostile.prediction_notes, SizeIs(4));
  EXPECT_EQ(ran_.out.find('\x1B'), std::string::npos);
  EXPECT_THAT(page_, Not(HasSubstr("<script>alert")));
}

TEST_F(PredictionsOfAStudent, ThatCannotBeReadAreOneSentence) {
  const fs::path file = folder_.path() / "work/predictions.txt";
  fs::create_directory(file);
  EXPECT_THAT(grade().prediction_notes, ElementsAre("predictions.txt is a directory."));
  fs::remove(file);
  fs::create_symlink("/etc/passwd", file);
  EXPECT_THAT(grade().prediction_notes, ElementsAre("predictions.txt is a symbolic link."));
  fs::remove(file);
  predict(std::string(100000, 'a'));
  EXPECT_THAT(grade().prediction_notes, SizeIs(1));
  predict(std::string("eight\0sigmoids", 14));
  EXPECT_THAT(grade().prediction_notes, SizeIs(1));
}

TEST_F(PredictionsOfAStudent, AreNotMeasuredWhileThePartIsWrong) {
  predict("eight-sigmoids: 0.1\nsteeper-at-4: tanh\n");
  replace_in_file(folder_.path() / "work/sigmoid.cpp", "dz * z * (1.0 - z)", "dz * z");
  const Report report = grade();
  EXPECT_EQ(prediction(report, "eight-sigmoids").predicted, "0.1");
  EXPECT_EQ(prediction(report, "eight-sigmoids").measured, "");
  EXPECT_THAT(ran_.out, HasSubstr("you 0.1   not measured: this part is not right yet"));
}

TEST_F(PredictionsOfAStudent, AreAskedForByScenariosOnly) {
  predict("nonsense\n");
  const Report report = grade("relu");
  EXPECT_THAT(report.prediction_notes, IsEmpty());
  EXPECT_THAT(ran_.out, Not(HasSubstr("predict")));
}

TEST_F(PredictionsOfAStudent, ScenarioNamesItsSection) {
  EXPECT_EQ(grade().problems.front().handout, "assignments/a1-gates/handout.md#3-the-scenario-saturation");
  EXPECT_THAT(page_, HasSubstr("In the handout: "));
}

TEST_F(PredictionsOfAStudent, CircuitIsDrawnRightAndWrong) {
  const Report right = grade("circuit");
  ASSERT_TRUE(right.problems.front().drawn);
  EXPECT_THAT(page_, HasSubstr("All of them are right here."));
  replace_in_file(folder_.path() / "work/circuit.cpp", "const double ds = ds1 + ds2;",
                  "const double ds = ds2;");
  const Report wrong = grade("circuit");
  EXPECT_EQ(wrong.problems.front().score, 3.5);
  std::vector<std::string> marked;
  for (const CircuitWire& wire : wrong.problems.front().drawn->circuit.wires) {
    if (wire.right_gradient) marked.push_back(wire.name);
  }
  EXPECT_THAT(marked, ::testing::UnorderedElementsAre("s", "y2", "z", "y"));
  EXPECT_THAT(page_, HasSubstr("4 are wrong here"));
}

}  // namespace
}  // namespace grader
