#include <backprop/clip_grad_norm.hpp>
#include <cmath>
#include <iterator>

#include "grader/ops/call.hpp"

BACKPROP_LAYER_BY_HAND(clip_grad_norm)

namespace grader {
namespace {

using backprop::Matrix;

Matrix as_matrix(const Tensor& tensor) {
  return tensor.shape.size() == 1 ? backprop::as_row(to_vector(tensor)) : to_matrix(tensor);
}

bool is_cut_into_rows(const Case& the_case, const std::string& name) {
  const auto found = the_case.attributes.find("rows_apart");
  return name != "db" && found != the_case.attributes.end() && found->second != 0.0;
}

// A norm of 1e-165 would be right to within any tolerance that is absolute. So gradients and max_norm are
// handed in times a power of two, and what comes back is divided by it: that changes no digit.
double factor_of(const Case& the_case) {
  const auto found = the_case.attributes.find("halvings");
  return found == the_case.attributes.end() ? 1.0 : std::ldexp(1.0, -static_cast<int>(found->second));
}

// Returns the tensor as the gradients that are handed in: one of its own shape, or one for each of its rows.
std::vector<Matrix> pieces(const Case& the_case, const std::string& name) {
  const Matrix whole = as_matrix(the_case.inputs.at(name)) * factor_of(the_case);
  if (!is_cut_into_rows(the_case, name)) return {whole};
  std::vector<Matrix> rows;
  for (std::size_t i = 0; i < whole.shape(0); ++i) {
    Matrix row = backprop::zeros(1, whole.shape(1));
    for (std::size_t j = 0; j < whole.shape(1); ++j) row(0, j) = whole(i, j);
    rows.push_back(std::move(row));
  }
  return rows;
}

// Puts pieces that came back together again, in the shape of the input when their own shapes are right.
Tensor joined(const Case& the_case, const std::string& name, const Matrix* first, std::size_t count) {
  const double factor = factor_of(the_case);
  Tensor out = from_xtensor(Matrix(*first / factor));
  if (name == "db" && out.shape[0] == 1) out.shape.erase(out.shape.begin());
  if (!is_cut_into_rows(the_case, name)) return out;
  const Shape& shape = the_case.inputs.at(name).shape;
  out = Tensor{shape, {}};
  for (const Matrix* piece = first; piece != first + count; ++piece) {
    if (piece->shape(0) != 1 || piece->shape(1) != shape[1])
      throw std::length_error("clip_grad_norm: a gradient of one row came back in another shape");
    for (const double value : *piece) out.values.push_back(value / factor);
  }
  return out;
}

Instance call(const Layer&, const Case& the_case) {
  static const std::vector<std::string> names = {"dw1", "dw2", "db"};
  auto gradients = std::make_shared<std::vector<Matrix>>();
  std::vector<std::size_t> counts;
  for (const std::string& name : names) {
    const std::vector<Matrix> of_name = pieces(the_case, name);
    counts.push_back(of_name.size());
    gradients->insert(gradients->end(), of_name.begin(), of_name.end());
  }
  const double factor = factor_of(the_case);
  const backprop::ClippedGradients clipped =
      backprop::clip_grad_norm(*gradients, the_case.attributes.at("max_norm") * factor);
  // A norm that is not finite may be NaN or infinite, as the layer likes.
  const double norm = std::isfinite(clipped.norm) ? clipped.norm / factor : HUGE_VAL;
  Instance instance{
      .outputs = {{"norm", Tensor::scalar(norm)}}, .backward = {}, .modified = [gradients, counts, the_case] {
        std::vector<std::string> written;
        std::size_t next = 0;
        for (std::size_t k = 0; k < names.size(); ++k) {
          const std::vector<Matrix> before = pieces(the_case, names[k]);
          bool same = true;
          for (std::size_t i = 0; i < counts[k]; ++i, ++next)
            same &= same_bits(from_xtensor((*gradients)[next]), from_xtensor(before[i]));
          if (!same) written.push_back(names[k]);
        }
        return written;
      }};
  if (clipped.gradients.size() != gradients->size()) {
    throw std::length_error("clip_grad_norm: " + std::to_string(clipped.gradients.size()) +
                            " gradients came back, expected " + std::to_string(gradients->size()));
  }
  const Matrix* first = clipped.gradients.data();
  for (std::size_t k = 0; k < names.size(); ++k) {
    instance.outputs.emplace("clipped_" + names[k], joined(the_case, names[k], first, counts[k]));
    first += counts[k];
  }
  return instance;
}

Layer layer() {
  return {
      .summary = "gradients of several parameters, shortened to a global norm of max_norm where it is larger",
      .inputs = {fixed("dw1", {"N", "D"}), fixed("dw2", {"D", "M"}), fixed("db", {"M"})},
      .attributes = {{"max_norm", "longest that the gradient may be", 1e-300, 1e300},
                     {"rows_apart", "1: each row of dw1 and dw2 is a gradient of its own", 0, 1, true},
                     {"halvings",
                      "gradients and max_norm are handed in halved so often, what comes back is doubled", 0,
                      570, true}},
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

// Squares have few digits, or are 0.
constexpr double kHalvings[] = {525, 540, 564, 540};

// The names of probes lie with the functions that use them. A function with no other words shares none with
// the layer's call, so a worker's linker drops the names.
enum class Regime { usual, not_finite, huge, zero, many, tiny, far_apart };

[[gnu::noinline]] Regime regime_of(const Probe& probe) {
  if (probe.id == "not-finite") return Regime::not_finite;
  if (probe.id == "huge") return Regime::huge;
  if (probe.id == "zero") return Regime::zero;
  if (probe.id == "many") return Regime::many;
  if (probe.id == "far-apart") return Regime::far_apart;
  return probe.id == "tiny" ? Regime::tiny : Regime::usual;
}

// Returns the length of the gradient in units of max_norm.
[[gnu::noinline]] double length(backprop::Rng& rng, const Probe& probe) {
  const bool is_tiny_and_kept = probe.id == "tiny" && probe.index == 3;
  if (probe.id == "below" || is_tiny_and_kept) return 0.3 + 0.6 * rng.uniform();
  // Each tensor alone is shorter than max_norm.
  if (probe.id == "just-above")
    return 1.0 + (0.05 + 0.1 * rng.uniform()) * std::pow(0.04, static_cast<double>(probe.index));
  return 1.5 + 8.0 * rng.uniform();
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  Tensors inputs = {{"dw1", random_normal(rng, {probe.n, probe.d}, probe.scale)},
                    {"dw2", random_normal(rng, {probe.d, probe.m}, probe.scale)},
                    {"db", random_normal(rng, {probe.m}, probe.scale)}};
  const Regime regime = regime_of(probe);
  if (regime == Regime::not_finite) {
    // One bad element, in the first tensor and then in another.
    Tensor& spoilt = inputs[probe.index == 0 ? "dw1" : "dw2"];
    spoilt.values[rng.index(spoilt.values.size())] = probe.index == 1 ? -HUGE_VAL : HUGE_VAL;
    return {std::move(inputs),
            {{"max_norm", 0.5}, {"rows_apart", 0.0}, {"halvings", 0.0}},
            "one element is infinite"};
  }
  if (regime == Regime::far_apart) {
    // What is small goes in units of what is large, and not the reverse.
    const char* large = probe.index == 0 ? "db" : "dw1";
    for (auto& [name, tensor] : inputs) {
      for (double& value : tensor.values) value *= name == large ? 1e140 : 1e-60;
    }
  }
  const double norm = global_norm(inputs);
  const double max_norm = regime == Regime::huge   ? 5.0
                          : regime == Regime::zero ? 1.0
                                                   : norm / length(rng, probe);
  if (regime == Regime::many) {
    return {std::move(inputs),
            {{"max_norm", max_norm}, {"rows_apart", 1.0}, {"halvings", 0.0}},
            "each row of dw1 and dw2 is a gradient of its own"};
  }
  if (regime == Regime::tiny) {
    const double halvings = kHalvings[probe.index % std::size(kHalvings)];
    return {std::move(inputs),
            {{"max_norm", max_norm}, {"rows_apart", 0.0}, {"halvings", halvings}},
            "all elements are so small that their squares do not fit into a double"};
  }
  return {std::move(inputs), {{"max_norm", max_norm}, {"rows_apart", 0.0}, {"halvings", 0.0}}};
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "just-above", .n = 4, .d = 5, .m = 3, .cases = 4},
                                         {.id = "below", .n = 4, .d = 5, .m = 3, .cases = 4},
                                         {.id = "many", .n = 7, .d = 4, .m = 2},
                                         {.id = "zero", .scale = 0.0, .n = 2, .d = 4, .m = 3, .cases = 1},
                                         {.id = "not-finite", .n = 3, .d = 4, .m = 2},
                                         {.id = "huge", .scale = 1e200, .n = 4, .d = 3, .m = 5},
                                         {.id = "tiny", .n = 4, .d = 3, .m = 5, .cases = 4},
                                         {.id = "far-apart", .n = 3, .d = 4, .m = 2, .cases = 2}}),
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
