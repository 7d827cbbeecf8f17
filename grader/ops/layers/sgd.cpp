#include <backprop/sgd.hpp>

#include "grader/ops/registry.hpp"
#include "grader/ops/layers/update_rule.hpp"

namespace grader {

namespace {

Op sgd() {
  return {
      .name = "sgd",
      .summary = "next_w = w - learning_rate dw",
      .inputs = {no_gradient("w"), no_gradient("dw")},
      .attributes = {learning_rate()},
      .outputs = {{"next_w", {"N", "D"}}},
      .functions = {"sgd"},
      .start =
          [](const Case& the_case) {
            return run_function(the_case, [&](Arguments& in) -> Tensors {
              const backprop::SgdConfig config = {the_case.attributes.at("learning_rate")};
              return {
                  {"next_w", from_xtensor(backprop::sgd(in.matrix("w"), in.matrix("dw"), config).next_w)}};
            });
          },
      .probes = update_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {sample_update(rng, probe), {{"learning_rate", 0.001 + rng.uniform()}}, {}};
      },
      .switches = {},
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(sgd, grader::sgd())
