// The numbers of the handout of assignment 6 that come from the scenario. The reference must compute the
// same.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "datasets/words/words.hpp"
#include "grader/base/numbers.hpp"
#include "grader/scenarios/attention.hpp"
#include "grader/scenarios/character_net.hpp"
#include "grader/scenarios/ngrams.hpp"
#include "grader/scenarios/testing/handout_charts.hpp"
#include "grader/scenarios/testing/run_part.hpp"
#include "grader/scenarios/word_model.hpp"

namespace grader {
namespace {

constexpr const char* kAssignment = "a6-attention";

TEST(AttentionHandout, TheScaleIsTheReferences) {
  const Measurements m = measured(attention_scale());
  expect_chart(kAssignment, "What a row of the softmax lets through",
               {m.at("scaled slope"), m.at("unscaled slope")});
  expect_in_handout(kAssignment, fmt::format("| with $1/\\sqrt d$ | {:.3f} | {:.3f} |",
                                             m.at("scaled loss").front(), m.at("scaled loss").back()));
  expect_in_handout(kAssignment, fmt::format("| without | {:.3f} | {:.3f} |", m.at("unscaled loss").front(),
                                             m.at("unscaled loss").back()));
}

TEST(AttentionHandout, TheNormsAreTheReferences) {
  const Measurements m = measured(attention_norms());
  for (const int depth : {2, 4, 8, 16, 24}) {
    expect_in_handout(
        kAssignment, fmt::format("| {} | {:.1f} | {:.1f} |", depth, m.at(fmt::format("pre {}", depth)).back(),
                                 m.at(fmt::format("post {}", depth)).back()));
  }
}

TEST(AttentionHandout, ThePaddedQueryIsTheReferences) {
  const Measurements m = measured(attention_padding());
  expect_in_handout(kAssignment, fmt::format("{:.0f} of 36 elements", m.at("spoiled").front()));
  expect_in_handout(kAssignment,
                    fmt::format("falls from {:.3f} to {:.3f}", m.at("loss").front(), m.at("loss").back()));
}

TEST(AttentionHandout, TheLevelsAndTheWordsAreTheReferences) {
  const Measurements m = measured(attention_writing());
  const Words& words = embedded_words();
  const auto counted = [&](std::size_t context) {
    return ngram_loss(context, words.training, words.held_out);
  };
  for (const auto& [name, level] :
       {std::pair("unigram", counted(0)), std::pair("bigram", counted(1)), std::pair("trigram", counted(2)),
        std::pair("your transformer", m.at("held out").front())}) {
    expect_in_handout(kAssignment, fmt::format("| {} | {:.2f} |", name, level));
  }
  expect_in_handout(kAssignment, spell(m.at("invented")));
}

TEST(AttentionHandout, TwiceTheStepsTakeTheModelFurther) {
  LinkedSubject reference;
  backprop::Rng rng(1);
  WordModel model(rng);
  train_word_model(model, reference, rng, 800, 32, silent);
  const double loss = model.loss(reference, encode_words(embedded_words().held_out));
  expect_in_handout(kAssignment, fmt::format("With 800 steps in place of 400 it reaches {:.2f}", loss));
}

}  // namespace
}  // namespace grader
