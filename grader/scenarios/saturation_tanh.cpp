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

namespace saturation_tanh_part {

using backprop::Matrix;

constexpr std::size_t kBatch = 50;
constexpr std::size_t kHidden = 24;
constexpr std::size_t kSteps = 25;
constexpr double kLearningRate = 0.5;
constexpr double kLarge = 30.0;  // times Xavier's

constexpr std::array kGates = {"sigmoid", "tanh"};

struct Size {
  const char* key;
  const char* words;
  double factor;
};
constexpr std::array kSizes = {Size{"small", "with xavier_init", 1.0},
                               Size{"large", "30 times as large", kLarge}};

std::string name_of(const std::string& gate, const Size& size) { return gate + ' ' + size.key; }

// Returns on which share of the examples all activations have the same sign. Each weight of a unit above
// gets the gradient activation * d, so then they all move the same way.
double one_sign(const Tensor& activations) {
  const std::size_t width = activations.shape[1];
  std::size_t same = 0;
  for (std::size_t n = 0; n < activations.shape[0]; ++n) {
    const auto row = activations.values.begin() + static_cast<std::ptrdiff_t>(n * width);
    const auto positive =
        std::count_if(row, row + static_cast<std::ptrdiff_t>(width), [](double z) { return z > 0.0; });
    const auto negative =
        std::count_if(row, row + static_cast<std::ptrdiff_t>(width), [](double z) { return z < 0.0; });
    if (std::max(positive, negative) == static_cast<std::ptrdiff_t>(width)) ++same;
  }
  return static_cast<double>(same) / static_cast<double>(activations.shape[0]);
}

double mean_of(const Tensor& tensor) {
  double sum = 0.0;
  for (const double value : tensor.values) sum += value;
  return sum / static_cast<double>(tensor.values.size());
}

Measurements train(Subject& subject, std::uint64_t seed, const Tell& tell, bool moved) {
  Measurements result;
  std::vector<Matrix> weights = {xavier_weights(subject, kDigitPixels, kHidden, seed_for(seed, "w1")),
                                 xavier_weights(subject, kHidden, kHidden, seed_for(seed, "w2")),
                                 xavier_weights(subject, kHidden, kDigitClasses, seed_for(seed, "w3"))};
  for (std::size_t l = 0; moved && l < weights.size(); ++l)
    weights[l] = moved_by_rounding(weights[l], seed_for(seed, "moved") + l);
  for (const Size& size : kSizes) {
    std::vector<Matrix> sized;
    for (const Matrix& w : weights) sized.emplace_back(size.factor * w);
    for (const std::string gate : kGates) {
      const std::string name = name_of(gate, size);
      GateNet net = make_gate_net(gate, sized);
      backprop::Rng rng(seed);
      for (std::size_t step = 0; step < kSteps; ++step) {
        const GateNetStep done = train_gate_net(subject, net, draw_digits(rng, kBatch), kLearningRate);
        result[name + " loss"].push_back(done.loss);
        if (step == 0) {
          for (const Tensor& z : done.activations) {
            result[name + " slope"].push_back(mean_slope(gate, z));
            result[name + " mean"].push_back(mean_of(z));
            result[name + " one sign"].push_back(one_sign(z));
          }
        }
        tell_step(tell, gate + ", " + size.words, step + 1, kSteps, fmt::format("loss {:.4f}", done.loss));
      }
    }
  }
  return result;
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  return train(subject, seed, tell, false);
}

Measurements run_moved(Subject& subject, std::uint64_t seed) { return train(subject, seed, silent, true); }

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  if (!(m.at("tanh small loss").back() < 0.8 * m.at("sigmoid small loss").back()))
    return "tanh learns no faster than the sigmoid";
  for (const std::string gate : kGates) {
    for (const double slope : m.at(gate + " large slope")) {
      if (!(slope < 0.1)) return "large weights do not saturate " + gate;
    }
  }
  if (m.at("sigmoid small one sign").front() != 1.0) return "the sigmoid's outputs differ in sign";
  if (!(m.at("tanh small one sign").front() < 0.1)) return "the outputs of tanh are of one sign";
  return std::nullopt;
}

Finding judge_curves(const Measurements& student, const Measurements& reference) {
  for (const Size& size : kSizes) {
    for (const std::string gate : kGates) {
      for (const auto& [series, what] : {std::pair{"slope", "the mean slope of hidden layer"},
                                         {"mean", "the mean activation of hidden layer"},
                                         {"loss", "the loss at step"}}) {
        const std::string name = name_of(gate, size) + ' ' + series;
        const auto departure = first_departure_of_training(student.at(name), reference.at(name),
                                                           reference.at(moved_series(name)));
        if (!departure) continue;
        const auto [yours, expected] = format_apart(departure->student, departure->reference);
        const bool is_loss = series == std::string("loss");
        return scenario_fails(
            fmt::format("A net with two hidden layers of {}, weights {}: {} {} is {}, expected {}.", gate,
                        size.words, what, departure->step + (is_loss ? 0 : 1), yours, expected));
      }
    }
  }
  return Finding::pass();
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  std::vector<Figure> figures;
  for (const Size& size : kSizes) {
    std::vector<std::pair<std::string, std::vector<double>>> losses;
    for (const std::string gate : kGates)
      losses.emplace_back(gate, student.at(name_of(gate, size) + " loss"));
    figures.push_back(lines(fmt::format("saturation-tanh-{}", size.key),
                            fmt::format("Two hidden layers, first weights {}: loss", size.words), "step",
                            "loss", losses));
  }
  return {judge_curves(student, reference), std::move(figures)};
}

std::string story(const Measurements& m) {
  const auto net = [&](const std::string& gate, const Size& size) {
    const std::string name = name_of(gate, size);
    return fmt::format("{}: slope {}, loss {} to {}", gate, format_number(m.at(name + " slope").front(), 2),
                       format_number(m.at(name + " loss").front(), 3),
                       format_number(m.at(name + " loss").back(), 3));
  };
  return fmt::format(
      "Weights {}, {} steps, {}; {}. Weights {}, {}; {}. All {} activations of an example have one sign, so "
      "that all weights of a unit above them move the same way, on {:.0f} % of the examples with sigmoids "
      "and "
      "on {:.0f} % with your tanh.",
      kSizes[0].words, kSteps, net("sigmoid", kSizes[0]), net("tanh", kSizes[0]), kSizes[1].words,
      net("sigmoid", kSizes[1]), net("tanh", kSizes[1]), kHidden,
      100.0 * m.at("sigmoid small one sign").front(), 100.0 * m.at("tanh small one sign").front());
}

std::vector<Question> questions() {
  return {
      {.id = "two-sigmoid-layers",
       .text = "Two hidden layers of sigmoids with Xavier's weights learn the digits. The loss begins near "
               "log 10 = "
               "2.3. Where is it after 25 steps?",
       .measure = [](const Measurements& m) { return m.at("sigmoid small loss").back(); },
       .within = 0.2},
      {.id = "two-tanh-layers",
       .text = "The same net with two layers of tanh in place of the sigmoids: where is its loss after 25 "
               "steps?",
       .measure = [](const Measurements& m) { return m.at("tanh small loss").back(); },
       .within = 0.3}};
}

}  // namespace saturation_tanh_part

ScenarioPart saturation_tanh() {
  return {"tanh",
          {"affine", "sigmoid", "tanh", "softmax_loss", "xavier_init"},
          {"tanh"},
          saturation_tanh_part::run,
          saturation_tanh_part::judge,
          saturation_tanh_part::story,
          saturation_tanh_part::run_moved,
          saturation_tanh_part::questions()};
}

}  // namespace grader
