// A kit has to name a mistake just as the repository does, though it has no catalogue: every known mistake is
// handed to both. `grader mistakes --run --kit` does the same under many seeds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/temporary_folder.hpp"
#include "grader/grading/answer_key.hpp"
#include "grader/grading/course.hpp"
#include "grader/grading/golden_file.hpp"
#include "grader/kit/golden_folder.hpp"
#include "grader/kit/names_in_kit.hpp"
#include "grader/mistakes/match.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class GoldenMistakes : public testing::Test {
 protected:
  // Writes a golden file and returns the function that names mistakes by it.
  NameMistake through_a_file(const Op& op, const Transcript& cases) {
    std::ofstream(folder_ / (op.name + ".json")) << golden_text(op, cases, golden_mistakes(op, cases));
    kit_.golden = folder_;
    key_ = answer_key_of(kit_);
    return key_->name_mistake(op);
  }

  const TemporaryFolder made_{"golden-mistakes-test-"};
  const fs::path folder_ = made_.path();
  Assignment kit_;
  std::unique_ptr<const AnswerKey> key_;
};

std::string named(const std::optional<Mistake>& mistake) { return mistake ? mistake->id : "nothing"; }

TEST(NamesInKit, AreThoseOfTheRepository) {
  std::vector<NamedCheck> checks;
  std::size_t mistakes = 0;
  for (const std::string& id : course_assignments()) {
    for (const ProblemSpec& problem : load_assignment(assignment_file(id)).problems) {
      if (problem.op.empty()) continue;
      mistakes += mistakes_of(problem.op).size();
      const std::vector<NamedCheck> own = names_in_kit(problem, 7);
      checks.insert(checks.end(), own.begin(), own.end());
    }
  }
  for (const NamedCheck& each : checks) {
    EXPECT_TRUE(each.agree()) << full_id(*each.handed_in) << ", " << each.check << ": "
                              << named(each.by_catalogue) << ", in a kit " << named(each.by_kit);
  }
  const auto in_repository =
      std::ranges::count_if(checks, [](const NamedCheck& each) { return each.by_catalogue.has_value(); });
  EXPECT_GE(in_repository, static_cast<std::ptrdiff_t>(checks.size() * 9 / 10));
  std::cout << names_in_kit_text(checks, mistakes, 1);
}

TEST(NamesInKit, ADifferenceIsALineAndCounts) {
  const KnownMistake* averaged = find_mistake("affine/db-averaged");
  const KnownMistake* transposed = find_mistake("affine/transposed-dw");
  const Mistake name{"affine/db-averaged", "hint", "belief"};
  const Mistake other_words{"affine/db-averaged", "another hint", "belief"};
  const std::string text = names_in_kit_text({{averaged, "affine/db", name, name},
                                              {averaged, "affine/db", name, other_words},
                                              {averaged, "affine/db", name, std::nullopt},
                                              {averaged, "affine/db", name, std::nullopt},
                                              {transposed, "affine/dw", std::nullopt, std::nullopt}},
                                             2, 3);
  EXPECT_THAT(text, HasSubstr("affine/db-averaged, check affine/db: the catalogue names affine/db-averaged, "
                              "a kit none (2 of 3 seeds)\n"));
  EXPECT_THAT(text, Not(HasSubstr("transposed")));
  EXPECT_THAT(text, HasSubstr("2 mistakes fail 5 shown checks under 3 seeds. The catalogue names the mistake "
                              "in 80.00 % of them, a kit in 40.00 %; in 3 the two differ.\n"));
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
