#include <backprop/mse_loss.hpp>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(mse_loss)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "loss = 1/(N D) sum (x - y)^2",
          .inputs = {{"x", {"N", "D"}}, fixed("y", {"N", "D"})},
          .outputs = {{"loss", {}}}};
}

Probing probing() {
  return {.known_answers = {{.source = "(9 + 1) / 2",
                             .inputs = {{"x", {{1, 2}, {4, 1}}}, {"y", {{1, 2}, {1, 2}}}},
                             .outputs = {{"loss", Tensor::scalar(5)}},
                             .upstream = {{"loss", Tensor::scalar(2)}},
                             .gradients = {{"x", {{1, 2}, {6, -2}}}}}}};
}

}  // namespace
}  // namespace grader
