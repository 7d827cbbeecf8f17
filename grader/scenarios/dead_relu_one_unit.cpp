#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/dead_relu.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/relu_net.hpp"
#include "grader/scenarios/rounding.hpp"

namespace grader {

namespace dead_relu_one_unit_part {

using backprop::Matrix;

// The pixels as the file has them, 0 to 16, and a learning rate that anybody would try first.
constexpr double kInk = 16.0;
constexpr double kRate = 0.1;
constexpr double kSmallRate = 0.01;
constexpr std::size_t kBatch = 50;
constexpr std::size_t kSteps = 20;
constexpr std::size_t kStepsAfter = 20;
constexpr std::size_t kCountEvery = 5;  // steps between two counts of the dead
constexpr double kNegativeSlope = 0.3;
constexpr double kManyDie = 0.1;
constexpr double kRounding = 1e-9;  // of a pre-activation that stays as it is

Tensor inked(Tensor pixels) {
  for (double& pixel : pixels.values) pixel *= kInk;
  return pixels;
}

const Tensor& inked_digits() {
  static const Tensor digits = inked(all_digits().x);
  return digits;
}

// Returns the digits with the mean image subtracted.
const Matrix& centred_digits() {
  static const Matrix digits = [] {
    const Matrix x = to_matrix(inked_digits());
    return Matrix(x - backprop::as_row(backprop::mean(x, 0)));
  }();
  return digits;
}

// Returns the pre-activations of the hidden units: (digits, units). The grader works them out, so that no
// worker has to answer for all digits.
Matrix pre_activations(const Tensor& w1, const Tensor& b1, const Matrix& x) {
  return backprop::matmul(x, to_matrix(w1)) + backprop::as_row(to_vector(b1));
}

// Returns each unit's largest pre-activation. A unit is dead when it is not above 0.
std::vector<double> largest_of(const Matrix& pre) {
  const backprop::Vector largest = backprop::max(pre, 0);
  return {largest.begin(), largest.end()};
}

std::size_t count_dead(const std::vector<double>& largest) {
  return static_cast<std::size_t>(
      std::count_if(largest.begin(), largest.end(), [](double value) { return !(value > 0.0); }));
}

double fraction_dead(const std::vector<double>& largest) {
  return static_cast<double>(count_dead(largest)) / static_cast<double>(largest.size());
}

// Returns which share of the dead units fires.
double share_that_fires(const std::vector<double>& dead, const std::vector<double>& now) {
  std::size_t firing = 0;
  for (std::size_t i = 0; i < dead.size(); ++i) firing += !(dead[i] > 0.0) && now[i] > 0.0;
  return count_dead(dead) == 0 ? 0.0 : static_cast<double>(firing) / static_cast<double>(count_dead(dead));
}

// A run, with the first layer before every step and after the last, and each unit's |dw| at every step.
struct Life {
  ReluNet net;
  std::vector<double> loss = {};
  std::vector<Tensor> w1 = {};
  std::vector<Tensor> b1 = {};
  std::vector<std::vector<double>> gradient = {};  // by step, by unit
};

void note(Life& life) {
  life.w1.push_back(life.net.w1);
  life.b1.push_back(life.net.b1);
}

// Returns the largest pre-activation of each unit before a step.
std::vector<double> largest_before(const Life& life, std::size_t step) {
  static const Matrix digits = to_matrix(inked_digits());
  return largest_of(pre_activations(life.w1[step], life.b1[step], digits));
}

// The pre-activation of one unit over all digits, before every step and after the last.
struct UnitPath {
  std::vector<double> largest;
  std::vector<double> middle;
};

UnitPath path_of(const Life& life, std::size_t unit) {
  UnitPath path;
  const std::vector<double>& x = inked_digits().values;
  for (std::size_t step = 0; step < life.w1.size(); ++step) {
    std::array<double, kDigitPixels> weights{};  // of this unit, side by side: there are many digits
    for (std::size_t d = 0; d < kDigitPixels; ++d) weights[d] = life.w1[step].values[d * kReluUnits + unit];
    std::vector<double> pre(x.size() / kDigitPixels, life.b1[step].values[unit]);
    for (std::size_t n = 0; n < pre.size(); ++n) {
      for (std::size_t d = 0; d < kDigitPixels; ++d) pre[n] += x[n * kDigitPixels + d] * weights[d];
    }
    path.largest.push_back(*std::max_element(pre.begin(), pre.end()));
    path.middle.push_back(median(std::move(pre)));
  }
  return path;
}

std::vector<double> norms_by_unit(const Tensor& dw) {
  std::vector<double> squares(kReluUnits, 0.0);
  for (std::size_t i = 0; i < dw.values.size(); ++i) squares[i % kReluUnits] += dw.values[i] * dw.values[i];
  for (double& square : squares) square = std::sqrt(square);
  return squares;
}

Life live(Subject& subject, const ReluNet& start, std::uint64_t seed, double rate, double negative_slope,
          std::size_t steps, const Tell& tell) {
  Life life{start};
  backprop::Rng rng(seed);
  note(life);
  for (std::size_t step = 0; step < steps; ++step) {
    DigitBatch batch = draw_digits(rng, kBatch);
    batch.x = inked(std::move(batch.x));
    const ReluNetStep done = step_relu_net(subject, life.net, batch, rate, negative_slope);
    life.loss.push_back(done.loss);
    life.gradient.push_back(norms_by_unit(done.dw1));
    note(life);
    tell_step(tell, fmt::format("dead ReLU, one unit, rate {:g}", rate), step + 1, steps,
              fmt::format("loss {:.4f}", done.loss));
  }
  return life;
}

// Returns the unit that is followed: among those that die, the one that fires most strongly at first.
std::size_t one_that_dies(const std::vector<double>& first, const std::vector<double>& last) {
  std::size_t found = 0;
  double strongest = 0.0;
  for (std::size_t unit = 0; unit < kReluUnits; ++unit) {
    if (last[unit] > 0.0 || !(first[unit] > strongest)) continue;
    found = unit;
    strongest = first[unit];
  }
  return found;
}

double reported_fraction(Subject& subject, const ReluNet& net) {
  Tensor activations = from_xtensor(pre_activations(net.w1, net.b1, to_matrix(inked_digits())));
  for (double& value : activations.values) value = std::fmax(value, 0.0);
  return LayerCall(subject, "dead_fraction", {{"activations", activations}}).number("fraction");
}

void note_run(Subject& subject, const Life& life, const std::string& name, std::size_t unit,
              Measurements& result) {
  result[name + " loss"] = life.loss;
  UnitPath path = path_of(life, unit);
  result[name + " largest"] = std::move(path.largest);
  result[name + " middle"] = std::move(path.middle);
  for (const std::vector<double>& norms : life.gradient) result[name + " gradient"].push_back(norms[unit]);
  for (std::size_t step = 0; step <= kSteps; step += kCountEvery)
    result[name + " dead"].push_back(fraction_dead(largest_before(life, step)));
  result[name + " reported"] = {reported_fraction(subject, life.net)};
}

Measurements measure(Subject& subject, std::uint64_t seed, const Tell& tell, bool moved) {
  Measurements result;
  ReluNet start = make_relu_net(subject, seed);
  result["weights"] = {norm(start.w1), norm(start.w2)};
  if (moved) {
    start.w1 = from_xtensor(moved_by_rounding(to_matrix(start.w1), seed_for(seed, "moved 1")));
    start.w2 = from_xtensor(moved_by_rounding(to_matrix(start.w2), seed_for(seed, "moved 2")));
  }
  const Life large = live(subject, start, seed, kRate, 0.0, kSteps, tell);
  const Life small = live(subject, start, seed, kSmallRate, 0.0, kSteps, tell);
  const std::vector<double> dead = largest_before(large, kSteps);
  const std::size_t unit = one_that_dies(largest_before(large, 0), dead);
  result["unit"] = {static_cast<double>(unit)};
  note_run(subject, large, "large", unit, result);
  note_run(subject, small, "small", unit, result);

  const std::uint64_t later = seed_for(seed, "later");
  const Life lowered = live(subject, large.net, later, kSmallRate, 0.0, kStepsAfter, tell);
  const Life leaky = live(subject, large.net, later, kSmallRate, kNegativeSlope, kStepsAfter, tell);
  const std::vector<double> centred =
      largest_of(pre_activations(large.net.w1, large.net.b1, centred_digits()));
  result["lowered largest"] = path_of(lowered, unit).largest;
  result["leaky largest"] = path_of(leaky, unit).largest;
  result["centred largest"] = {centred[unit]};
  result["lowered back"] = {share_that_fires(dead, largest_before(lowered, kStepsAfter))};
  result["leaky back"] = {share_that_fires(dead, largest_before(leaky, kStepsAfter))};
  result["centred back"] = {share_that_fires(dead, centred)};
  return result;
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  return measure(subject, seed, tell, false);
}

Measurements run_moved(Subject& subject, std::uint64_t seed) { return measure(subject, seed, silent, true); }

// Returns the first step before which the unit is dead for good, or nullopt.
std::optional<std::size_t> death(const std::vector<double>& largest) {
  std::size_t first = largest.size();
  while (first > 0 && !(largest[first - 1] > 0.0)) --first;
  if (first == largest.size()) return std::nullopt;
  return first;
}

// Returns the first step from `from` on at which a series is not what it was there but for rounding, or
// nullopt.
std::optional<std::size_t> first_change(const std::vector<double>& series, std::size_t from) {
  for (std::size_t step = from; step < series.size(); ++step) {
    if (!(std::abs(series[step] - series[from]) <= kRounding * std::abs(series[from]))) return step;
  }
  return std::nullopt;
}

// Returns the first step after the death of the unit at which it has a gradient or moves, or nullopt.
std::optional<std::size_t> first_sign_of_life(const Measurements& m) {
  const auto dead = death(m.at("large largest"));
  if (!dead) return std::nullopt;
  const std::vector<double>& gradient = m.at("large gradient");
  for (std::size_t step = *dead; step < gradient.size(); ++step) {
    if (gradient[step] != 0.0) return step;
  }
  return first_change(m.at("large largest"), *dead);
}

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  if (!(m.at("large largest").front() > 0.0) || !death(m.at("large largest"))) return "no unit dies";
  if (first_sign_of_life(m)) return "a dead unit moves";
  if (!(m.at("large dead").back() > kManyDie)) return "few units die";
  if (!(m.at("small dead").back() < 0.5 * m.at("large dead").back()))
    return "as many units die with the smaller step";
  if (!(m.at("small largest").back() > 0.0)) return "the unit dies with the smaller step, too";
  if (first_change(m.at("lowered largest"), 0)) return "a lower rate moves a dead unit";
  if (!first_change(m.at("leaky largest"), 0)) return "a leak does not move a dead unit";
  if (!(m.at("centred largest").front() > 0.0)) return "the unit does not fire on centred digits";
  return std::nullopt;
}

std::optional<Finding> judge_still_dead(const Measurements& student) {
  if (const auto step = first_sign_of_life(student)) {
    return scenario_fails(fmt::format(
        "Unit {:.0f} is 0 on all digits before step {}, so its gradient is exactly 0 from then on; with your "
        "sgd it moves at step {} all the same.",
        student.at("unit").front(), *death(student.at("large largest")), *step));
  }
  if (death(student.at("large largest")) && first_change(student.at("lowered largest"), 0)) {
    return scenario_fails(
        fmt::format("Unit {:.0f} is dead when the learning rate is lowered to {:g}, and moves all the same: "
                    "your sgd moves weights whose gradient is exactly 0.",
                    student.at("unit").front(), kSmallRate));
  }
  return std::nullopt;
}

Finding judge_life(const Measurements& student, const Measurements& reference) {
  if (const auto departure = first_departure(student.at("weights"), reference.at("weights"))) {
    const auto [yours, expected] = format_apart(departure->student, departure->reference);
    return scenario_fails(
        fmt::format("The weights that your he_init gives for layer {} have the norm {}, expected {}.",
                    departure->step + 1, yours, expected));
  }
  if (const auto finding = judge_still_dead(student)) return *finding;
  for (const auto& [name, rate] : {std::pair{"large", kRate}, std::pair{"small", kSmallRate}}) {
    const std::string run_name = name;
    if (const auto finding =
            judge_dead_fraction(student.at(run_name + " reported"), {student.at(run_name + " dead").back()},
                                fmt::format("On pixels 0 to 16, with a learning rate of {:g}", rate))) {
      return *finding;
    }
    for (const auto& [series, words] :
         {std::pair{" loss", "the loss"},
          {" largest", "the largest pre-activation of the unit that is followed"},
          {" dead", "the fraction of dead units"}}) {
      const std::string key = run_name + series;
      const auto departure =
          first_departure_of_training(student.at(key), reference.at(key), reference.at(moved_series(key)));
      if (!departure) continue;
      const auto [yours, expected] = format_apart(departure->student, departure->reference);
      return scenario_fails(fmt::format(
          "On pixels 0 to 16, with a learning rate of {:g}, {} is {} at step {}, expected {}: your "
          "sgd makes other steps.",
          rate, words, yours, departure->step * (series == std::string(" dead") ? kCountEvery : 1),
          expected));
    }
  }
  return Finding::pass();
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  const auto with = [](double rate, const char* what) { return fmt::format("rate {:g}, {}", rate, what); };
  const double unit = student.at("unit").front();
  std::vector<double> steps;
  for (std::size_t step = 0; step <= kSteps; step += kCountEvery) steps.push_back(static_cast<double>(step));
  return {judge_life(student, reference),
          {lines("dead-relu-one-unit",
                 fmt::format("Unit {:.0f}: its pre-activation over all {} digits", unit,
                             all_digits().y.values.size()),
                 "step", "pre-activation",
                 {{with(kRate, "largest"), student.at("large largest")},
                  {with(kRate, "median"), student.at("large middle")},
                  {with(kSmallRate, "largest"), student.at("small largest")},
                  {with(kSmallRate, "median"), student.at("small middle")}}),
           lines("dead-relu-one-unit-gradient", fmt::format("Unit {:.0f}: the norm of its dw", unit), "step",
                 "|dw| of the unit",
                 {{fmt::format("rate {:g}", kRate), student.at("large gradient")},
                  {fmt::format("rate {:g}", kSmallRate), student.at("small gradient")}}),
           curves("dead-relu-one-unit-fraction", "Pixels 0 to 16: fraction of dead units", "step",
                  "fraction dead", steps,
                  {{fmt::format("rate {:g}", kRate), student.at("large dead")},
                   {fmt::format("rate {:g}", kSmallRate), student.at("small dead")}}),
           lines("dead-relu-one-unit-after",
                 fmt::format("Unit {:.0f}, dead, at learning rate {:g}: its largest pre-activation", unit,
                             kSmallRate),
                 "step", "largest pre-activation",
                 {{"relu", student.at("lowered largest")}, {"leaky_relu", student.at("leaky largest")}})}};
}

// Tells how the unit that is followed fares with the larger step.
std::string fate_of_unit(const Measurements& m) {
  const std::vector<double>& largest = m.at("large largest");
  const std::vector<double>& gradient = m.at("large gradient");
  const auto dead = death(largest);
  if (!dead || *dead == 0) {
    return fmt::format("its largest pre-activation goes from {} to {}", format_number(largest.front(), 3),
                       format_number(largest.back(), 3));
  }
  double after = 0.0;
  for (std::size_t step = *dead; step < gradient.size(); ++step) {
    if (!(gradient[step] <= after)) after = gradient[step];
  }
  return fmt::format(
      "step {} takes its largest pre-activation from {} to {}, its dw is {} from then on, and it "
      "ends at {}",
      *dead - 1, format_number(largest[*dead - 1], 3), format_number(largest[*dead], 3),
      after == 0.0 ? "exactly 0" : "up to " + format_number(after, 2), format_number(largest.back(), 3));
}

std::string story(const Measurements& m) {
  return fmt::format(
      "Unit {:.0f}, pixels 0 to 16, learning rate {:g}: {}, with {:.0f} % of the units dead after "
      "{} steps; at {:g} it ends at {}, with {:.0f} % dead. Of the dead, {:.0f} % come back in {} steps at a "
      "rate of "
      "{:g}, {:.0f} % with a leaky slope of {:g} besides, and {:.0f} % fire at once on digits with the mean "
      "image subtracted.",
      m.at("unit").front(), kRate, fate_of_unit(m), 100.0 * m.at("large dead").back(), kSteps, kSmallRate,
      format_number(m.at("small largest").back(), 3), 100.0 * m.at("small dead").back(),
      100.0 * m.at("lowered back").front(), kStepsAfter, kSmallRate, 100.0 * m.at("leaky back").front(),
      kNegativeSlope, 100.0 * m.at("centred back").front());
}

std::vector<Question> questions() {
  return {{.id = "dead-after-20-steps",
           .text = "60 units, he_init, a learning rate of 0.1, and pixels from 0 to 16, as the file has "
                   "them. What share "
                   "of the units is dead after 20 steps?",
           .measure = [](const Measurements& m) { return 100.0 * m.at("large dead").back(); },
           .unit = "%",
           .within = 10.0},
          {.id = "back-at-a-tenth",
           .text = "Units have died at a learning rate of 0.1. It is lowered to 0.01, for 20 more steps. "
                   "What share of "
                   "the dead fires again?",
           .measure = [](const Measurements& m) { return 100.0 * m.at("lowered back").front(); },
           .unit = "%",
           .within = 5.0}};
}

}  // namespace dead_relu_one_unit_part

ScenarioPart dead_relu_one_unit() {
  return {"one-unit",
          {"affine", "relu", "leaky_relu", "softmax_loss", "he_init", "sgd", "dead_fraction"},
          {"he_init", "sgd", "dead_fraction"},
          dead_relu_one_unit_part::run,
          dead_relu_one_unit_part::judge,
          dead_relu_one_unit_part::story,
          dead_relu_one_unit_part::run_moved,
          dead_relu_one_unit_part::questions()};
}

}  // namespace grader
