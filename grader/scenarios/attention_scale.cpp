#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/attention.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/layers.hpp"

namespace grader {

namespace attention_scale_part {

constexpr std::size_t kSizes[] = {4, 8, 16, 32, 64, 128, 256, 512, 1024};
constexpr std::size_t kQueries = 24;
constexpr std::size_t kKeys = 12;
// The training: queries that are to find their keys.
constexpr std::size_t kTrained = 256;  // features
constexpr std::size_t kSteps = 100;
constexpr double kStepSize = 4.0;

// The values are the unit vectors, so that the output of a query is its weights.
Tensor unit_vectors() {
  Tensor v = Tensor::filled({1, kKeys, kKeys}, 0.0);
  for (std::size_t j = 0; j < kKeys; ++j) v.values[j * kKeys + j] = 1.0;
  return v;
}

// Returns q, multiplied by what makes the layer's scale 1 where `scaled` is false.
Tensor queries_for(Tensor q, bool scaled) {
  const double factor = scaled ? 1.0 : std::sqrt(static_cast<double>(q.shape[2]));
  for (double& value : q.values) value *= factor;
  return q;
}

// The mean over queries of sum_j p_j (1 - p_j): what a row of the softmax lets through. It is 0 where one
// weight is 1.
double let_through(const Tensor& weights) {
  double sum = 0.0;
  for (const double p : weights.values) sum += p * (1.0 - p);
  return sum / static_cast<double>(kQueries);
}

void measure(Subject& subject, std::size_t size, bool scaled, std::uint64_t seed, Measurements& result) {
  backprop::Rng rng(seed_for(seed, "scale " + std::to_string(size)));
  const Tensor q = random_normal(rng, {1, kQueries, size});
  const Tensor k = random_normal(rng, {1, kKeys, size});
  LayerCall attention(subject, "attention", {{"q", queries_for(q, scaled)}, {"k", k}, {"v", unit_vectors()}},
                      {{"causal", 0}});
  const Tensor weights = attention.output("out", {1, kQueries, kKeys});
  const Tensors gradients = attention.backward({{"out", random_normal(rng, weights.shape)}});
  const std::string how = scaled ? "scaled " : "unscaled ";
  result[how + "slope"].push_back(let_through(weights));
  result[how + "dq"].push_back(norm(gradients.at("q")));
  result[how + "dk"].push_back(norm(gradients.at("k")));
}

// Gradient descent on the queries alone, so that each finds a key that was drawn for it.
void train(Subject& subject, bool scaled, std::uint64_t seed, const Tell& tell, Measurements& result) {
  backprop::Rng rng(seed_for(seed, "trained"));
  Tensor q = random_normal(rng, {1, kQueries, kTrained});
  const Tensor k = random_normal(rng, {1, kKeys, kTrained});
  Tensor wanted = Tensor::filled({1, kQueries, kKeys}, 0.0);
  for (std::size_t i = 0; i < kQueries; ++i) wanted.values[i * kKeys + rng.index(kKeys)] = 1.0;
  const double factor = scaled ? 1.0 : std::sqrt(static_cast<double>(kTrained));
  std::vector<double>& losses = result[scaled ? "scaled loss" : "unscaled loss"];
  for (std::size_t step = 0; step < kSteps; ++step) {
    LayerCall attention(subject, "attention",
                        {{"q", queries_for(q, scaled)}, {"k", k}, {"v", unit_vectors()}}, {{"causal", 0}});
    Tensor error = attention.output("out", wanted.shape);
    for (std::size_t i = 0; i < error.values.size(); ++i) error.values[i] -= wanted.values[i];
    losses.push_back(norm(error) * norm(error) / static_cast<double>(kQueries));
    for (double& value : error.values) value *= 2.0;
    const Tensors gradients = attention.backward({{"out", error}});
    for (std::size_t i = 0; i < q.values.size(); ++i)
      q.values[i] -= kStepSize * factor * gradients.at("q").values[i];
    tell_step(tell, scaled ? "with 1/sqrt(d)" : "without 1/sqrt(d)", step + 1, kSteps,
              fmt::format("loss {:.3f}", losses.back()));
  }
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  Measurements result;
  for (const std::size_t size : kSizes) {
    for (const bool scaled : {true, false}) measure(subject, size, scaled, seed, result);
  }
  for (const bool scaled : {true, false}) train(subject, scaled, seed, tell, result);
  return result;
}

std::optional<std::string> lesson_missing(const Measurements& m) {
  const std::vector<double>& without = m.at("unscaled slope");
  const std::vector<double>& with = m.at("scaled slope");
  if (!(without.back() < 0.3 * without.front())) return "the softmax does not saturate without the scale";
  if (!(with.back() > 0.6 * with.front())) return "the softmax saturates with the scale";
  const std::vector<double>& flat = m.at("unscaled loss");
  if (!(flat.back() > 0.7 * flat.front())) return "the training does not stay flat without the scale";
  if (!(m.at("scaled loss").back() < 0.3 * m.at("scaled loss").front()))
    return "the training does not get anywhere with the scale";
  return std::nullopt;
}

// The first measurement that differs, in the order in which they are taken.
std::optional<std::string> problem_of(const Measurements& student, const Measurements& reference) {
  struct Series {
    const char* key;
    const char* words;
    bool of_training;
  };
  const Series all[] = {
      {"scaled slope", "what a row of the softmax lets through, with 1/sqrt(d),", false},
      {"unscaled slope", "what a row of the softmax lets through, without 1/sqrt(d),", false},
      {"scaled dq", "the norm of dq, with 1/sqrt(d),", false},
      {"unscaled dq", "the norm of dq, without 1/sqrt(d),", false},
      {"scaled dk", "the norm of dk, with 1/sqrt(d),", false},
      {"unscaled dk", "the norm of dk, without 1/sqrt(d),", false},
      {"scaled loss", "the loss of the training, with 1/sqrt(d),", true},
      {"unscaled loss", "the loss of the training, without 1/sqrt(d),", true}};
  for (const Series& series : all) {
    const auto departure = first_departure(student.at(series.key), reference.at(series.key));
    if (!departure) continue;
    const auto [yours, expected] = format_apart(departure->student, departure->reference);
    const std::string where = series.of_training ? fmt::format("at step {}", departure->step)
                                                 : fmt::format("at d = {}", kSizes[departure->step]);
    return fmt::format("In your attention, {} is {} {}, expected {}.", series.words, yours, where, expected);
  }
  return std::nullopt;
}

std::string story(const Measurements& m) {
  const auto slopes = [&](const char* key) {
    return fmt::format("{} at d = {} and {} at d = {}", format_number(m.at(key).front(), 2), kSizes[0],
                       format_number(m.at(key).back(), 2), kSizes[std::size(kSizes) - 1]);
  };
  const auto losses = [&](const char* key) {
    return fmt::format("from {} to {}", format_number(m.at(key).front(), 3),
                       format_number(m.at(key).back(), 3));
  };
  return fmt::format(
      "A row of your softmax lets {} through, the sum of p (1 - p), with 1/sqrt(d); without it, {}. Queries "
      "of "
      "{} features that are to find their keys: with 1/sqrt(d) the loss goes {}, without it {}, in {} steps.",
      slopes("scaled slope"), slopes("unscaled slope"), kTrained, losses("scaled loss"),
      losses("unscaled loss"), kSteps);
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  Finding finding = Finding::pass();
  if (const auto problem = problem_of(student, reference)) finding = scenario_fails(*problem);
  std::vector<double> doublings;
  for (const std::size_t size : kSizes) doublings.push_back(std::log2(static_cast<double>(size)));
  return {
      finding,
      {curves("attention-scale", "What a row of the softmax lets through: the sum of p (1 - p)",
              "log2 of d, the features of a query", "sum of p (1 - p)", doublings,
              {{"with 1/sqrt(d)", student.at("scaled slope")}, {"without", student.at("unscaled slope")}}),
       lines("attention-scale-training", "Queries that are to find their keys", "step", "loss",
             {{"with 1/sqrt(d)", student.at("scaled loss")}, {"without", student.at("unscaled loss")}})}};
}

std::vector<Question> questions() {
  return {{.id = "attention-without-scale",
           .text = "Queries of 256 features are to find one of 12 keys, and the scores are not divided by "
                   "sqrt(d). The "
                   "loss begins near 1.6. Where is it after 100 steps, with gradients that are right?",
           .measure = [](const Measurements& m) { return m.at("unscaled loss").back(); },
           .within = 0.2}};
}

}  // namespace attention_scale_part

ScenarioPart attention_scale() {
  return {"scale",
          {"attention"},
          {"attention"},
          attention_scale_part::run,
          attention_scale_part::judge,
          attention_scale_part::story,
          {},
          attention_scale_part::questions()};
}

}  // namespace grader
