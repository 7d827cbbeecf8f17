#include "grader/scenarios/attention.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "datasets/words/words.hpp"
#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/ops/registry.hpp"
#include "grader/scenarios/ngrams.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

const Measurements& run_of(const ScenarioPart& part, std::uint64_t seed) {
  static std::map<std::pair<std::string, std::uint64_t>, Measurements> runs;
  const auto found = runs.find({part.id, seed});
  if (found != runs.end()) return found->second;
  LinkedSubject reference;
  return runs[{part.id, seed}] = part.run(reference, seed, silent);
}

// Returns an op whose gradients are spoiled.
Op with_gradients(const std::string& name, std::function<void(Tensors& gradients)> spoil) {
  Op op = *find_op(name);
  op.start = [name, spoil](const Case& the_case) {
    Instance instance = find_op(name)->start(the_case);
    instance.backward = [spoil, right = instance.backward](const Tensors& upstream) {
      Tensors gradients = right(upstream);
      spoil(gradients);
      return gradients;
    };
    return instance;
  };
  return op;
}

Op with_factor(const std::string& name, const std::string& gradient, double factor) {
  return with_gradients(name, [=](Tensors& gradients) {
    for (double& value : gradients.at(gradient).values) value *= factor;
  });
}

// Every gradient is rounded as another order of summation would round it.
Op rounded_otherwise(const std::string& name) {
  return with_gradients(name, [](Tensors& gradients) {
    for (auto& [input, gradient] : gradients) {
      for (std::size_t i = 0; i < gradient.values.size(); ++i)
        gradient.values[i] *= 1.0 + (static_cast<double>(i % 7) - 3.0) * 1e-15;
    }
  });
}

Finding finding_of(const ScenarioPart& part, std::map<std::string, Op> other) {
  OverridingSubject student(std::move(other));
  return part.judge(part.run(student, 1, silent), run_of(part, 1)).finding;
}

void expect_lesson(const ScenarioPart& part, std::uint64_t seeds) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const Finding finding = part.judge(run_of(part, seed), run_of(part, seed)).finding;
    EXPECT_EQ(finding.status, Status::pass) << part.id << ", seed " << seed << ": " << finding.message;
  }
}

TEST(AttentionScale, ShowsItsLessonUnderEachSeed) { expect_lesson(attention_scale(), 8); }
TEST(AttentionNorms, ShowsItsLessonUnderEachSeed) { expect_lesson(attention_norms(), 20); }
TEST(AttentionPadding, ShowsItsLessonUnderEachSeed) { expect_lesson(attention_padding(), 20); }
TEST(AttentionWriting, ShowsItsLessonUnderEachSeed) { expect_lesson(attention_writing(), 4); }

TEST(AttentionScenario, RoundingIsNotTakenForAMistake) {
  EXPECT_EQ(finding_of(attention_scale(), {{"attention", rounded_otherwise("attention")}}).message, "");
  EXPECT_EQ(
      finding_of(attention_padding(), {{"masked_softmax", rounded_otherwise("masked_softmax")}}).message, "");
  EXPECT_EQ(
      finding_of(attention_norms(), {{"multi_head_attention", rounded_otherwise("multi_head_attention")},
                                     {"transformer_block", rounded_otherwise("transformer_block")}})
          .message,
      "");
  EXPECT_EQ(finding_of(attention_writing(), {{"gpt_loss", rounded_otherwise("gpt_loss")}}).message, "");
}

TEST(AttentionScale, SaysWhereAWrongGradientDeparts) {
  EXPECT_THAT(finding_of(attention_scale(), {{"attention", with_factor("attention", "q", 2.0)}}).message,
              HasSubstr("In your attention, the norm of dq, with 1/sqrt(d), is "));
}

TEST(AttentionNorms, SaysInWhichBlockAWrongGradientDeparts) {
  EXPECT_THAT(
      finding_of(attention_norms(), {{"transformer_block", with_factor("transformer_block", "x", 0.5)}})
          .message,
      MatchesRegex("In a stack of 2 blocks with the norm in front of each branch, the norm of dw2 of block 1 "
                   "is [0-9.]+, expected [0-9.]+\\."));
}

TEST(AttentionPadding, FailsARowOfNaN) {
  const Op spoiled = with_gradients("masked_softmax", [](Tensors& gradients) {
    Tensor& dx = gradients.at("x");
    for (std::size_t i = 0; i < dx.values.size(); ++i) {
      if (i / dx.shape[2] == 10) dx.values[i] = std::nan("");
    }
  });
  EXPECT_THAT(
      finding_of(attention_padding(), {{"masked_softmax", spoiled}}).message,
      HasSubstr("With one padded query, the sum of |p| and |dx| in the row that is masked whole is NaN "
                "at step 0"));
}

TEST(AttentionWriting, NamesTheGradientThatDeparts) {
  EXPECT_THAT(finding_of(attention_writing(), {{"gpt_loss", with_factor("gpt_loss", "wk", 1.001)}}).message,
              MatchesRegex("Training on words, the norm of dwk of gpt_loss is [0-9.e-]+ at step 0, expected "
                           "[0-9.e-]+\\."));
}

TEST(AttentionWriting, TellsWhatItReachedAndInvented) {
  const ScenarioPart part = attention_writing();
  EXPECT_THAT(
      part.story(run_of(part, 1)),
      MatchesRegex("A transformer with 9728 parameters has read 12800 words\\. On words that it has "
                   "not seen, its loss is 2\\.[0-9]+ nats a character\\. .*(unigram).* it beats all three.*"
                   "Words that it invents: [a-z]+, [a-z]+, .*\\."));
}

TEST(Ngrams, CountByHand) {
  // "a" and "b" once each: of four characters two are boundaries.
  const double added = 0.01;
  const double letter = (1.0 + added) / (4.0 + 27.0 * added);
  const double boundary = (2.0 + added) / (4.0 + 27.0 * added);
  EXPECT_NEAR(ngram_loss(0, {"a", "b"}, {"a"}), -0.5 * (std::log(letter) + std::log(boundary)), 1e-12);
  // After "a" comes the boundary, always; a word begins with "a" in one of two.
  const double begins = (1.0 + added) / (2.0 + 27.0 * added);
  const double ends = (1.0 + added) / (1.0 + 27.0 * added);
  EXPECT_NEAR(ngram_loss(1, {"a", "b"}, {"a"}), -0.5 * (std::log(begins) + std::log(ends)), 1e-12);
}

TEST(Ngrams, OnTheWordsOfTheCourseMoreContextHelpsUpToTwo) {
  const Words& words = embedded_words();
  const auto loss = [&](std::size_t context) { return ngram_loss(context, words.training, words.held_out); };
  EXPECT_GT(loss(0), loss(1));
  EXPECT_GT(loss(1), loss(2));
  EXPECT_LT(loss(2), loss(3)) << "most triples of letters have been seen too rarely";
}

}  // namespace
}  // namespace grader
