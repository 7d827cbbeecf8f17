#include "grader/scenarios/relu_net.hpp"

#include <algorithm>

namespace grader {

namespace {

constexpr std::size_t kReluNetBatch = 50;
constexpr double kMeanGrey = 0.25;

Tensor without_grey(Tensor pixels) {
  for (double& pixel : pixels.values) pixel -= kMeanGrey;
  return pixels;
}

LayerCall gate(Subject& subject, const Tensor& x, double negative_slope) {
  if (negative_slope == 0.0) return LayerCall(subject, "relu", {{"x", x}});
  return LayerCall(subject, "leaky_relu", {{"x", x}}, {{"alpha", negative_slope}});
}

LayerCall affine(Subject& subject, const Tensor& x, const Tensor& w, const Tensor& b) {
  return LayerCall(subject, "affine", {{"x", x}, {"w", w}, {"b", b}});
}

}  // namespace

ReluNet make_relu_net(Subject& subject, std::uint64_t seed) {
  return {from_xtensor(he_weights(subject, kDigitPixels, kReluUnits, seed_for(seed, "w1"))),
          Tensor::filled({kReluUnits}, 0.0),
          from_xtensor(he_weights(subject, kReluUnits, kDigitClasses, seed_for(seed, "w2"))),
          Tensor::filled({kDigitClasses}, 0.0)};
}

ReluNetStep step_relu_net(Subject& subject, ReluNet& net, const DigitBatch& batch, double learning_rate,
                          double negative_slope) {
  const std::size_t n = batch.y.values.size();
  LayerCall hidden = affine(subject, batch.x, net.w1, net.b1);
  LayerCall active = gate(subject, hidden.output("out", {n, kReluUnits}), negative_slope);
  LayerCall scores = affine(subject, active.output("out", {n, kReluUnits}), net.w2, net.b2);
  LayerCall loss(subject, "softmax_loss", {{"x", scores.output("out", {n, kDigitClasses})}, {"y", batch.y}});

  const Tensor d_scores = loss.backward({{"loss", Tensor::scalar(1.0)}}).at("x");
  const Tensors upper = scores.backward({{"out", d_scores}});
  const Tensor d_hidden = active.backward({{"out", upper.at("x")}}).at("x");
  const Tensors lower = hidden.backward({{"out", d_hidden}});
  net.w1 = sgd_step(subject, net.w1, lower.at("w"), learning_rate);
  net.b1 = sgd_step(subject, net.b1, lower.at("b"), learning_rate);
  net.w2 = sgd_step(subject, net.w2, upper.at("w"), learning_rate);
  net.b2 = sgd_step(subject, net.b2, upper.at("b"), learning_rate);
  return {loss.number("loss"), lower.at("w")};
}

double train_relu_net(Subject& subject, ReluNet& net, backprop::Rng& rng, double learning_rate,
                      double negative_slope) {
  DigitBatch batch = draw_digits(rng, kReluNetBatch);
  batch.x = without_grey(std::move(batch.x));
  return step_relu_net(subject, net, batch, learning_rate, negative_slope).loss;
}

Deaths count_deaths(Subject& subject, const ReluNet& net) {
  static const Tensor everything = without_grey(all_digits().x);
  const Shape shape = {everything.shape[0], kReluUnits};
  const LayerCall hidden = affine(subject, everything, net.w1, net.b1);
  const Tensor activations = gate(subject, hidden.output("out", shape), 0.0).output("out", shape);
  Deaths deaths{LayerCall(subject, "dead_fraction", {{"activations", activations}}).number("fraction"), 0.0,
                std::vector<bool>(kReluUnits, true)};
  for (std::size_t i = 0; i < activations.values.size(); ++i) {
    if (activations.values[i] != 0.0) deaths.is_dead[i % kReluUnits] = false;
  }
  deaths.fraction =
      static_cast<double>(std::count(deaths.is_dead.begin(), deaths.is_dead.end(), true)) / kReluUnits;
  return deaths;
}

}  // namespace grader
