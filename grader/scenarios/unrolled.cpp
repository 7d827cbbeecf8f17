#include "grader/scenarios/unrolled.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "grader/base/numbers.hpp"

namespace grader {

using backprop::Matrix;

namespace {

Matrix identity(std::size_t size) {
  Matrix result = backprop::zeros(size, size);
  for (std::size_t i = 0; i < size; ++i) result(i, i) = 1.0;
  return result;
}

}  // namespace

std::vector<Tensor> rnn_gradients(Subject& subject, const Matrix& wh, const Matrix& h0,
                                  const Tensor& upstream) {
  const std::size_t batch = h0.shape(0);
  const std::size_t units = h0.shape(1);
  const Shape sequence = {batch, kUnrolled, units};
  LayerCall call(subject, "rnn",
                 {{"x", Tensor::filled(sequence, 0.0)},
                  {"h0", from_xtensor(h0)},
                  {"wx", from_xtensor(identity(units))},
                  {"wh", from_xtensor(wh)},
                  {"b", Tensor::filled({units}, 0.0)}});
  call.output("h", sequence);
  Tensor dh = Tensor::filled(sequence, 0.0);
  for (std::size_t n = 0; n < batch; ++n) {
    for (std::size_t i = 0; i < units; ++i) {
      dh.values[(n * kUnrolled + kUnrolled - 1) * units + i] = upstream.values[n * units + i];
    }
  }
  const Tensors gradients = call.backward({{"h", dh}});
  const backprop::Tensor3 dx = to_tensor3(gradients.at("x"));
  std::vector<Tensor> result;
  for (std::size_t t = kUnrolled; t-- > 0;) result.push_back(from_xtensor(backprop::at_time(dx, t)));
  result.push_back(gradients.at("h0"));
  return result;
}

std::vector<Tensor> relu_gradients(Subject& subject, const Matrix& wh, const Matrix& h0,
                                   const Tensor& upstream) {
  const Shape shape = {h0.shape(0), h0.shape(1)};
  std::vector<LayerCall> affines;
  std::vector<LayerCall> gates;
  Tensor h = from_xtensor(h0);
  for (std::size_t t = 0; t < kUnrolled; ++t) {
    affines.emplace_back(subject, "affine",
                         Tensors{{"x", h}, {"w", from_xtensor(wh)}, {"b", Tensor::filled({shape[1]}, 0.0)}});
    gates.emplace_back(subject, "relu", Tensors{{"x", affines.back().output("out", shape)}});
    h = gates.back().output("out", shape);
  }
  std::vector<Tensor> result;
  Tensor gradient = upstream;
  for (std::size_t t = kUnrolled; t-- > 0;) {
    gradient = gates[t].backward({{"out", gradient}}).at("x");
    result.push_back(gradient);
    gradient = affines[t].backward({{"out", gradient}}).at("x");
  }
  result.push_back(gradient);
  return result;
}

std::vector<double> norms(const std::vector<Tensor>& tensors) {
  std::vector<double> result;
  for (const Tensor& tensor : tensors) result.push_back(norm(tensor));
  return result;
}

double fitted_slope(const std::vector<double>& norms, std::size_t first) {
  const double count = static_cast<double>(norms.size() - first);
  const double middle = static_cast<double>(first) + (count - 1.0) / 2.0;
  double covariance = 0.0;
  double variance = 0.0;
  for (std::size_t k = first; k < norms.size(); ++k) {
    const double value = std::log(norms[k]);
    if (!std::isfinite(value)) return std::numeric_limits<double>::quiet_NaN();
    const double distance = static_cast<double>(k) - middle;
    covariance += distance * value;
    variance += distance * distance;
  }
  return covariance / variance;
}

std::optional<std::string> cut_short(const std::vector<double>& magnitudes) {
  // The last magnitude, which belongs to h0, has passed through no unit. A clip inside of the steps may have
  // left it alone.
  for (const std::size_t last : {magnitudes.size() - 1, magnitudes.size() - 2}) {
    std::size_t same = last;  // the first of the magnitudes that equal the last one
    while (same > 0 && magnitudes[same - 1] == magnitudes[last]) --same;
    if (same == last || same == 0 || !std::isfinite(magnitudes[last])) continue;
    if (magnitudes[last] != 0.0) {
      return fmt::format("stays at {} from {} steps back on: it has been clipped inside of the backward pass",
                         format_number(magnitudes[last], 4), same);
    }
    return fmt::format(
        "is exactly 0 from {} steps back on: backpropagation through time was cut off there, and a "
        "gradient may become tiny, but not 0",
        same);
  }
  return std::nullopt;
}

std::optional<std::size_t> first_unlike(const std::vector<double>& student,
                                        const std::vector<double>& reference, double tolerance) {
  for (std::size_t k = 0; k < reference.size(); ++k) {
    if (k >= student.size()) return k;
    if (student[k] == reference[k] && std::isfinite(student[k])) continue;  // both 0
    const double apart = std::abs(std::log(student[k]) - std::log(reference[k]));
    if (!(apart <= tolerance)) return k;
  }
  return std::nullopt;
}

}  // namespace grader
