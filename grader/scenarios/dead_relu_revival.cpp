#include <fmt/format.h>

#include <algorithm>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/dead_relu.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/relu_net.hpp"

namespace grader {

namespace dead_relu_revival_part {

constexpr double kLoweredRate = 1.0;    // hardly a unit died at this rate
constexpr double kNegativeSlope = 0.3;  // of the leaky relu
constexpr std::size_t kSteps = 20;
constexpr std::size_t kCountEvery = 5;
constexpr double kRevived = 0.25;  // at least this share of the dead

// Returns the share of the units that were dead before and fire again.
double revived(const std::vector<bool>& before, const std::vector<bool>& now) {
  double dead = 0.0;
  double back = 0.0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!before[i]) continue;
    ++dead;
    if (!now[i]) ++back;
  }
  return dead == 0.0 ? 0.0 : back / dead;
}

void go_on(Subject& subject, ReluNet net, const Deaths& before, std::uint64_t seed, const std::string& name,
           double negative_slope, const Tell& tell, Measurements& result) {
  backprop::Rng rng(seed_for(seed, "lowered"));
  for (std::size_t step = 0; step <= kSteps; ++step) {
    if (step % kCountEvery == 0) {
      const Deaths now = step == 0 ? before : count_deaths(subject, net);
      result[name + " reported"].push_back(now.reported);
      result[name + " dead"].push_back(now.fraction);
      result[name + " revived"].push_back(revived(before.is_dead, now.is_dead));
    }
    tell_step(tell, "rate lowered, " + name, step, kSteps,
              fmt::format("{:.0f} % of the dead are back", 100.0 * result[name + " revived"].back()));
    if (step < kSteps) train_relu_net(subject, net, rng, kLoweredRate, negative_slope);
  }
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  Measurements result;
  ReluNet net = make_relu_net(subject, seed);
  backprop::Rng rng(seed);
  for (std::size_t step = 0; step < kAggressiveSteps; ++step) {
    result["loss"].push_back(train_relu_net(subject, net, rng, kAggressiveRate));
  }
  const Deaths before = count_deaths(subject, net);
  go_on(subject, net, before, seed, "relu", 0.0, tell, result);
  go_on(subject, net, before, seed, "leaky_relu", kNegativeSlope, tell, result);
  return result;
}

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  const std::vector<double>& back = m.at("relu revived");
  if (std::any_of(back.begin(), back.end(), [](double share) { return share != 0.0; }))
    return "dead units come back without a leak";
  if (!(m.at("relu dead").front() > 0.4)) return "few units die at the aggressive rate";
  if (!(m.at("leaky_relu revived").back() >= kRevived)) return "the dead do not come back with a leak";
  return std::nullopt;
}

Finding judge_curves(const Measurements& student, const Measurements& reference) {
  if (const auto departure = first_departure(student.at("loss"), reference.at("loss"))) {
    const auto [yours, expected] = format_apart(departure->student, departure->reference);
    return scenario_fails(fmt::format(
        "With a learning rate of {:g} and your he_init and sgd, the loss is {} at step {}, expected {}.",
        kAggressiveRate, yours, departure->step, expected));
  }
  const std::vector<double>& back = student.at("relu revived");
  for (std::size_t i = 0; i < back.size(); ++i) {
    if (back[i] == 0.0) continue;
    return scenario_fails(
        fmt::format("After the rate is lowered, {:.0f} % of the dead units fire again within {} steps: their "
                    "gradient is exactly 0, so "
                    "your sgd moves weights that have no gradient.",
                    100.0 * back[i], i * kCountEvery));
  }
  for (const std::string name : {"relu", "leaky_relu"}) {
    if (const auto finding = judge_dead_fraction(student.at(name + " reported"), student.at(name + " dead"),
                                                 "After the rate is lowered, with " + name)) {
      return *finding;
    }
    const auto departure = first_departure(student.at(name + " dead"), reference.at(name + " dead"));
    if (!departure) continue;
    return scenario_fails(
        fmt::format("After the rate is lowered, with {}, {} of the units are dead at step {}, expected {}: "
                    "your sgd makes other steps.",
                    name, format_number(departure->student, 6), departure->step * kCountEvery,
                    format_number(departure->reference, 6)));
  }
  return Finding::pass();
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  std::vector<double> steps;
  for (std::size_t step = 0; step <= kSteps; step += kCountEvery) steps.push_back(static_cast<double>(step));
  return {judge_curves(student, reference),
          {curves("dead-relu-revival", "After the rate is lowered: which share of the dead comes back",
                  "step", "share of the dead", steps,
                  {{"relu", student.at("relu revived")}, {"leaky_relu", student.at("leaky_relu revived")}})}};
}

std::string story(const Measurements& m) {
  return fmt::format(
      "{} steps at a learning rate of {:g} leave {:.0f} % of the units dead. {} steps at {:g} later, {:.0f} "
      "% "
      "of these fire again with relu, and {:.0f} % with leaky_relu.",
      kAggressiveSteps, kAggressiveRate, 100.0 * m.at("relu dead").front(), kSteps, kLoweredRate,
      100.0 * m.at("relu revived").back(), 100.0 * m.at("leaky_relu revived").back());
}

std::vector<Question> questions() {
  return {{.id = "back-with-a-leak",
           .text = "After 20 steps at a rate of 4 most units are dead. What share of them fires again within "
                   "20 steps at "
                   "a rate of 1, if the ReLU is replaced by a leaky one of slope 0.3?",
           .measure = [](const Measurements& m) { return 100.0 * m.at("leaky_relu revived").back(); },
           .unit = "%",
           .within = 10.0}};
}

}  // namespace dead_relu_revival_part

ScenarioPart dead_relu_revival() {
  return {"revival",
          {"affine", "relu", "leaky_relu", "softmax_loss", "he_init", "sgd", "dead_fraction"},
          {"he_init", "sgd", "dead_fraction"},
          dead_relu_revival_part::run,
          dead_relu_revival_part::judge,
          dead_relu_revival_part::story,
          {},
          dead_relu_revival_part::questions()};
}

}  // namespace grader
