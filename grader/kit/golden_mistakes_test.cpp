// A kit has to name a mistake just as the repository does, though it has no catalogue: every known mistake is
// handed to both.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/grading/answer_key.hpp"
#include "grader/grading/course.hpp"
#include "grader/grading/golden_file.hpp"
#include "grader/grading/judge.hpp"
#include "grader/kit/golden_folder.hpp"
#include "grader/kit/public_assignment.hpp"
#include "grader/mistakes/match.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

// Takes hidden checks and their cases out, as a kit does.
ProblemSpec shown_part(ProblemSpec problem) {
  std::erase_if(problem.checks,
                [](const CheckSpec& check) { return check.visibility == Visibility::hidden; });
  return problem;
}

Transcript shown_cases(const Op& op, const ProblemSpec& problem, std::uint64_t seed) {
  Transcript cases = cases::plan(op, seed);
  const std::set<std::string> hidden = hidden_probes(problem);
  std::erase_if(cases, [&](const CaseTranscript& entry) { return hidden.contains(entry.probe); });
  return cases;
}

class GoldenMistakes : public testing::Test {
 protected:
  GoldenMistakes() { fs::create_directories(folder_); }
  ~GoldenMistakes() override { fs::remove_all(folder_); }

  // Writes a golden file and returns the function that names mistakes by it.
  NameMistake through_a_file(const Op& op, const Transcript& cases) {
    std::ofstream(folder_ / (op.name + ".json")) << golden_text(op, cases, golden_mistakes(op, cases));
    kit_.golden = folder_;
    key_ = answer_key_of(kit_);
    return key_->name_mistake(op);
  }

  const fs::path folder_ =
      fs::temp_directory_path() /
      (std::string("golden-mistakes-") + testing::UnitTest::GetInstance()->current_test_info()->name());
  Assignment kit_;
  std::unique_ptr<const AnswerKey> key_;
};

std::string named(const Check& check) { return check.mistake ? check.mistake->id : "nothing"; }

TEST_F(GoldenMistakes, AreNamedInAKitAsInTheRepository) {
  std::size_t in_repository = 0;
  std::size_t in_kit = 0;
  std::size_t mistakes = 0;
  std::size_t wrong = 0;
  for (const std::string& id : course_assignments()) {
    const Assignment assignment = load_assignment(assignment_file(id));
    for (const ProblemSpec& whole : assignment.problems) {
      if (whole.op.empty()) continue;
      const Op& op = *find_op(whole.op);
      const ProblemSpec problem = shown_part(whole);
      const Transcript planned = shown_cases(op, whole, 7);
      const NameMistake by_file = through_a_file(op, planned);
      const Transcript golden = key_->cases(op, 0);
      for (const KnownMistake* mistake : mistakes_of(op.name)) {
        ++mistakes;
        const Transcript answers = answers_of(op, {mistake}, golden);
        const auto expected = judge_layer(problem, op, answers, answers, std::nullopt, name_mistake);
        const auto actual = judge_layer(problem, op, answers, answers, std::nullopt, by_file);
        for (std::size_t i = 0; i < expected.size(); ++i) {
          wrong += expected[i].status == Status::fail;
          in_repository += expected[i].mistake.has_value();
          in_kit += actual[i].mistake.has_value();
          EXPECT_EQ(named(actual[i]), named(expected[i])) << full_id(*mistake) << ": " << expected[i].id;
          if (!actual[i].mistake || !expected[i].mistake) continue;
          EXPECT_EQ(actual[i].mistake->hint, expected[i].mistake->hint);
          EXPECT_EQ(actual[i].mistake->belief, expected[i].mistake->belief);
        }
      }
    }
  }
  std::cout << mistakes << " mistakes fail " << wrong << " shown checks; the repository names "
            << in_repository << " of them, a kit " << in_kit << '\n';
  EXPECT_EQ(in_kit, in_repository);
  EXPECT_GE(in_repository, wrong * 9 / 10);
}

// Where a mistake gives the right answer, the file has nothing of it.
TEST_F(GoldenMistakes, HoldNoRightAnswer) {
  for (const char* name : {"affine", "relu", "lstm_step", "td_target"}) {
    const Op& op = *find_op(name);
    const Transcript planned = cases::plan(op, 7);
    const Transcript right = answers_of(op, {}, planned);
    for (const GoldenMistake& mistake : golden_mistakes(op, planned)) {
      ASSERT_EQ(mistake.answers.size(), planned.size());
      for (std::size_t i = 0; i < planned.size(); ++i) {
        for (const auto& [tensor, sketches] : mistake.answers[i]) {
          EXPECT_THAT(mistake.spoils, testing::Contains(tensor));
          const Tensors& answers = op.gradients().empty() ? right[i].outputs : right[i].b_u;
          const char* first = op.gradients().empty() ? "out" : "u";
          if (!sketches.contains(first)) continue;
          EXPECT_FALSE(same_sketch(sketches.at(first), sketch_of(answers.at(tensor)))) << mistake.mistake.id;
        }
      }
    }
  }
}

TEST_F(GoldenMistakes, AreNotNamedForOtherAnswers) {
  const Op& op = *find_op("affine");
  const NameMistake by_file = through_a_file(op, cases::plan(op, 7));
  Transcript answers = answers_of(op, {find_mistake("affine/db-averaged")}, key_->cases(op, 0));
  ASSERT_TRUE(by_file(op, answers, Kind::gradient, "b", {}));
  for (CaseTranscript& entry : answers) {
    for (Tensors* tensors : {&entry.b_u, &entry.b_v, &entry.b_combined}) tensors->at("b").values[0] *= 1.001;
  }
  EXPECT_FALSE(by_file(op, answers, Kind::gradient, "b", {}));
}

TEST_F(GoldenMistakes, OfAnotherNumberOfCasesAreRefused) {
  const Op& op = *find_op("relu");
  through_a_file(op, cases::plan(op, 7));
  const fs::path file = folder_ / "relu.json";
  std::string text = read_file(file);
  const std::string begin = "\"answers\":[";
  text.insert(text.find(begin) + begin.size(), "{},");
  std::ofstream(file) << text;
  EXPECT_THAT([&] { key_->name_mistake(op); },
              testing::ThrowsMessage<InputError>(HasSubstr("mistakes/0/answers has")));
}

}  // namespace
}  // namespace grader
