#include "grader/scenarios/training.hpp"

#include <algorithm>
#include <cmath>

#include "datasets/digits/digits.hpp"

namespace grader {

namespace {

backprop::Matrix initial_weights(Subject& subject, const std::string& initialiser, std::size_t fan_in,
                                 std::size_t fan_out, std::uint64_t seed) {
  const LayerCall call(subject, initialiser, {},
                       {{"fan_in", static_cast<double>(fan_in)},
                        {"fan_out", static_cast<double>(fan_out)},
                        {"seed", static_cast<double>(seed)}});
  return call.matrix("w", fan_in, fan_out);
}

}  // namespace

DigitBatch draw_digits(backprop::Rng& rng, std::size_t n) {
  const DigitBatch& all = all_digits();
  DigitBatch batch{Tensor::filled({n, kDigitPixels}, 0.0), Tensor::filled({n}, 0.0)};
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t row = rng.index(all.y.values.size());
    for (std::size_t d = 0; d < kDigitPixels; ++d)
      batch.x.values[i * kDigitPixels + d] = all.x.values[row * kDigitPixels + d];
    batch.y.values[i] = all.y.values[row];
  }
  return batch;
}

const DigitBatch& all_digits() {
  static const DigitBatch all = {from_xtensor(embedded_digits().images),
                                 from_xtensor(embedded_digits().labels)};
  return all;
}

backprop::Matrix he_weights(Subject& subject, std::size_t fan_in, std::size_t fan_out, std::uint64_t seed) {
  return initial_weights(subject, "he_init", fan_in, fan_out, seed);
}

backprop::Matrix xavier_weights(Subject& subject, std::size_t fan_in, std::size_t fan_out,
                                std::uint64_t seed) {
  return initial_weights(subject, "xavier_init", fan_in, fan_out, seed);
}

Tensor sgd_step(Subject& subject, const Tensor& parameter, const Tensor& gradient, double learning_rate) {
  const Shape shape = parameter.shape.size() == 2 ? parameter.shape : Shape{1, parameter.values.size()};
  const LayerCall call(subject, "sgd", {{"w", {shape, parameter.values}}, {"dw", {shape, gradient.values}}},
                       {{"learning_rate", learning_rate}});
  return {parameter.shape, call.output("next_w", shape).values};
}

double mean_of_last(const std::vector<double>& values, std::size_t count) {
  double sum = 0.0;
  for (std::size_t i = values.size() - count; i < values.size(); ++i) sum += values.at(i);
  return sum / static_cast<double>(count);
}

double median(std::vector<double> values) {
  const auto before = [](double a, double b) { return a < b || (std::isnan(b) && !std::isnan(a)); };
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end(), before);
  return values[values.size() / 2];
}

}  // namespace grader
