#include <backprop/gather_rows.hpp>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

// "repeated" takes more rows than there are, so some of them more than once; "one-row" the same one every
// time; "each-once" each row exactly once, in a random order.
Tensor sample_rows(backprop::Rng& rng, const Probe& probe) {
  if (probe.id == "one-row") return Tensor::filled({probe.n}, static_cast<double>(rng.index(probe.m)));
  if (probe.id != "each-once") return random_labels(rng, probe.n, probe.m);
  Tensor rows = Tensor::filled({probe.n}, 0.0);
  for (std::size_t n = 0; n < probe.n; ++n) {
    rows.values[n] = static_cast<double>(n);
    std::swap(rows.values[n], rows.values[rng.index(n + 1)]);
  }
  return rows;
}

Op gather_rows() {
  return {
      .name = "gather_rows",
      .summary = "out = rows of a table, by their index",
      .inputs = {{"table", {"K", "D"}}, {"r", {"N"}, false, true, "K"}},
      .attributes = {},
      .outputs = {{"out", {"N", "D"}}},
      .functions = {"gather_rows_forward", "gather_rows_backward"},
      .start =
          [](const Case& the_case) {
            return run_layer(
                the_case, "out",
                [](Arguments& in) {
                  return backprop::gather_rows_forward(in.matrix("table"), in.labels("r"));
                },
                [](Arguments& upstream, const backprop::GatherRowsCache& cache) -> Tensors {
                  return {
                      {"table", from_xtensor(backprop::gather_rows_backward(upstream.matrix("out"), cache))}};
                });
          },
      .probes = standard_probes_and({{.id = "each-once", .n = 5, .d = 3, .m = 5},
                                     {.id = "repeated", .n = 11, .d = 4, .m = 3},
                                     {.id = "one-row", .n = 6, .d = 2, .m = 5}}),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {
            {{"table", random_normal(rng, {probe.m, probe.d}, probe.scale)}, {"r", sample_rows(rng, probe)}},
            {},
            {}};
      },
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(gather_rows, grader::gather_rows())
