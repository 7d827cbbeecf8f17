#include "grader/scenarios/character_model.hpp"

#include <fmt/format.h>

#include <cmath>

#include "datasets/words/words.hpp"
#include "grader/base/numbers.hpp"
#include "grader/scenarios/character_net.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/training.hpp"
#include "grader/scenarios/unrolled.hpp"

namespace grader {

namespace character_model_part {

constexpr std::size_t kBatch = 16;
constexpr std::size_t kSteps = 120;
constexpr std::size_t kSamples = 12;
constexpr std::size_t kLast = 20;  // steps over which the last losses are averaged
// A share of the uniform baseline. The reference gets lower than this.
constexpr double kLearned = 0.8;
// Training amplifies rounding. A relative error of 1e-15 in each gradient, as another order of summation
// makes it, has been seen to grow to 3e-12 in the gradients after 120 steps.
constexpr double kLogTolerance = 1e-8;

double uniform_baseline() { return std::log(static_cast<double>(kCharacters)); }

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  backprop::Rng rng(seed);
  const Words& words = embedded_words();
  CharacterNet net(rng);
  Measurements result;
  for (std::size_t step = 0; step < kSteps; ++step) {
    const CharacterNet::Step made = net.train(subject, draw_words(rng, words.training, kBatch));
    result["loss"].push_back(made.loss);
    for (const auto& [name, norm] : made.gradients) result[name].push_back(norm);
    tell_step(tell, "character model", step + 1, kSteps,
              fmt::format("loss {:.3f} nats a character, {:.3f} by guessing", made.loss, uniform_baseline()));
  }
  result["held out"] = {net.loss(subject, encode_words(words.held_out))};
  result["sample"] = net.sample(subject, rng, kSamples);
  return result;
}

double last_loss(const Measurements& m) { return mean_of_last(m.at("loss"), kLast); }

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  if (!(last_loss(m) < kLearned * uniform_baseline())) return "the loss stays near that of guessing";
  if (!(m.at("held out").front() < kLearned * uniform_baseline()))
    return "what is learned is of no use elsewhere";
  return std::nullopt;
}

// The order in which a step computes these numbers. The mistake is in the first that is wrong.
constexpr const char* kSeries[] = {"loss",
                                   "dx of temporal_softmax_loss",
                                   "db of temporal_affine",
                                   "dw of temporal_affine",
                                   "dx of temporal_affine",
                                   "db of rnn",
                                   "dwx of rnn",
                                   "dwh of rnn",
                                   "dx of rnn",
                                   "dw of embedding"};

// Describes the first number of the training that differs from the reference's, by step, and within a step in
// the order of the computation. Returns nullopt when none differs.
std::optional<std::string> training_problem(const Measurements& student, const Measurements& reference) {
  std::optional<std::size_t> first_step;
  std::string first;
  for (const char* series : kSeries) {
    const auto step = first_unlike(student.at(series), reference.at(series), kLogTolerance);
    if (!step || (first_step && *first_step <= *step)) continue;
    first_step = step;
    first = series;
  }
  if (!first_step) return std::nullopt;
  const auto [yours, expected] =
      format_apart(student.at(first)[*first_step], reference.at(first)[*first_step]);
  if (first == "loss") {
    return fmt::format("Training on words, the loss is {} nats a character at step {}, expected {}.", yours,
                       *first_step, expected);
  }
  return fmt::format(
      "Training on words, the norm of {} is {} at step {}, expected {}; all that is computed before it "
      "is right.",
      first, yours, *first_step, expected);
}

std::string story(const Measurements& m) {
  return fmt::format(
      "The loss falls from {:.2f} to {:.2f} nats a character, and is {:.2f} on words that it has not seen; "
      "guessing costs log {} = {:.2f}. It writes: {}.",
      m.at("loss").front(), last_loss(m), m.at("held out").front(), kCharacters, uniform_baseline(),
      spell(m.at("sample")));
}

Finding judge_training(const Measurements& student, const Measurements& reference) {
  if (const auto problem = training_problem(student, reference)) return scenario_fails(*problem);
  return Finding::pass();
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  return {judge_training(student, reference),
          {lines("character-model", "Learning to write words", "step", "loss in nats a character",
                 {{"yours", student.at("loss")},
                  {"reference", reference.at("loss")},
                  {"guessing: log 27", std::vector<double>(kSteps, uniform_baseline())}})}};
}

std::vector<Question> questions() {
  return {{.id = "loss-on-new-words",
           .text = "Guessing the next character costs log 27 = 3.30 nats. What is the loss of the trained "
                   "net, 120 steps "
                   "later, on words that it has not seen?",
           .measure = [](const Measurements& m) { return m.at("held out").front(); },
           .within = 0.15}};
}

}  // namespace character_model_part

ScenarioPart character_model_training() {
  const std::vector<std::string> subjects = {"embedding", "rnn", "temporal_affine", "temporal_softmax_loss"};
  std::vector<std::string> ops = subjects;
  ops.push_back("adam");
  return {"training",
          ops,
          subjects,
          character_model_part::run,
          character_model_part::judge,
          character_model_part::story,
          {},
          character_model_part::questions()};
}

Scenario character_model_scenario() {
  return {"character-model", {character_model_training()}, "The character model"};
}
BACKPROP_SCENARIO(character_model_scenario);

}  // namespace grader
