#include <fmt/format.h>

#include <array>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/scenarios/dead_relu.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/relu_net.hpp"

namespace grader {

namespace dead_relu_sweep_part {

constexpr std::array kRates = {0.5, 1.0, 2.0, kAggressiveRate};
constexpr std::size_t kCountEvery = 5;  // steps between two counts over the whole training set
constexpr double kMassDeath = 0.4;
constexpr double kFewDie = 0.05;

std::string name_of(double rate) { return fmt::format("rate {:g}", rate); }

void note(const Deaths& deaths, const std::string& name, Measurements& result) {
  result[name + " reported"].push_back(deaths.reported);
  result[name + " dead"].push_back(deaths.fraction);
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  Measurements result;
  const ReluNet start = make_relu_net(subject, seed);
  const Deaths at_start = count_deaths(subject, start);
  result["weights"] = {norm(start.w1), norm(start.w2)};
  for (const double rate : kRates) {
    const std::string name = name_of(rate);
    ReluNet net = start;
    backprop::Rng rng(seed);
    note(at_start, name, result);
    for (std::size_t step = 1; step <= kAggressiveSteps; ++step) {
      result[name + " loss"].push_back(train_relu_net(subject, net, rng, rate));
      if (step % kCountEvery == 0) note(count_deaths(subject, net), name, result);
      tell_step(tell, "dead ReLU, " + name, step, kAggressiveSteps,
                fmt::format("{:.0f} % dead", 100.0 * result[name + " dead"].back()));
    }
  }
  return result;
}

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  if (!(m.at(name_of(kRates[0]) + " dead").back() < kFewDie)) return "units die at the sane rate";
  if (!(m.at(name_of(kAggressiveRate) + " dead").back() > kMassDeath))
    return "few units die at the aggressive rate";
  return std::nullopt;
}

Finding judge_curves(const Measurements& student, const Measurements& reference) {
  if (const auto departure = first_departure(student.at("weights"), reference.at("weights"))) {
    const auto [yours, expected] = format_apart(departure->student, departure->reference);
    return scenario_fails(
        fmt::format("The weights that your he_init gives for layer {} have the norm {}, expected {}.",
                    departure->step + 1, yours, expected));
  }
  for (const double rate : kRates) {
    const std::string name = name_of(rate);
    if (const auto finding = judge_dead_fraction(student.at(name + " reported"), student.at(name + " dead"),
                                                 fmt::format("With a learning rate of {:g}", rate))) {
      return *finding;
    }
    for (const std::string series : {" loss", " dead"}) {
      const auto departure = first_departure(student.at(name + series), reference.at(name + series));
      if (!departure) continue;
      const auto [yours, expected] = format_apart(departure->student, departure->reference);
      return scenario_fails(
          fmt::format("With a learning rate of {:g}, {} is {} at step {}, expected {}: your sgd does not "
                      "make the step that it should.",
                      rate, series == " loss" ? "the loss" : "the fraction of dead units", yours,
                      series == " loss" ? departure->step : departure->step * kCountEvery, expected));
    }
  }
  return Finding::pass();
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  std::vector<std::pair<std::string, std::vector<double>>> deaths;
  std::vector<std::pair<std::string, std::vector<double>>> losses;
  std::vector<double> steps;
  for (std::size_t step = 0; step <= kAggressiveSteps; step += kCountEvery)
    steps.push_back(static_cast<double>(step));
  for (const double rate : kRates) {
    deaths.emplace_back(name_of(rate), student.at(name_of(rate) + " reported"));
    losses.emplace_back(name_of(rate), student.at(name_of(rate) + " loss"));
  }
  return {judge_curves(student, reference),
          {curves("dead-relu-sweep", "Dead units, by learning rate: your dead_fraction over the training set",
                  "step", "fraction dead", steps, deaths),
           lines("dead-relu-loss", "Loss, by learning rate", "step", "loss", losses)}};
}

std::string story(const Measurements& m) {
  const auto of_rate = [&](double rate) {
    return fmt::format("{:.0f} % at a learning rate of {:g} (loss {})",
                       100.0 * m.at(name_of(rate) + " dead").back(), rate,
                       format_number(m.at(name_of(rate) + " loss").back(), 3));
  };
  return fmt::format("After {} steps, of {} units are dead: {}.", kAggressiveSteps, kReluUnits,
                     join(kRates, of_rate));
}

std::vector<Question> questions() {
  return {{.id = "dead-at-half-the-rate",
           .text = "At a learning rate of 4 most of the 60 units are dead after 20 steps. What share is dead "
                   "at a rate "
                   "of 2?",
           .measure = [](const Measurements& m) { return 100.0 * m.at(name_of(2.0) + " dead").back(); },
           .unit = "%",
           .within = 5.0}};
}

}  // namespace dead_relu_sweep_part

ScenarioPart dead_relu_sweep() {
  return {"sweep",
          {"affine", "relu", "softmax_loss", "he_init", "sgd", "dead_fraction"},
          {"he_init", "sgd", "dead_fraction"},
          dead_relu_sweep_part::run,
          dead_relu_sweep_part::judge,
          dead_relu_sweep_part::story,
          {},
          dead_relu_sweep_part::questions()};
}

}  // namespace grader
