#include "grader/grading/reference_key.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "grader/base/temporary_folder.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/checks/numeric.hpp"
#include "grader/checks/right_answers.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/grading/golden_file.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

const Scenario& scenario() { return *find_scenario("saturation"); }
const ScenarioPart& part() { return scenario().parts.front(); }

// The same answers under both keys: one works them out, the other reads them as a kit does.
class AnswerKeyTest : public testing::Test {
 protected:
  AnswerKeyTest() {
    const auto reference = reference_key();
    std::ofstream(folder_ / "relu.json") << golden_text(relu_, reference->cases(relu_, kSeed));
    const PartKey right = reference->part(scenario(), part(), kSeed);
    std::ofstream(folder_ / golden_name_of_scenario("saturation"))
        << golden_text(scenario(), {{part().id, right.seed, right.measurements(silent)}});
    kit_.golden = folder_;
  }

  static constexpr std::uint64_t kSeed = 5;
  static constexpr std::uint64_t kOther = 6;
  const Op& relu_ = *find_op("relu");
  const TemporaryFolder made_{"answer-key-test-"};
  const fs::path folder_ = made_.path();
  Assignment course_;
  Assignment kit_;
};

TEST_F(AnswerKeyTest, GivesTheSameCasesAndRightAnswersInBothKinds) {
  const Transcript worked_out = answer_key_of(course_)->cases(relu_, kSeed);
  const Transcript golden = answer_key_of(kit_)->cases(relu_, kOther);
  ASSERT_EQ(golden.size(), worked_out.size());
  for (std::size_t i = 0; i < golden.size(); ++i) {
    EXPECT_EQ(golden[i].u, worked_out[i].u);
    EXPECT_TRUE(same_bits(golden[i].right->outputs(relu_, golden[i]).at("out"),
                          worked_out[i].right->outputs(relu_, worked_out[i]).at("out")));
    EXPECT_TRUE(same_bits(expected_gradients(relu_, golden[i]).at("x").lower,
                          expected_gradients(relu_, worked_out[i]).at("x").lower));
    EXPECT_TRUE(golden[i].right->has_slope(relu_, golden[i]));
  }
  EXPECT_NE(answer_key_of(course_)->cases(relu_, kOther).front().u, worked_out.front().u);
}

// A kit's op does not say where it has kinks.
TEST_F(AnswerKeyTest, TakesTheSameSlopesInBothKinds) {
  Op without_kinks = relu_;
  without_kinks.switches = {};
  const Transcript worked_out = answer_key_of(course_)->cases(relu_, kSeed);
  const Transcript golden = answer_key_of(kit_)->cases(without_kinks, kOther);
  std::size_t clear = 0;
  std::size_t not_clear = 0;
  for (std::size_t i = 0; i < golden.size(); ++i) {
    for (const double h : kStencilSteps) {
      const bool right = worked_out[i].right->stencil_is_clear(relu_, worked_out[i], "x", h);
      EXPECT_EQ(golden[i].right->stencil_is_clear(without_kinks, golden[i], "x", h), right) << i << ' ' << h;
      ++(right ? clear : not_clear);
    }
  }
  EXPECT_GT(clear, 10u);
  EXPECT_GT(not_clear, 3u);
}

TEST_F(AnswerKeyTest, GivesTheSameMeasurementsInBothKinds) {
  const PartKey worked_out = answer_key_of(course_)->part(scenario(), part(), kSeed);
  const PartKey golden = answer_key_of(kit_)->part(scenario(), part(), kOther);
  EXPECT_EQ(golden.seed, worked_out.seed);
  EXPECT_EQ(golden.measurements(silent), worked_out.measurements(silent));
}

TEST_F(AnswerKeyTest, HasStandInsOnlyWhereThereIsAReference) {
  EXPECT_TRUE(answer_key_of(course_)->stand_in());
  EXPECT_TRUE(answer_key_of(course_)->stand_in_object("relu"));
  EXPECT_FALSE(answer_key_of(course_)->stand_in_object("unheard_of"));
  EXPECT_FALSE(answer_key_of(kit_)->stand_in());
  EXPECT_FALSE(answer_key_of(kit_)->stand_in_object("relu"));
}

TEST_F(AnswerKeyTest, KnowsMistakesOnlyWhereThereIsAFileOfThem) {
  EXPECT_FALSE(answer_key_of(course_)->name_mistake(relu_));
  EXPECT_TRUE(answer_key_of(kit_)->name_mistake(relu_));
}

// A kit's grader is not linked with a forward pass that the student writes. Golden answers alone decide then.
TEST_F(AnswerKeyTest, HasNoSlopeWhereTheForwardPassIsNotGiven) {
  Op blanked = relu_;
  blanked.start = [](const Case&) -> Instance { throw backprop::NotImplemented("relu_forward"); };
  Transcript golden = answer_key_of(kit_)->cases(relu_, kOther);
  EXPECT_FALSE(golden.front().right->has_slope(blanked, golden.front()));
  LinkedSubject student;
  cases::ask(relu_, student, golden);
  EXPECT_EQ(check_gradient(blanked, golden, "x").status, Status::pass);
  for (CaseTranscript& entry : golden) {
    for (Tensors* answer : {&entry.b_u, &entry.b_v, &entry.b_combined})
      *answer = combine(2.0, *answer, 0.0, *answer);
  }
  const Finding doubled = check_gradient(blanked, golden, "x");
  EXPECT_EQ(doubled.status, Status::fail);
  EXPECT_EQ(doubled.evidence->failing_class, "reference");
}

}  // namespace
}  // namespace grader
