#include <backprop/svm_loss.hpp>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(svm_loss)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "multiclass hinge loss with margin 1, averaged over the batch",
          .inputs = {{"x", {"N", "C"}}, integers("y", {"N"}, "C")},
          .outputs = {{"loss", {}}}};
}

// "at-kink" takes whole numbers, so that a wrong class's score is often the right one's minus exactly 1, and
// numbers beside 1, so that other margins are just above 0 or just below. In "beside-kink" all are. In
// "hardly-violated" the whole loss is tiny: its slopes are not. In "satisfied" every second example keeps all
// its margins and has no loss.
Case sample(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = {probe.n, probe.m};
  Tensor x =
      probe.id == "at-kink"
          ? random_choice(rng, shape,
                          {-2, -1, 0, 1, 2, 1 - 1e-8, 1 + 1e-8, 1 + 1e-5, 1 + 1e-3, 1 - 5e-3, 1 + 5e-3})
          : random_normal(rng, shape, probe.scale);
  const Tensor y = random_labels(rng, probe.n, probe.m);
  if (probe.id == "beside-kink" || probe.id == "hardly-violated") {
    const Tensor beyond = probe.id == "beside-kink"
                              ? random_choice(rng, shape, {-1e-4, -1e-9, 1e-11, 1e-9, 1e-6, 1e-3})
                              : random_choice(rng, shape, {-1.0, 1e-11, 3e-11, 1e-10});
    for (std::size_t i = 0; i < x.values.size(); ++i) {
      const std::size_t n = i / probe.m;
      x.values[i] = static_cast<double>(i % probe.m) == y.values[n] ? 1.0 : beyond.values[i];
    }
  }
  if (probe.id == "satisfied") {
    const double largest = largest_magnitude(x);
    for (std::size_t n = 0; n < probe.n; n += 2)
      x.values[n * probe.m + static_cast<std::size_t>(y.values[n])] = largest + 1.5;
  }
  return {{{"x", x}, {"y", y}}, {}, {}};
}

// Returns x_nc - x_n,y(n) + 1 for every wrong class.
std::vector<double> margins(const Case& the_case) {
  const Tensor& x = the_case.inputs.at("x");
  const Tensor& y = the_case.inputs.at("y");
  const std::size_t C = x.shape[1];
  std::vector<double> result;
  for (std::size_t n = 0; n < x.shape[0]; ++n) {
    const auto right = static_cast<std::size_t>(y.values[n]);
    for (std::size_t c = 0; c < C; ++c) {
      if (c != right) result.push_back(x.values[n * C + c] - x.values[n * C + right] + 1.0);
    }
  }
  return result;
}

Case with_right_scores_moved(Case the_case, double by) {
  Tensor& x = the_case.inputs.at("x");
  const Tensor& y = the_case.inputs.at("y");
  for (std::size_t n = 0; n < x.shape[0]; ++n) {
    x.values[n * x.shape[1] + static_cast<std::size_t>(y.values[n])] += by;
  }
  return the_case;
}

Probing probing() {
  return {
      .probes = standard_probes_and({{.id = "at-kink", .n = 6, .d = 3, .m = 5},
                                     {.id = "satisfied", .n = 5, .d = 3, .m = 4},
                                     {.id = "beside-kink", .n = 5, .d = 3, .m = 4},
                                     {.id = "hardly-violated", .n = 3, .d = 3, .m = 4, .cases = 2}}),
      .sample = sample,
      .switches = margins,
      .nudges =
          [](const Case& the_case) {
            return std::vector<Case>{with_right_scores_moved(the_case, 1e-12),
                                     with_right_scores_moved(the_case, -1e-12)};
          },
      .known_answers = {{.source = "Stanford CS231n, notes on linear classification: max(0, -7 - 13 + 10) + "
                                   "max(0, 11 - 13 + 10) is 8, there with a margin of 10",
                         .inputs = {{"x", {{1, 3}, {1.3, -0.7, 1.1}}}, {"y", {{1}, {0}}}},
                         .outputs = {{"loss", Tensor::scalar(0.8)}},
                         .upstream = {{"loss", Tensor::scalar(2)}},
                         .gradients = {{"x", {{1, 3}, {-2, 0, 2}}}}}}};
}

}  // namespace
}  // namespace grader
