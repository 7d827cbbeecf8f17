#include "grader/scenarios/character_model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "datasets/words/words.hpp"
#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/ops/registry.hpp"
#include "grader/scenarios/character_net.hpp"
#include "grader/scenarios/testing/changed_op.hpp"
#include "grader/scenarios/testing/wrong_rnn.hpp"

namespace grader {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;

const ScenarioPart& training() { return *find_scenario("character-model")->find("training"); }

// A training takes a while, so each seed is run only once.
const Measurements& reference_run(std::uint64_t seed) {
  static std::map<std::uint64_t, Measurements> runs;
  const auto found = runs.find(seed);
  if (found != runs.end()) return found->second;
  LinkedSubject reference;
  return runs[seed] = training().run(reference, seed, silent);
}

PartVerdict verdict_of(std::map<std::string, Op> wrong, std::uint64_t seed = 1) {
  OverridingSubject student(std::move(wrong));
  return training().judge(training().run(student, seed, silent), reference_run(seed));
}

TEST(CharacterModel, TheReferencePassesUnderTwentySeedsAndWritesWords) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Finding finding = training().judge(reference_run(seed), reference_run(seed)).finding;
    EXPECT_EQ(finding.status, Status::pass) << "seed " << seed << ": " << finding.message;
    EXPECT_THAT(training().story(reference_run(seed)),
                MatchesRegex("The loss falls from 3\\.[0-9]+ to 2\\.[0-9]+ nats a character, and is "
                             "2\\.[0-9]+ on words that it has not seen; guessing costs log 27 = "
                             "3\\.30\\. It writes: [a-z, ]+\\."))
        << "seed " << seed;
  }
}

// Every gradient of every step is rounded as another order of summation would round it.
TEST(CharacterModel, RoundingIsNotTakenForAMistake) {
  std::map<std::string, Op> other;
  for (const char* name : {"embedding", "rnn", "temporal_affine", "temporal_softmax_loss"}) {
    other[name] = op_with_gradients(name, [](Tensors& gradients, const Case&) {
      for (auto& [input, gradient] : gradients) {
        for (std::size_t i = 0; i < gradient.values.size(); ++i)
          gradient.values[i] *= 1.0 + (static_cast<double>(i % 7) - 3.0) * 1e-15;
      }
    });
  }
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    const Finding finding = verdict_of(other, seed).finding;
    EXPECT_EQ(finding.status, Status::pass) << "seed " << seed << ": " << finding.message;
  }
}

// The backward pass is right for sequences of up to 5 steps.
TEST(CharacterModel, FailsTruncatedBackpropagationAndNamesTheLayer) {
  EXPECT_THAT(
      verdict_of({{"rnn", wrong_rnn({.steps = 5})}}).finding.message,
      MatchesRegex(
          "Training on words, the norm of db of rnn is [0-9.]+ at step 0, expected [0-9.]+; all that is "
          "computed before it is right\\."));
}

TEST(CharacterModel, NamesTheFirstLayerThatIsWrong) {
  const auto message = [](const char* layer, const char* gradient) {
    const Op doubled = op_with_gradients(layer, [gradient](Tensors& gradients, const Case&) {
      for (double& value : gradients.at(gradient).values) value *= 2.0;
    });
    return verdict_of({{layer, doubled}}).finding.message;
  };
  EXPECT_THAT(message("temporal_softmax_loss", "x"), HasSubstr("the norm of dx of temporal_softmax_loss is"));
  EXPECT_THAT(message("temporal_affine", "w"), HasSubstr("the norm of dw of temporal_affine is"));
  EXPECT_THAT(message("rnn", "wh"), HasSubstr("the norm of dwh of rnn is"));
  EXPECT_THAT(message("embedding", "w"), HasSubstr("the norm of dw of embedding is"));
}

TEST(CharacterModel, SurvivesScoresThatAreNotNumbers) {
  Op broken = *find_op("temporal_affine");
  broken.start = [](const Case& the_case) {
    Instance instance = find_op("temporal_affine")->start(the_case);
    for (double& value : instance.outputs.at("out").values) value = std::nan("");
    return instance;
  };
  const Finding finding = verdict_of({{"temporal_affine", broken}}).finding;
  EXPECT_EQ(finding.status, Status::fail);
  EXPECT_THAT(finding.message, HasSubstr("the loss is NaN nats a character at step 0"));
}

TEST(CharacterModel, EncodesAWordWithItsBoundaries) {
  const CharacterBatch batch = encode_words({"abz"});
  EXPECT_EQ(batch.x.shape, (Shape{1, kLongestWord + 1}));
  EXPECT_THAT(batch.x.values, ElementsAre(0, 1, 2, 26, 0, 0, 0, 0, 0, 0, 0));
  EXPECT_THAT(batch.y.values, ElementsAre(1, 2, 26, 0, 0, 0, 0, 0, 0, 0, 0));
  EXPECT_THAT(batch.mask.values, ElementsAre(1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0));
  EXPECT_EQ(batch.characters, 4.0);
}

TEST(CharacterModel, SpellsWhatWasSampled) {
  EXPECT_EQ(spell({1, 2, 26, 0, 0, 3, 0}), "abz, c");
  EXPECT_EQ(spell({0, 0}), "");
}

}  // namespace
}  // namespace grader
