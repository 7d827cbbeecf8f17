#include "grader/checks/gradient.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/checks/comparison.hpp"
#include "grader/checks/evidence.hpp"
#include "grader/checks/numeric.hpp"
#include "grader/checks/ratio.hpp"

namespace grader {

namespace {

// One case of the gradient that is judged, with what is right.
struct Judged {
  const CaseTranscript* entry;
  Expected expected;
  Tensor actual;  // empty shape and no values where it is missing
};

struct Gradient {
  const Op& op;
  std::string of;                  // "x"
  std::string name;                // "dx"
  std::vector<std::string> shape;  // in symbols
  bool has_slope;                  // the forward pass can be run at another x
  std::vector<Judged> cases;
};

Tensor find(const Tensors& tensors, const std::string& name) {
  const auto found = tensors.find(name);
  return found == tensors.end() ? Tensor{} : found->second;
}

Finding failed(const Gradient& gradient, const Judged& judged, const char* failing_class, std::string message,
               const Comparison* comparison = nullptr) {
  return {
      Status::fail, std::move(message),
      make_evidence(failing_class, gradient.name, *judged.entry, judged.expected, judged.actual, comparison)};
}

std::optional<Finding> check_shape(const Gradient& gradient) {
  for (const Judged& judged : gradient.cases) {
    const Shape& right = judged.expected.lower.shape;
    for (const Tensors* answer :
         {&judged.entry->b_u, &judged.entry->b_v, &judged.entry->b_combined, &judged.entry->b_zero}) {
      const Tensor tensor = find(*answer, gradient.of);
      if (tensor.shape == right && tensor.values.size() == judged.expected.lower.values.size()) continue;
      return failed(gradient, judged, "shape",
                    fmt::format("{} is {}, expected {}.", gradient.name, backprop::shape_text(tensor.shape),
                                shape_with_symbols(right, gradient.shape)));
    }
  }
  return std::nullopt;
}

std::optional<Finding> check_finite(const Gradient& gradient) {
  for (const Judged& judged : gradient.cases) {
    for (const Tensors* answer :
         {&judged.entry->b_u, &judged.entry->b_v, &judged.entry->b_combined, &judged.entry->b_zero}) {
      if (const auto problem = first_not_finite(find(*answer, gradient.of))) {
        return failed(gradient, judged, "finite", fmt::format("{} is {}.", gradient.name, *problem));
      }
    }
  }
  return std::nullopt;
}

// |a| b(u) and |c| b(v): the terms that the combined answer is the sum of.
Tensor combined_scale(const CaseTranscript& entry, const Expected& expected, const Tensor& b_u,
                      const Tensor& b_v) {
  Tensor scale = expected.scale;
  for (std::size_t i = 0; i < scale.values.size(); ++i) {
    scale.values[i] = std::abs(entry.a) * (scale.values[i] + std::abs(b_u.values[i])) +
                      std::abs(entry.c) * (scale.values[i] + std::abs(b_v.values[i]));
  }
  return scale;
}

std::optional<Finding> check_linearity(const Gradient& gradient) {
  for (const Judged& judged : gradient.cases) {
    const CaseTranscript& entry = *judged.entry;
    const std::string& input = gradient.of;
    const Tensor zero = Tensor::filled(judged.expected.lower.shape, 0.0);
    if (!compare(entry.b_zero.at(input), {zero, zero, zero}).right()) {
      return failed(gradient, judged, "linearity",
                    fmt::format("{} is not 0 where the upstream gradient is 0: it must be a product with it.",
                                gradient.name));
    }
    const Tensor& b_u = entry.b_u.at(input);
    const Tensor& b_v = entry.b_v.at(input);
    const Tensor sum = combine(entry.a, {{input, b_u}}, entry.c, {{input, b_v}}).at(input);
    const Expected expected = {sum, sum, combined_scale(entry, judged.expected, b_u, b_v)};
    if (!compare(entry.b_combined.at(input), expected).right()) {
      return failed(
          gradient, judged, "linearity",
          fmt::format(
              "{} is not linear in the upstream gradient: twice the upstream gradient must give twice {}.",
              gradient.name, gradient.name));
    }
  }
  return std::nullopt;
}

// "Every element is N times what it should be (N is 4 here)."
std::string ratio_sentence(const Gradient& gradient, const Judged& shown) {
  const auto here = constant_ratio(shown.actual, shown.expected);
  if (!here) return {};
  std::vector<RatioSample> samples;
  for (const Judged& judged : gradient.cases) {
    if (const auto ratio = constant_ratio(judged.actual, judged.expected)) {
      samples.push_back({*ratio, symbol_sizes(gradient.op, judged.entry->the_case)});
    }
  }
  const auto name = name_of_ratio(samples);
  if (!name) return {};
  std::string where;
  for (const auto& [symbol, size] : symbol_sizes(gradient.op, shown.entry->the_case)) {
    if (name->find(symbol) != std::string::npos)
      where += fmt::format("{}{} is {}", where.empty() ? "" : ", ", symbol, size);
  }
  if (*name == "-1") return " Every element has the wrong sign.";
  return fmt::format(" Every element is {} times what it should be{}.", *name,
                     where.empty() ? "" : " (" + where + " here)");
}

std::string wrong_elements(const Gradient& gradient, const Judged& judged, const Comparison& comparison) {
  const bool all_zero = largest_magnitude(judged.actual) == 0.0;
  if (all_zero) return fmt::format("{} is zero everywhere.", gradient.name);
  return fmt::format("{} is wrong in {} of {} elements.", gradient.name, comparison.wrong,
                     judged.actual.values.size()) +
         ratio_sentence(gradient, judged);
}

std::optional<Finding> check_numeric(const Gradient& gradient) {
  if (!gradient.has_slope) return std::nullopt;
  for (const Judged& judged : gradient.cases) {
    const CaseTranscript& entry = *judged.entry;
    const auto test = adjoint_test(gradient.op, entry.the_case, gradient.of, entry.u, judged.actual,
                                   seed_for(entry.seed, "direction of " + gradient.of));
    if (!test || test->agrees()) continue;
    const Comparison comparison = compare(judged.actual, judged.expected);
    if (comparison.right()) {
      return failed(gradient, judged, "numeric",
                    fmt::format("{} disagrees with the slope of the forward pass.", gradient.name),
                    &comparison);
    }
    return failed(gradient, judged, "numeric", wrong_elements(gradient, judged, comparison), &comparison);
  }
  return std::nullopt;
}

std::optional<Finding> check_reference(const Gradient& gradient) {
  for (const Judged& judged : gradient.cases) {
    const Comparison comparison = compare(judged.actual, judged.expected);
    if (comparison.right()) continue;
    return failed(gradient, judged, "reference", wrong_elements(gradient, judged, comparison), &comparison);
  }
  return std::nullopt;
}

std::optional<Gradient> gradient_of(const Op& op, const std::string& name) {
  for (const InputSpec& input : op.inputs) {
    if (input.name == name) return Gradient{op, name, gradient_name(name), input.shape, true, {}};
  }
  for (const NodeSpec& node : op.nodes) {
    if (node.name == name) return Gradient{op, name, gradient_name(name), node.shape, false, {}};
  }
  return std::nullopt;
}

Finding judge(Gradient gradient, const Transcript& transcript, const std::vector<std::string>& probes) {
  for (const CaseTranscript& entry : transcript) {
    if (!probes.empty() && std::find(probes.begin(), probes.end(), entry.probe) == probes.end()) continue;
    auto expected = expect_gradients(gradient.op, entry.the_case, entry.u, seed_for(entry.seed, "signs"));
    gradient.cases.push_back({&entry, std::move(expected.at(gradient.of)), find(entry.b_u, gradient.of)});
  }
  for (const auto check : {check_shape, check_finite, check_linearity, check_numeric, check_reference}) {
    if (auto finding = check(gradient)) return *finding;
  }
  return Finding::pass();
}

// Of a gradient on the way from the outputs to the first input that is wrong: is it the first one?
std::string chain_sentence(const Op& op, const Transcript& transcript, const std::string& wrong,
                           const std::vector<std::string>& probes) {
  const bool on_the_way =
      wrong == op.inputs.front().name ||
      std::any_of(op.nodes.begin(), op.nodes.end(), [&](const NodeSpec& node) { return node.name == wrong; });
  if (op.nodes.empty() || !on_the_way) return {};
  for (const NodeSpec& node : op.nodes) {
    if (node.name == wrong) break;
    if (judge(*gradient_of(op, node.name), transcript, probes).status == Status::pass) continue;
    return fmt::format(" The chain breaks at {} already.", gradient_name(node.name));
  }
  return fmt::format(" The chain breaks at {}: every step before it is right.", gradient_name(wrong));
}

}  // namespace

Finding check_gradient(const Op& op, const Transcript& transcript, const std::string& name,
                       const std::vector<std::string>& probes) {
  const auto gradient = gradient_of(op, name);
  if (!gradient) return {Status::grader_error, op.name + " has no input or node " + name, {}};
  if (const Failure* failure = first_failure(transcript)) return Finding::from(*failure);
  Finding finding = judge(*gradient, transcript, probes);
  if (finding.status == Status::fail) finding.message += chain_sentence(op, transcript, name, probes);
  return finding;
}

}  // namespace grader
