#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "datasets/words/words.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/scenarios/attention.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/ngrams.hpp"
#include "grader/scenarios/word_model.hpp"

namespace grader {

namespace attention_writing_part {

constexpr std::size_t kBatch = 32;
constexpr std::size_t kSteps = 400;
constexpr std::size_t kSamples = 40;
constexpr std::size_t kShown = 20;
constexpr std::size_t kSmoothed = 20;  // steps of which a figure shows the mean
constexpr const char* kRead = "thinking";
// A relative error of 1e-15 in each weight has been seen to grow to 7e-12 in the gradients over the training.
constexpr double kTrainingTolerance = 1e-8;

std::vector<double> as_numbers(const std::vector<std::string>& words) {
  std::vector<double> numbers;
  for (const std::string& word : words) {
    for (const char letter : word) numbers.push_back(letter - 'a' + 1);
    numbers.push_back(0.0);
  }
  return numbers;
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  backprop::Rng rng(seed);
  const Words& words = embedded_words();
  WordModel model(rng);
  Measurements result = train_word_model(model, subject, rng, kSteps, kBatch, tell);
  result["held out"] = {model.loss(subject, encode_words(words.held_out))};
  std::vector<std::string> invented;
  for (const std::string& word : model.sample(subject, rng, kSamples)) {
    if (!word.empty() && !std::ranges::binary_search(words.training, word)) invented.push_back(word);
  }
  if (invented.size() > kShown) invented.resize(kShown);
  result["invented"] = as_numbers(invented);
  result["attention"] = model.attention(subject, kRead).values;
  result["parameters"] = {static_cast<double>(model.size())};
  return result;
}

double counted(std::size_t context) {
  return ngram_loss(context, embedded_words().training, embedded_words().held_out);
}

// Returns what the reference fails to show of this part's lesson, or nullopt. A failure would be our error,
// not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  if (!(m.at("held out").front() < counted(2))) return "the model does not get past the trigram's loss";
  if (m.at("invented").size() < 3 * kShown) return "the model invents no words";
  return std::nullopt;
}

// The order in which a step computes the numbers that can be told apart: the loss, then the gradients from
// the top of the model down.
constexpr const char* kFromTheTop[] = {"gamma", "beta", "w2", "b2", "w1",     "b1",    "gamma2",    "beta2",
                                       "wo",    "wq",   "wk", "wv", "gamma1", "beta1", "positions", "w"};

// Describes the first number of the training that differs from the reference's, by step.
std::optional<std::string> training_problem(const Measurements& student, const Measurements& reference) {
  std::vector<std::string> all = {"loss"};
  for (const char* name : kFromTheTop) all.push_back(std::string("d") + name + " of gpt_loss");
  std::optional<Departure> first;
  std::string what;
  for (const std::string& series : all) {
    const auto departure = first_departure(student.at(series), reference.at(series), kTrainingTolerance);
    if (!departure || (first && first->step <= departure->step)) continue;
    first = departure;
    what = series;
  }
  if (!first) return std::nullopt;
  const auto [yours, expected] = format_apart(first->student, first->reference);
  return fmt::format("Training on words, {} is {} at step {}, expected {}.",
                     what == "loss" ? "the loss" : "the norm of " + what, yours, first->step, expected);
}

std::string beside_counting(double loss) {
  if (!(loss < counted(0))) return "it beats none of them";
  if (!(loss < counted(1))) return "it beats the unigram alone";
  return loss < counted(2) ? "it beats all three" : "it beats all but the trigram";
}

std::string story(const Measurements& m) {
  const double held_out = m.at("held out").front();
  return fmt::format(
      "A transformer with {:.0f} parameters has read {} words. On words that it has not seen, its loss is "
      "{} nats a character. Counting letters gives {:.2f} (unigram), counting pairs {:.2f} (bigram), "
      "counting triples {:.2f} (trigram): {}. Words that it invents: {}.",
      m.at("parameters").front(), kSteps * kBatch, format_number(held_out, 3), counted(0), counted(1),
      counted(2), beside_counting(held_out), spell(m.at("invented")));
}

// The mean of each kSmoothed losses, and of how many steps.
std::vector<double> smoothed(const std::vector<double>& loss) {
  std::vector<double> means;
  for (std::size_t from = 0; from + kSmoothed <= loss.size(); from += kSmoothed) {
    double sum = 0.0;
    for (std::size_t i = from; i < from + kSmoothed; ++i) sum += loss[i];
    means.push_back(sum / static_cast<double>(kSmoothed));
  }
  return means;
}

// The map of the head that decides most: the sum of its squared weights is the largest. ^ is the boundary.
Figure map_of_sharpest_head(const std::vector<double>& weights) {
  std::vector<std::string> letters = {"^"};
  for (const char letter : std::string(kRead)) letters.emplace_back(1, letter);
  const std::size_t cells = letters.size() * letters.size();
  std::size_t sharpest = 0;
  double most = -1.0;
  for (std::size_t head = 0; (head + 1) * cells <= weights.size(); ++head) {
    double squares = 0.0;
    for (std::size_t i = 0; i < cells; ++i) squares += std::pow(weights[head * cells + i], 2);
    if (squares > most) {
      most = squares;
      sharpest = head;
    }
  }
  const auto from = weights.begin() + static_cast<std::ptrdiff_t>(sharpest * cells);
  return heat_map("attention-map", fmt::format("Who looks at whom in \"{}\": head {}", kRead, sharpest),
                  "looked at", "looking", "weight", letters,
                  {from, from + static_cast<std::ptrdiff_t>(cells)});
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  Finding finding = Finding::pass();
  if (const auto problem = training_problem(student, reference)) finding = scenario_fails(*problem);
  const std::vector<double> means = smoothed(student.at("loss"));
  std::vector<double> steps;
  for (std::size_t i = 0; i < means.size(); ++i)
    steps.push_back(static_cast<double>(kSmoothed) * (static_cast<double>(i) + 0.5));
  const auto level = [&](std::size_t context) { return std::vector<double>(means.size(), counted(context)); };
  return {finding,
          {curves("attention-writing", "Learning to write words", "step", "loss in nats a character", steps,
                  {{"yours", means},
                   {"reference", smoothed(reference.at("loss"))},
                   {"unigram", level(0)},
                   {"bigram", level(1)},
                   {"trigram", level(2)}}),
           map_of_sharpest_head(student.at("attention"))}};
}

std::vector<Question> questions() {
  return {{.id = "a-model-that-writes",
           .text =
               "Counting pairs of letters costs 2.50 nats a character on new words, counting triples 2.30. A "
               "transformer with 9728 parameters reads 400 batches of 32 words. What does it cost?",
           .measure = [](const Measurements& m) { return m.at("held out").front(); },
           .within = 0.05}};
}

}  // namespace attention_writing_part

ScenarioPart attention_writing() {
  // gpt_loss runs the others.
  const std::vector<std::string> layers = {"gpt_loss", "adamw"};
  return {"writing",
          layers,
          layers,
          attention_writing_part::run,
          attention_writing_part::judge,
          attention_writing_part::story,
          {},
          attention_writing_part::questions()};
}

}  // namespace grader
