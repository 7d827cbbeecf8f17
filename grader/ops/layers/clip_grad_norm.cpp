#include <backprop/clip_grad_norm.hpp>
#include <cmath>

#include "grader/ops/call.hpp"

BACKPROP_LAYER_BY_HAND(clip_grad_norm)

namespace grader {
namespace {

using backprop::Matrix;

Matrix as_matrix(const Tensor& tensor) {
  return tensor.shape.size() == 1 ? backprop::as_row(to_vector(tensor)) : to_matrix(tensor);
}

Instance call(const Layer&, const Case& the_case) {
  static const std::vector<std::string> names = {"dw1", "dw2", "db"};
  auto gradients = std::make_shared<std::vector<Matrix>>();
  for (const std::string& name : names) gradients->push_back(as_matrix(the_case.inputs.at(name)));
  const backprop::ClippedGradients clipped =
      backprop::clip_grad_norm(*gradients, the_case.attributes.at("max_norm"));
  // A norm that is not finite may be NaN or infinite, as the layer likes.
  const double norm = std::isfinite(clipped.norm) ? clipped.norm : HUGE_VAL;
  Instance instance{
      .outputs = {{"norm", Tensor::scalar(norm)}},
      .backward = {},
      .modified = [gradients, inputs = the_case.inputs] {
        std::vector<std::string> written;
        for (std::size_t i = 0; i < names.size(); ++i) {
          if (!same_bits(from_xtensor((*gradients)[i]), from_xtensor(as_matrix(inputs.at(names[i]))))) {
            written.push_back(names[i]);
          }
        }
        return written;
      }};
  if (clipped.gradients.size() != names.size()) {
    throw std::length_error("clip_grad_norm: " + std::to_string(clipped.gradients.size()) +
                            " gradients came back, expected 3");
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    Tensor out = from_xtensor(clipped.gradients[i]);
    if (names[i] == "db" && out.shape[0] == 1) out.shape.erase(out.shape.begin());
    instance.outputs.emplace("clipped_" + names[i], std::move(out));
  }
  return instance;
}

Layer layer() {
  return {
      .summary = "gradients of several parameters, shortened to a global norm of max_norm where it is larger",
      .inputs = {fixed("dw1", {"N", "D"}), fixed("dw2", {"D", "M"}), fixed("db", {"M"})},
      .attributes = {{"max_norm", "longest that the gradient may be", 1e-300, 1e300}},
      .outputs = {
          {"clipped_dw1", {"N", "D"}}, {"clipped_dw2", {"D", "M"}}, {"clipped_db", {"M"}}, {"norm", {}}}};
}

// Returns the norm of several tensors whose squares may overflow.
double global_norm(const Tensors& tensors) {
  double result = 0.0;
  for (const auto& [name, tensor] : tensors) {
    for (const double value : tensor.values) result = std::hypot(result, value);
  }
  return result;
}

// Returns the length of the gradient in units of max_norm.
double length(backprop::Rng& rng, const Probe& probe) {
  if (probe.id == "below") return 0.3 + 0.6 * rng.uniform();
  // Each tensor alone is shorter than max_norm.
  if (probe.id == "just-above")
    return 1.0 + (0.05 + 0.1 * rng.uniform()) * std::pow(0.04, static_cast<double>(probe.index));
  return 1.5 + 8.0 * rng.uniform();
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  Tensors inputs = {{"dw1", random_normal(rng, {probe.n, probe.d}, probe.scale)},
                    {"dw2", random_normal(rng, {probe.d, probe.m}, probe.scale)},
                    {"db", random_normal(rng, {probe.m}, probe.scale)}};
  if (probe.id == "not-finite") {
    // One bad element, in the first tensor and then in another.
    Tensor& spoilt = inputs[probe.index == 0 ? "dw1" : "dw2"];
    spoilt.values[rng.index(spoilt.values.size())] = probe.index == 1 ? -HUGE_VAL : HUGE_VAL;
    return {std::move(inputs), {{"max_norm", 0.5}}, "one element is infinite"};
  }
  const double norm = global_norm(inputs);
  const double max_norm = probe.id == "huge" ? 5.0 : probe.id == "zero" ? 1.0 : norm / length(rng, probe);
  return {std::move(inputs), {{"max_norm", max_norm}}};
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "just-above", .n = 4, .d = 5, .m = 3, .cases = 4},
                                         {.id = "below", .n = 4, .d = 5, .m = 3, .cases = 4},
                                         {.id = "zero", .scale = 0.0, .n = 2, .d = 4, .m = 3, .cases = 1},
                                         {.id = "not-finite", .n = 3, .d = 4, .m = 2},
                                         {.id = "huge", .scale = 1e200, .n = 4, .d = 3, .m = 5}}),
          .sample = sample,
          .known_answers = {{.source = "3^2 + 4^2 + 12^2 = 13^2, shortened to half",
                             .inputs = {{"dw1", {{1, 1}, {3}}}, {"dw2", {{1, 1}, {-4}}}, {"db", {{1}, {12}}}},
                             .attributes = {{"max_norm", 6.5}},
                             .outputs = {{"clipped_dw1", {{1, 1}, {1.5}}},
                                         {"clipped_dw2", {{1, 1}, {-2}}},
                                         {"clipped_db", {{1}, {6}}},
                                         {"norm", Tensor::scalar(13)}}}}};
}

}  // namespace
}  // namespace grader
