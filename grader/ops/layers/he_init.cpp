#include <backprop/he_init.hpp>

#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

Op he_init() {
  return {
      .name = "he_init",
      .summary = "w ~ Normal(0, 2 / fan_in)",
      .inputs = {},
      .attributes = {{"fan_in", "rows of w", 1, 4096, true},
                     {"fan_out", "columns of w", 1, 4096, true},
                     {"seed", "of the generator", 0, 0x1p53, true}},
      .outputs = {{"w", {"fan_in", "fan_out"}}},
      .functions = {"he_init"},
      .start =
          [](const Case& the_case) {
            return run_function(the_case, [&](Arguments&) -> Tensors {
              backprop::Rng rng(static_cast<std::uint64_t>(the_case.attributes.at("seed")));
              return {{"w", from_xtensor(backprop::he_init(size_attribute(the_case, "fan_in"),
                                                           size_attribute(the_case, "fan_out"), rng))}};
            });
          },
      .probes = standard_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {{},
                {{"fan_in", static_cast<double>(probe.d)},
                 {"fan_out", static_cast<double>(probe.m)},
                 {"seed", static_cast<double>(rng.index(1u << 20))}},
                {}};
      },
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(he_init, grader::he_init())
