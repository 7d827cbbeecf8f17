// A check has probes of its own, and the answers to the other probes must not speak against the mistake that
// it names.
#include "grader/mistakes/match.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using Probes = std::vector<std::string>;

// Takes the answers to some probes from one transcript, and all others from another.
Transcript answers_by_probe(const Probes& probes, const Transcript& to_these, const Transcript& to_others) {
  Transcript result = to_others;
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (std::ranges::find(probes, result[i].probe) != probes.end()) result[i] = to_these[i];
  }
  return result;
}

// Wrong by a factor that no known mistake has.
Transcript times(double factor, Transcript answers) {
  for (CaseTranscript& entry : answers) {
    for (auto& [name, tensor] : entry.outputs) {
      for (double& value : tensor.values) value *= factor;
    }
  }
  return answers;
}

std::set<std::string> names(const Op& op, const Transcript& answers, const Probes& probes) {
  std::set<std::string> result;
  for (const KnownMistake* mistake : explanations(op, answers, {}, probes)) result.insert(full_id(*mistake));
  return result;
}

struct Trials {
  explicit Trials(const std::string& mistake)
      : op(*find_op(mistake.substr(0, mistake.find('/')))),
        planned(cases::plan(op, 9)),
        right(answers_of(op, {}, planned)),
        wrong(answers_of(op, {find_mistake(mistake)}, planned)) {}

  const Op& op;
  const Transcript planned;
  const Transcript right;
  const Transcript wrong;
};

// Somebody who never squares may still lose an infinite gradient.
TEST(Explanations, OfNanAloneMustAgreeWhereTheAnswersAreRight) {
  const std::string id = "clip_grad_norm/overflow";
  const Trials trials(id);
  const Probes probes = {"below", "zero", "not-finite"};
  EXPECT_TRUE(names(trials.op, trials.wrong, probes).contains(id));
  EXPECT_THAT(names(trials.op, answers_by_probe(probes, trials.wrong, trials.right), probes),
              testing::IsEmpty());
}

// A yes or a no is what many mistakes come to.
TEST(Explanations, OfAYesOrANoMustAgreeInAllCases) {
  const std::string id = "grad_check/tolerance-too-loose";
  const Trials trials(id);
  const Probes probes = {"smooth-right", "smooth-wrong"};
  EXPECT_TRUE(names(trials.op, trials.wrong, probes).contains(id));
  EXPECT_FALSE(names(trials.op, answers_by_probe(probes, trials.wrong, trials.right), probes).contains(id));
}

TEST(Explanations, OfNanAloneMustAgreeWhereTheAnswersAreWrong) {
  const std::string id = "spectral_radius/unscaled-powers";
  const Trials trials(id);
  const Probes probes = {"huge"};
  EXPECT_TRUE(names(trials.op, trials.wrong, probes).contains(id));
  Transcript mixed = answers_by_probe(probes, trials.wrong, times(1.5, trials.right));
  // Powers of a tiny matrix vanish, and a 0 proves more than a NaN.
  std::erase_if(mixed,
                [](const CaseTranscript& entry) { return entry.the_case.attributes.at("factor") < 1.0; });
  EXPECT_THAT(names(trials.op, mixed, probes), testing::IsEmpty());
}

TEST(Explanations, AreKeptBesideASecondFlawInAnotherRegime) {
  const std::string id = "clip_grad_norm/one-by-one";
  const Trials trials(id);
  const Probes probes = {"unit", "small",  "large",  "batch-of-one", "tall",
                         "wide", "square", "narrow", "just-above"};
  EXPECT_THAT(names(trials.op, answers_by_probe(probes, trials.wrong, times(1.5, trials.wrong)), probes),
              testing::ElementsAre(id));
}

// Where every step counts, dividing by their number is dividing by T.
TEST(Explanations, AreOfTheMistakeThatAlsoGivesTheOtherAnswers) {
  for (const char* id :
       {"temporal_softmax_loss/divided-by-counted-steps", "temporal_softmax_loss/divided-by-t"}) {
    const Trials trials(id);
    const auto found = explanations(trials.op, trials.wrong, "x", {"unit", "one-step"});
    ASSERT_EQ(found.size(), 1u) << id;
    EXPECT_EQ(full_id(*found.front()), id);
  }
}

}  // namespace
}  // namespace grader
