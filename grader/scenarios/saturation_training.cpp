#include <fmt/format.h>
#include <backprop/rng.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "datasets/digits/digits.hpp"
#include "grader/base/numbers.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/layers.hpp"
#include "grader/scenarios/rounding.hpp"
#include "grader/scenarios/saturation.hpp"
#include "grader/scenarios/training.hpp"

namespace grader {

namespace saturation_training_part {

using backprop::Matrix;
using backprop::Rng;

constexpr std::size_t kBatch = 50;
constexpr std::size_t kPixels = 64;
constexpr std::size_t kHidden = 24;
constexpr std::size_t kClasses = 10;
constexpr std::size_t kSteps = 80;
constexpr double kLearningRate = 40.0;  // large, since the loss is a mean over kBatch * kClasses squares
constexpr double kTooLarge = 120.0;     // this spread of weights gives pre-activations of +-400
constexpr double kSaturatedBelow = 0.01;
constexpr double kShareOfBatch = 0.9;

struct Net {
  Matrix w1;
  Matrix b1 = backprop::zeros(1, kHidden);
  Matrix w2;
  Matrix b2 = backprop::zeros(1, kClasses);
};

struct Batch {
  Matrix x;  // (kBatch, kPixels)
  Matrix y;  // (kBatch, kClasses), one-hot
};

Batch draw_batch(Rng& rng) {
  const Digits& digits = embedded_digits();
  Batch batch{backprop::zeros(kBatch, kPixels), backprop::zeros(kBatch, kClasses)};
  for (std::size_t n = 0; n < kBatch; ++n) {
    const std::size_t row = rng.index(digits.images.shape(0));
    for (std::size_t d = 0; d < kPixels; ++d) batch.x(n, d) = digits.images(row, d);
    batch.y(n, static_cast<std::size_t>(digits.labels(row))) = 1.0;
  }
  return batch;
}

Tensor flat(const Matrix& row) { return {{row.size()}, {row.begin(), row.end()}}; }

void descend(Matrix& parameter, const Tensor& gradient) {
  for (std::size_t i = 0; i < parameter.size(); ++i) parameter.flat(i) -= kLearningRate * gradient.values[i];
}

// Returns |step| / |weights|, which is around 1e-3 to 1e-2 in a net that learns.
double update_ratio(const Tensor& gradient, const Matrix& weights) {
  return kLearningRate * norm(gradient) / norm(from_xtensor(weights));
}

double largest(const Matrix& m) { return std::max(backprop::max(m), -xt::amin(m)()); }

// How a run differs from the plain one, to see what rounding does to it.
struct Moves {
  Rng rng;

  void move(Matrix& weights) { weights = moved_by_rounding(weights, rng.index(1u << 30)); }

  // Returns x moved so that z = sigmoid(x) changes by the rounding of a number near 1, which is what an
  // intermediate result such as 1 + tanh(x / 2) is rounded by. Where z is smaller than that, x stays.
  Tensor before_gate(Tensor x, const Tensor& z) {
    constexpr double kRounding = std::numeric_limits<double>::epsilon() / 2.0;
    for (std::size_t i = 0; i < x.values.size(); ++i) {
      const double slope = z.values[i] * (1.0 - z.values[i]);
      const double change = rng.uniform() < 0.5 ? kRounding : -kRounding;
      if (slope > 8.0 * kRounding) x.values[i] += change / slope;
    }
    return x;
  }
};

LayerCall gate(Subject& subject, const Tensor& x, Moves* moves) {
  LayerCall call(subject, "sigmoid", {{"x", x}});
  if (!moves) return call;
  return {subject, "sigmoid", {{"x", moves->before_gate(x, call.output("z", x.shape))}}};
}

// Runs one forward and backward pass of affine, sigmoid, affine, sigmoid, mse_loss, and a step of gradient
// descent.
void train_step(Subject& subject, Net& net, const Batch& batch, const std::string& prefix,
                Measurements& result, Moves* moves) {
  const Tensor x = from_xtensor(batch.x);
  LayerCall affine1(subject, "affine", {{"x", x}, {"w", from_xtensor(net.w1)}, {"b", flat(net.b1)}});
  const Tensor pre1 = affine1.output("out", {kBatch, kHidden});
  LayerCall sigmoid1 = gate(subject, pre1, moves);
  const Tensor z1 = sigmoid1.output("z", {kBatch, kHidden});
  LayerCall affine2(subject, "affine", {{"x", z1}, {"w", from_xtensor(net.w2)}, {"b", flat(net.b2)}});
  LayerCall sigmoid2 = gate(subject, affine2.output("out", {kBatch, kClasses}), moves);
  LayerCall loss(subject, "mse_loss",
                 {{"x", sigmoid2.output("z", {kBatch, kClasses})}, {"y", from_xtensor(batch.y)}});

  if (result[prefix + " loss"].empty()) {
    LayerCall fraction(subject, "saturated_fraction", {{"z", z1}},
                       {{"threshold", kSaturatedBelow}, {"share", kShareOfBatch}});
    result[prefix + " saturated fraction"] = {fraction.number("fraction")};
    result[prefix + " pre-activation"] = {largest(to_matrix(pre1))};
    result[prefix + " hidden"] = z1.values;
  }
  result[prefix + " loss"].push_back(loss.number("loss"));

  const Tensors d_loss = loss.backward({{"loss", Tensor::scalar(1.0)}});
  const Tensors d_sigmoid2 = sigmoid2.backward({{"z", d_loss.at("x")}});
  const Tensors d_affine2 = affine2.backward({{"out", d_sigmoid2.at("x")}});
  const Tensors d_sigmoid1 = sigmoid1.backward({{"z", d_affine2.at("x")}});
  const Tensors d_affine1 = affine1.backward({{"out", d_sigmoid1.at("x")}});
  result[prefix + " passed"].push_back(norm(d_sigmoid1.at("x")) / norm(d_affine2.at("x")));
  result[prefix + " update of w1"].push_back(update_ratio(d_affine1.at("w"), net.w1));
  result[prefix + " update of w2"].push_back(update_ratio(d_affine2.at("w"), net.w2));

  descend(net.w1, d_affine1.at("w"));
  descend(net.b1, d_affine1.at("b"));
  descend(net.w2, d_affine2.at("w"));
  descend(net.b2, d_affine2.at("b"));
}

Measurements train(Subject& subject, std::uint64_t seed, const Tell& tell, Moves* moves) {
  Measurements result;
  Rng rng(seed);
  Net large;
  large.w1 = kTooLarge * rng.normal(kPixels, kHidden);
  large.w2 = kTooLarge * rng.normal(kHidden, kClasses);
  Net moderate;
  moderate.w1 = xavier_weights(subject, kPixels, kHidden, seed_for(seed, "w1"));
  moderate.w2 = xavier_weights(subject, kHidden, kClasses, seed_for(seed, "w2"));
  if (moves) {
    for (Matrix* weights : {&large.w1, &large.w2, &moderate.w1, &moderate.w2}) moves->move(*weights);
  }
  for (std::size_t step = 0; step < kSteps; ++step) {
    const Batch batch = draw_batch(rng);
    train_step(subject, large, batch, "large", result, moves);
    train_step(subject, moderate, batch, "xavier", result, moves);
    tell_step(tell, "saturation training", step + 1, kSteps,
              fmt::format("loss {:.4f} initialised too large, {:.4f} with xavier_init",
                          result["large loss"].back(), result["xavier loss"].back()));
  }
  return result;
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  return train(subject, seed, tell, nullptr);
}

Measurements run_moved(Subject& subject, std::uint64_t seed) {
  Moves moves{Rng(seed_for(seed, "moved"))};
  Measurements result = train(subject, seed, silent, &moves);
  for (const char* shown_only : {"large hidden", "xavier hidden"}) result.erase(shown_only);
  return result;
}

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  const std::vector<double>& flat_loss = m.at("large loss");
  const std::vector<double>& falling_loss = m.at("xavier loss");
  if (m.at("large pre-activation").front() < 400.0) return "pre-activations stay below 400";
  if (m.at("large saturated fraction").front() <= 0.5) return "fewer than half the units are saturated";
  if (median(m.at("large passed")) >= 0.05) return "the saturated gates pass more than 5 % of the gradient";
  for (const char* update : {"update of w1", "update of w2"}) {
    if (median(m.at(std::string("large ") + update)) >=
        0.01 * median(m.at(std::string("xavier ") + update))) {
      return std::string("the ") + update + " does not collapse";
    }
  }
  if (flat_loss.back() < 0.8 * flat_loss.front()) return "the loss of the saturated net falls";
  if (falling_loss.back() >= 0.5 * falling_loss.front())
    return "the loss does not fall below half with xavier_init";
  return std::nullopt;
}

Finding judge_curves(const Measurements& student, const Measurements& reference) {
  struct Series {
    const char* key;
    const char* words;
  };
  const Series all[] = {
      {"large saturated fraction", "the fraction of saturated units, initialised too large,"},
      {"xavier saturated fraction", "the fraction of saturated units, with xavier_init,"},
      {"large passed", "the share of the gradient that the hidden gates pass, initialised too large,"},
      {"large update of w1", "the update-to-weight ratio of w1, initialised too large,"},
      {"large update of w2", "the update-to-weight ratio of w2, initialised too large,"},
      {"large loss", "the loss, initialised too large,"},
      {"xavier passed", "the share of the gradient that the hidden gates pass, with xavier_init,"},
      {"xavier update of w1", "the update-to-weight ratio of w1, with xavier_init,"},
      {"xavier update of w2", "the update-to-weight ratio of w2, with xavier_init,"},
      {"xavier loss", "the loss, with xavier_init,"},
  };
  for (const Series& series : all) {
    const auto departure = first_departure_of_training(student.at(series.key), reference.at(series.key),
                                                       reference.at(moved_series(series.key)));
    if (!departure) continue;
    const auto [student_number, reference_number] = format_apart(departure->student, departure->reference);
    return scenario_fails(fmt::format("Training on the digits: {} is {} at step {}, expected {}.",
                                      series.words, student_number, departure->step, reference_number));
  }
  return Finding::pass();
}

// Returns how many of the activations have a slope z (1 - z) below kSaturatedBelow, in percent.
double saturated_percent(const std::vector<double>& activations) {
  const auto saturated = std::count_if(activations.begin(), activations.end(),
                                       [](double z) { return z * (1.0 - z) < kSaturatedBelow; });
  return 100.0 * static_cast<double>(saturated) / static_cast<double>(activations.size());
}

std::string hidden_title(const std::string& how, const std::vector<double>& activations) {
  return fmt::format("Hidden activations at the first step, {}: {:.0f} % of them have a slope below {}", how,
                     saturated_percent(activations), kSaturatedBelow);
}

std::string story(const Measurements& m) {
  const auto net = [&](const std::string& name) {
    const std::vector<double>& loss = m.at(name + " loss");
    const double passed = median(m.at(name + " passed"));
    // Nothing of nothing is NaN: a layer above the gates may have a gradient of 0.
    const std::string gates =
        std::isfinite(passed)
            ? fmt::format("the hidden gates let {} of the gradient through (the median of the steps)",
                          format_number(passed, 2))
            : "no share can be told of what the hidden gates let through";
    return fmt::format("{}, and the loss goes from {} to {}", gates, format_number(loss.front(), 3),
                       format_number(loss.back(), 3));
  };
  return fmt::format("Initialised too large, {}. With xavier_init, {}, in as many steps ({}).", net("large"),
                     net("xavier"), kSteps);
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  std::vector<Figure> figures = {
      histogram("saturation-large", hidden_title("initialised too large", student.at("large hidden")),
                "activation z", student.at("large hidden"), 0.0, 1.0),
      histogram("saturation-xavier", hidden_title("with xavier_init", student.at("xavier hidden")),
                "activation z", student.at("xavier hidden"), 0.0, 1.0),
      lines("saturation-loss", "Loss on the digits", "step", "loss",
            {{"initialised too large", student.at("large loss")},
             {"xavier_init", student.at("xavier loss")},
             {"reference, xavier_init", reference.at("xavier loss")}}),
      lines("saturation-updates", "Update-to-weight ratio of the first layer", "step", "|update| / |weights|",
            {{"initialised too large", student.at("large update of w1")},
             {"xavier_init", student.at("xavier update of w1")}},
            /*logarithmic=*/true),
  };
  return {judge_curves(student, reference), std::move(figures)};
}

std::vector<Question> questions() {
  return {
      {.id = "too-large-loss",
       .text =
           "A net starts with weights that are far too large: the pre-activations of its hidden sigmoids are "
           "400 and more. What does its loss do in 80 steps?",
       .measure =
           [](const Measurements& m) {
             const double left = m.at("large loss").back() / m.at("large loss").front();
             return left < 0.75 ? 0.0 : left < 1.25 ? 1.0 : 2.0;
           },
       .choices = {"it falls", "it stays flat", "it grows"}}};
}

}  // namespace saturation_training_part

ScenarioPart saturation_training() {
  return {"training",
          {"affine", "sigmoid", "mse_loss", "xavier_init", "saturated_fraction"},
          {"sigmoid", "xavier_init"},
          saturation_training_part::run,
          saturation_training_part::judge,
          saturation_training_part::story,
          saturation_training_part::run_moved,
          saturation_training_part::questions()};
}

}  // namespace grader
