#include <backprop/sgd.hpp>

#include "grader/ops/layers/update_rule.hpp"

BACKPROP_FUNCTION(sgd)

namespace grader {
namespace {

Layer layer() { return update_rule("next_w = w - learning_rate dw", {}, {}); }

Probing probing() {
  return {.probes = update_probes(),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            return {sample_update(rng, probe), {{"learning_rate", sample_learning_rate(rng, probe)}}};
          },
          .known_answers = {{.source = "1 - 0.5 * 4, 2 - 0.5 * -2",
                             .inputs = {{"w", {{1, 2}, {1, 2}}}, {"dw", {{1, 2}, {4, -2}}}},
                             .attributes = {{"learning_rate", 0.5}},
                             .outputs = {{"next_w", {{1, 2}, {-1, 3}}}}}}};
}

}  // namespace
}  // namespace grader
