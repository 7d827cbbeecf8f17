#include "grader/ops/probing.hpp"

#include <cctype>

namespace grader {

namespace {

// Returns the size of a symbol: "N" is the probe's n, "T" its t, "D" its d, and any other letter its m. "4H"
// is four times "H".
std::size_t size_of(const std::string& symbol, const Probe& probe) {
  std::size_t factor = 0;
  std::size_t at = 0;
  for (; at < symbol.size() && std::isdigit(static_cast<unsigned char>(symbol[at])); ++at) {
    factor = 10 * factor + static_cast<std::size_t>(symbol[at] - '0');
  }
  const std::string letter = symbol.substr(at);
  const std::size_t size = letter == "N"   ? probe.n
                           : letter == "T" ? probe.t
                           : letter == "D" ? probe.d
                                           : probe.m;
  return at == 0 ? size : factor * size;
}

}  // namespace

Case sample_normal(const Layer& layer, backprop::Rng& rng, const Probe& probe) {
  Case result;
  for (const InputSpec& input : layer.inputs) {
    Shape shape;
    for (const std::string& symbol : input.shape) shape.push_back(size_of(symbol, probe));
    if (input.integer) {
      Tensor labels = random_labels(rng, element_count(shape), size_of(input.below, probe));
      labels.shape = std::move(shape);
      result.inputs[input.name] = std::move(labels);
    } else {
      result.inputs[input.name] = random_normal(rng, std::move(shape), probe.scale);
    }
  }
  return result;
}

Tensor linspace(double first, double last, Shape shape) {
  Tensor result = Tensor::filled(std::move(shape), first);
  const auto gaps = static_cast<double>(result.values.size()) - 1.0;
  for (std::size_t i = 1; i < result.values.size(); ++i) {
    result.values[i] = first + (last - first) * static_cast<double>(i) / gaps;
  }
  return result;
}

}  // namespace grader
