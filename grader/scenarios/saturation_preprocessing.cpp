#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/gate_net.hpp"
#include "grader/scenarios/rounding.hpp"
#include "grader/scenarios/saturation.hpp"

namespace grader {

namespace saturation_preprocessing_part {

using backprop::Matrix;
using backprop::Rng;

constexpr std::size_t kTraining = 1400;  // the first digits; the others are the test set
constexpr std::size_t kBatch = 50;
constexpr std::size_t kHidden = 24;
constexpr std::size_t kSteps = 40;
constexpr double kLearningRate = 1.0;
constexpr double kBlack = 255.0;
constexpr double kSaturatedBelow = 0.01;
constexpr double kShareOfBatch = 0.9;

struct Preparation {
  const char* key;
  const char* words;
};
constexpr std::array kPreparations = {Preparation{"raw", "pixels 0 to 255"},
                                      Preparation{"unit", "pixels 0 to 1"},
                                      Preparation{"standard", "standardised"}};

Tensor scaled_by(Tensor pixels, double factor) {
  for (double& pixel : pixels.values) pixel *= factor;
  return pixels;
}

Tensor rows_of(const Tensor& x, std::size_t first, std::size_t last) {
  const auto begin = x.values.begin();
  const auto width = static_cast<std::ptrdiff_t>(x.shape[1]);
  return {{last - first, x.shape[1]},
          {begin + static_cast<std::ptrdiff_t>(first) * width,
           begin + static_cast<std::ptrdiff_t>(last) * width}};
}

// Notes each pixel's mean and deviation over these digits.
void note_statistics(const Tensor& x, const std::string& name, Measurements& result) {
  const auto n = static_cast<double>(x.shape[0]);
  std::vector<double> mean(kDigitPixels, 0.0);
  std::vector<double> square(kDigitPixels, 0.0);
  for (std::size_t i = 0; i < x.values.size(); ++i) mean[i % kDigitPixels] += x.values[i] / n;
  for (std::size_t i = 0; i < x.values.size(); ++i)
    square[i % kDigitPixels] += std::pow(x.values[i] - mean[i % kDigitPixels], 2.0) / n;
  for (double& value : square) value = std::sqrt(value);
  result[name + " mean"] = std::move(mean);
  result[name + " deviation"] = std::move(square);
}

DigitBatch batch_of(const Tensor& x, const std::vector<std::size_t>& rows) {
  DigitBatch batch{Tensor::filled({rows.size(), kDigitPixels}, 0.0), Tensor::filled({rows.size()}, 0.0)};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::copy_n(x.values.begin() + static_cast<std::ptrdiff_t>(rows[i] * kDigitPixels), kDigitPixels,
                batch.x.values.begin() + static_cast<std::ptrdiff_t>(i * kDigitPixels));
    batch.y.values[i] = all_digits().y.values[rows[i]];
  }
  return batch;
}

// Returns which share of the test set gets its highest score for the right class.
double share_right(Subject& subject, const GateNet& net, const Tensor& x) {
  const Tensor test = rows_of(x, kTraining, x.shape[0]);
  const Tensor scores = gate_net_scores(subject, net, test);
  std::size_t right = 0;
  for (std::size_t n = 0; n < test.shape[0]; ++n) {
    const auto row = scores.values.begin() + static_cast<std::ptrdiff_t>(n * kDigitClasses);
    const auto best = std::max_element(row, row + static_cast<std::ptrdiff_t>(kDigitClasses)) - row;
    if (static_cast<double>(best) == all_digits().y.values[kTraining + n]) ++right;
  }
  return static_cast<double>(right) / static_cast<double>(test.shape[0]);
}

void note_first_step(Subject& subject, const std::string& key, const Tensor& z, Measurements& result) {
  const LayerCall fraction(subject, "saturated_fraction", {{"z", z}},
                           {{"threshold", kSaturatedBelow}, {"share", kShareOfBatch}});
  result[key + " saturated"] = {fraction.number("fraction")};
  result[key + " slope"] = {mean_slope("sigmoid", z)};
  result[key + " hidden"] = z.values;
}

Measurements train(Subject& subject, std::uint64_t seed, const Tell& tell, bool moved) {
  Measurements result;
  const Tensor raw = scaled_by(all_digits().x, kBlack);
  LayerCall standardize(subject, "standardize", {{"x", raw}, {"train", rows_of(raw, 0, kTraining)}});
  const Tensor standard = standardize.output("out", raw.shape);
  note_statistics(rows_of(standard, 0, kTraining), "training set", result);
  note_statistics(rows_of(standard, kTraining, raw.shape[0]), "test set", result);
  result["largest"] = {0.0};
  for (const double value : standard.values)
    result["largest"].front() = std::fmax(result["largest"].front(), std::abs(value));
  std::vector<Matrix> weights = {xavier_weights(subject, kDigitPixels, kHidden, seed_for(seed, "w1")),
                                 xavier_weights(subject, kHidden, kDigitClasses, seed_for(seed, "w2"))};
  for (std::size_t l = 0; moved && l < weights.size(); ++l)
    weights[l] = moved_by_rounding(weights[l], seed_for(seed, "moved") + l);

  for (const auto& [key, words] : kPreparations) {
    const std::string name = key;
    const Tensor& x = name == "raw" ? raw : name == "unit" ? all_digits().x : standard;
    GateNet net = make_gate_net("sigmoid", weights);
    Rng rng(seed);
    for (std::size_t step = 0; step < kSteps; ++step) {
      std::vector<std::size_t> rows(kBatch);
      for (std::size_t& row : rows) row = rng.index(kTraining);
      const GateNetStep done = train_gate_net(subject, net, batch_of(x, rows), kLearningRate);
      if (step == 0) note_first_step(subject, name, done.activations.front(), result);
      result[name + " loss"].push_back(done.loss);
      if (name == "standard" && step == 0) {
        // What the loss says about the pixels as they were: the whole set is upstream, 0 but for the batch.
        Tensor upstream = Tensor::filled(raw.shape, 0.0);
        for (std::size_t i = 0; i < rows.size(); ++i) {
          for (std::size_t d = 0; d < kDigitPixels; ++d)
            upstream.values[rows[i] * kDigitPixels + d] += done.dx.values[i * kDigitPixels + d];
        }
        const Tensor dx = standardize.backward({{"out", upstream}}).at("x");
        std::vector<double>& by_pixel = result["gradient by pixel"];
        by_pixel.assign(kDigitPixels, 0.0);
        for (std::size_t i = 0; i < dx.values.size(); ++i)
          by_pixel[i % kDigitPixels] += std::abs(dx.values[i]);
      }
      tell_step(tell, "saturation, " + std::string(words), step + 1, kSteps,
                fmt::format("loss {:.4f}", done.loss));
    }
    result[name + " right"] = {share_right(subject, net, x)};
  }
  return result;
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  return train(subject, seed, tell, false);
}

Measurements run_moved(Subject& subject, std::uint64_t seed) {
  Measurements result = train(subject, seed, silent, true);
  for (const Preparation& shown_only : kPreparations) result.erase(std::string(shown_only.key) + " hidden");
  return result;
}

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  if (!(m.at("raw slope").front() < 0.02)) return "pixels up to 255 do not saturate the gates";
  if (!(m.at("raw saturated").front() > 0.8)) return "pixels up to 255 leave units unsaturated";
  for (const char* key : {"unit", "standard"}) {
    if (!(m.at(std::string(key) + " saturated").front() < 0.1))
      return std::string("units are saturated with preparation ") + key;
  }
  if (!(m.at("standard loss").back() < 0.6 * m.at("unit loss").back()))
    return "standardised pixels are learnt no faster than pixels up to 1";
  if (!(m.at("standard loss").back() < 0.4 * m.at("raw loss").back()))
    return "standardised pixels are learnt no faster than pixels up to 255";
  return std::nullopt;
}

bool constant_in_training(std::size_t pixel) {
  const std::vector<double>& x = all_digits().x.values;
  for (std::size_t n = 1; n < kTraining; ++n) {
    if (x[n * kDigitPixels + pixel] != x[pixel]) return false;
  }
  return true;
}

// Judges what standardize has made of the digits. The first pixel that is wrong tells most.
std::optional<Finding> judge_data(const Measurements& student, const Measurements& reference) {
  for (const std::string set : {"training set", "test set"}) {
    for (const std::string statistic : {"mean", "deviation"}) {
      const std::string key = set + ' ' + statistic;
      const auto departure = first_departure(student.at(key), reference.at(key));
      if (!departure) continue;
      const auto [yours, expected] = format_apart(departure->student, departure->reference);
      return scenario_fails(fmt::format(
          "After your standardize, pixel {} of the {} has the {} {}, expected {}{}.", departure->step, set,
          statistic, yours, expected,
          constant_in_training(departure->step)
              ? ": this pixel is white in all training digits, so it is only shifted"
          : set == "test set" ? ": the test set is prepared with the mean and deviation of the training set"
                              : ""));
    }
  }
  if (const auto departure =
          first_departure(student.at("gradient by pixel"), reference.at("gradient by pixel"))) {
    const auto [yours, expected] = format_apart(departure->student, departure->reference);
    return scenario_fails(
        fmt::format("Through your standardize_backward, the gradients of all digits at pixel {}, as it was "
                    "before, have magnitudes that add up to {}, expected {}.",
                    departure->step, yours, expected));
  }
  return std::nullopt;
}

Finding judge_curves(const Measurements& student, const Measurements& reference) {
  if (const auto finding = judge_data(student, reference)) return *finding;
  for (const auto& [key, words] : kPreparations) {
    for (const auto& [series, what] : {std::pair{"slope", "the mean slope of the hidden gates"},
                                       {"saturated", "the fraction of saturated units"},
                                       {"loss", "the loss"}}) {
      const std::string name = std::string(key) + ' ' + series;
      const auto departure =
          first_departure_of_training(student.at(name), reference.at(name), reference.at(moved_series(name)));
      if (!departure) continue;
      const auto [yours, expected] = format_apart(departure->student, departure->reference);
      return scenario_fails(fmt::format("Training with {}: {} is {} at step {}, expected {}.", words, what,
                                        yours, departure->step, expected));
    }
  }
  return Finding::pass();
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  std::vector<std::pair<std::string, std::vector<double>>> losses;
  for (const auto& [key, words] : kPreparations)
    losses.emplace_back(words, student.at(std::string(key) + " loss"));
  std::vector<Figure> figures = {lines("saturation-preprocessing",
                                       "The same first weights, on pixels that are prepared in three ways",
                                       "step", "loss", losses)};
  for (const auto& [key, words] : kPreparations) {
    const std::string name = key;
    figures.push_back(histogram("saturation-preprocessing-" + name,
                                fmt::format("Hidden activations at the first step, {}: mean slope {}", words,
                                            format_number(student.at(name + " slope").front(), 2)),
                                "activation z", student.at(name + " hidden"), 0.0, 1.0));
  }
  return {judge_curves(student, reference), std::move(figures)};
}

std::string story(const Measurements& m) {
  const auto net = [&](const char* key) {
    const std::string name = key;
    return fmt::format(
        "a mean slope of {}, {:.0f} % of the units saturated, a loss from {} to {}, and {:.0f} "
        "% of the test digits right",
        format_number(m.at(name + " slope").front(), 2), 100.0 * m.at(name + " saturated").front(),
        format_number(m.at(name + " loss").front(), 3), format_number(m.at(name + " loss").back(), 3),
        100.0 * m.at(name + " right").front());
  };
  return fmt::format(
      "The same first weights, {} steps: with pixels 0 to 255, {}; with pixels 0 to 1, {}; with pixels that "
      "your standardize has prepared, {}.",
      kSteps, net("raw"), net("unit"), net("standard"));
}

std::vector<Question> questions() {
  return {{.id = "pixels-to-255",
           .text = "Good first weights, but nobody has divided the pixels by 255. After 40 steps, how many "
                   "of the test "
                   "digits does the net get right? (Guessing gives 10 %.)",
           .measure = [](const Measurements& m) { return 100.0 * m.at("raw right").front(); },
           .unit = "%",
           .within = 10.0}};
}

}  // namespace saturation_preprocessing_part

ScenarioPart saturation_preprocessing() {
  return {"preprocessing",
          {"standardize", "affine", "sigmoid", "softmax_loss", "xavier_init", "saturated_fraction"},
          {"standardize"},
          saturation_preprocessing_part::run,
          saturation_preprocessing_part::judge,
          saturation_preprocessing_part::story,
          saturation_preprocessing_part::run_moved,
          saturation_preprocessing_part::questions()};
}

}  // namespace grader
