#include "grader/grading/circuit_drawing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "grader/checks/transcript.hpp"
#include "grader/grading/judge.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Assignment& gates() {
  static const Assignment assignment = load_assignment(BACKPROP_ASSIGNMENTS "/a1-gates/assignment.json");
  return assignment;
}

// The reference's answers to the circuit.
Transcript answers() {
  const Op& op = *find_op("circuit");
  Transcript transcript = cases::plan(op, 7);
  LinkedSubject subject;
  cases::ask(op, subject, transcript);
  return transcript;
}

std::optional<DrawnCase> drawn(const Transcript& transcript) {
  const ProblemSpec& spec = *gates().find("circuit");
  const Op& op = *find_op("circuit");
  return drawn_case(spec, op, transcript, judge_layer(spec, op, {}, transcript, std::nullopt));
}

std::vector<std::string> wrong_wires(const Circuit& circuit) {
  std::vector<std::string> names;
  for (const CircuitWire& wire : circuit.wires) {
    if (wire.right_gradient) names.push_back(wire.name);
  }
  return names;
}

const CircuitWire& wire(const DrawnCase& drawn, const std::string& name) {
  return *std::ranges::find(drawn.circuit.wires, name, &CircuitWire::name);
}

TEST(CircuitDrawing, OfRightAnswersHasNoWrongWire) {
  const Transcript transcript = answers();
  const auto picture = drawn(transcript);
  ASSERT_TRUE(picture);
  EXPECT_THAT(wrong_wires(picture->circuit), IsEmpty());
  EXPECT_EQ(picture->circuit.wires.size(), 12);
  EXPECT_EQ(picture->probe, "unit");
  EXPECT_EQ(wire(*picture, "x").value, transcript.front().the_case.inputs.at("x").values.front());
  EXPECT_EQ(wire(*picture, "x").gradient, transcript.front().b_u.at("x").values.front());
  EXPECT_EQ(wire(*picture, "out").gradient, transcript.front().u.at("out").values.front());
}

TEST(CircuitDrawing, MarksTheWrongWiresOfTheCaseThatIsShown) {
  Transcript transcript = answers();
  for (CaseTranscript& entry : transcript) {
    for (Tensors* answer :
         {&entry.b_u, &entry.b_u_again, &entry.b_u_interleaved, &entry.b_v, &entry.b_combined}) {
      answer->at("y").values.front() *= 0.5;
      answer->at("m").values.front() *= -1.0;
    }
  }
  const auto picture = drawn(transcript);
  ASSERT_TRUE(picture);
  EXPECT_THAT(wrong_wires(picture->circuit), testing::UnorderedElementsAre("y", "m"));
  EXPECT_EQ(*wire(*picture, "y").right_gradient, 2.0 * wire(*picture, "y").gradient);
}

// Where the inputs of the maximum are equal, any share is right.
TEST(CircuitDrawing, MarksNoShareOfATie) {
  Transcript transcript;
  for (CaseTranscript& entry : answers()) {
    if (entry.probe == "tie") transcript.push_back(std::move(entry));
  }
  ASSERT_FALSE(transcript.empty());
  CaseTranscript& tie = transcript.front();
  const double dm = tie.b_u.at("m").values.front();
  tie.b_u.at("p").values.front() = 0.25 * dm;
  tie.b_u.at("s1").values.front() = 0.75 * dm;
  tie.b_u.at("q").values.front() *= 2.0;
  const auto picture = drawn(transcript);
  ASSERT_TRUE(picture);
  EXPECT_THAT(wrong_wires(picture->circuit), ElementsAre("q"));
}

TEST(CircuitDrawing, IsOnlyOfACircuitThatAnswered) {
  Transcript transcript = answers();
  for (CaseTranscript& entry : transcript) entry.b_u.erase("s1");
  EXPECT_FALSE(drawn(transcript));
  const ProblemSpec& relu = *gates().find("relu");
  EXPECT_FALSE(drawn_case(relu, *find_op("relu"), {}, {}));
}

}  // namespace
}  // namespace grader
