#include <backprop/svm_loss.hpp>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

// "at-kink" takes whole numbers, so that a wrong class's score is often the right one's minus exactly 1.
Case sample(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = {probe.n, probe.m};
  const Tensor x = probe.id == "at-kink" ? random_choice(rng, shape, {-2, -1, 0, 1, 2})
                                         : random_normal(rng, shape, probe.scale);
  return {{{"x", x}, {"y", random_labels(rng, probe.n, probe.m)}}, {}, {}};
}

// x_nc - x_n,y(n) + 1 for every wrong class.
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

Op svm_loss() {
  return {
      .name = "svm_loss",
      .summary = "multiclass hinge loss with margin 1, averaged over the batch",
      .inputs = {{"x", {"N", "C"}}, {"y", {"N"}, false, true, "C"}},
      .attributes = {},
      .outputs = {{"loss", {}}},
      .functions = {"svm_loss_forward", "svm_loss_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "loss",
                [](Arguments& in) { return backprop::svm_loss_forward(in.matrix("x"), in.labels("y")); },
                [](Arguments& upstream, const backprop::SvmLossCache& cache) -> Tensors {
                  return {{"x", from_xtensor(backprop::svm_loss_backward(upstream.number("loss"), cache))}};
                });
          },
      .probes = standard_probes_and({{.id = "at-kink", .n = 6, .d = 3, .m = 5}}),
      .sample = sample,
      .switches = margins,
      .nudges =
          [](const Case& the_case) {
            return std::vector<Case>{with_right_scores_moved(the_case, 1e-12),
                                     with_right_scores_moved(the_case, -1e-12)};
          },
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(svm_loss, grader::svm_loss())
