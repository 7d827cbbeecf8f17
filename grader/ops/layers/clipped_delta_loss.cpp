#include <backprop/clipped_delta_loss.hpp>

#include <utility>

#include "grader/ops/layers/td_errors.hpp"

BACKPROP_LAYER(clipped_delta_loss)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "loss = 1/N sum clip(target - q, min_delta, max_delta)^2",
          .inputs = td_error_inputs(),
          .attributes = {{"min_delta", "lower end of the clip", -1e100, 1e100},
                         {"max_delta", "upper end of the clip", -1e100, 1e100}},
          .outputs = {{"loss", {}}}};
}

Tensor sample_deltas(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = {probe.n};
  if (probe.id == "one-end") return random_choice(rng, shape, {-500, -3, -1.1, -0.9, 0.9, 1.1, 3, 500});
  if (probe.id == "errors-cancel") return cancelling_errors(rng, probe.n);
  if (probe.id == "one-sign")
    return random_choice(rng, shape, {-3, -1.9, -1, -0.6, -0.4, -0.1, 0.1, 0.4, 0.6, 1, 1.9, 3});
  if (probe.id == "beyond") return random_choice(rng, shape, {-5, -3, -1.1, 1.1, 3, 5});
  if (probe.id == "around-the-ends") return random_choice(rng, shape, {-1.1, -0.9, -0.1, 0.1, 0.9, 1.1});
  if (probe.id == "asymmetric")
    return random_choice(rng, shape, {-3, -1, -0.6, -0.4, 0.4, 0.6, 1, 1.9, 2.1, 3});
  if (probe.id == "at-kink")
    return random_choice(rng, shape, {-1, 1, 0.5, -0.25, 4, -1 - 1e-8, -1 + 1e-8, 1 - 1e-8, 1 + 1e-8});
  return random_normal(rng, shape, probe.scale);
}

// In "one-end" the other end is too far away to matter, and to be added to this one.
std::pair<double, double> ends_of(const Probe& probe) {
  if (probe.id == "asymmetric") return {-0.5, 2.0};
  if (probe.id == "one-sign") return probe.index == 0 ? std::pair(0.5, 2.0) : std::pair(-2.0, -0.5);
  if (probe.id == "one-end") return probe.index == 0 ? std::pair(-1e20, 1.0) : std::pair(-1.0, 1e20);
  return {-1.0, 1.0};
}

std::vector<double> within_the_ends(const Case& the_case) {
  std::vector<double> result;
  for (const double delta : td_errors(the_case)) {
    result.push_back(delta - the_case.attributes.at("min_delta"));
    result.push_back(the_case.attributes.at("max_delta") - delta);
  }
  return result;
}

Case with_targets_moved(Case the_case, double by) {
  for (double& target : the_case.inputs.at("target").values) target += by;
  return the_case;
}

// At -1 and 1 Theano takes the slope of the inner side and we take the outer one. Both are right. Its
// published gradient is with respect to the error instead of q, and of the sum instead of the mean: hence
// dloss = -16.
KnownAnswer published() {
  return {.source = "github.com/spragunr/deep_q_rl, issue 46: Theano's gradient of sum(clip(a, -1, 1)^2)",
          .inputs = {{"q", Tensor::filled({16}, 0.0)}, {"target", linspace(-2.0, 1.75, {16})}},
          .attributes = {{"min_delta", -1.0}, {"max_delta", 1.0}},
          .upstream = {{"loss", Tensor::scalar(-16)}},
          .gradients = {{"q", {{16}, {0, 0, 0, 0, 0, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 0, 0, 0, 0}}}}};
}

Probing probing() {
  return {
      .probes = standard_probes_and({{.id = "around-the-ends", .n = 12, .d = 2, .m = 3},
                                     {.id = "beyond", .n = 7, .d = 2, .m = 3},
                                     {.id = "asymmetric", .n = 13, .d = 2, .m = 3},
                                     {.id = "at-kink", .n = 10, .d = 2, .m = 3},
                                     {.id = "one-end", .n = 9, .d = 2, .m = 3},
                                     {.id = "errors-cancel", .n = 8, .d = 2, .m = 3, .cases = 2},
                                     {.id = "one-sign", .n = 14, .d = 2, .m = 3, .cases = 2}}),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        const auto [least, most] = ends_of(probe);
        return {sample_errors(rng, sample_deltas(rng, probe)), {{"min_delta", least}, {"max_delta", most}}};
      },
      .switches = within_the_ends,
      .nudges =
          [](const Case& the_case) {
            return std::vector<Case>{with_targets_moved(the_case, 1e-12),
                                     with_targets_moved(the_case, -1e-12)};
          },
      .known_answers = {published()}};
}

}  // namespace
}  // namespace grader
