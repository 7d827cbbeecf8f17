#include <backprop/batchnorm.hpp>

#include "grader/ops/layers/batchnorm_case.hpp"

BACKPROP_LAYER_BY_HAND(batchnorm)

namespace grader {
namespace {

Instance call(const Layer&, const Case& the_case) {
  return run_batchnorm(the_case, [](const backprop::Matrix& dout, const backprop::BatchnormCache& cache) {
    return batchnorm_gradients(backprop::batchnorm_backward(dout, cache));
  });
}

Layer layer() {
  Layer layer = batch_normalisation(
      "out = gamma (x - mean) / sqrt(variance + eps) + beta, over the batch; backward node by node");
  layer.nodes = {{"xhat", {"N", "D"}}, {"ivar", {"D"}},     {"sqrtvar", {"D"}}, {"var", {"D"}},
                 {"sq", {"N", "D"}},   {"xmu", {"N", "D"}}, {"mu", {"D"}}};
  layer.chain = {{"xhat"}, {"ivar"}, {"sqrtvar"}, {"var"}, {"sq"}, {"xmu"}, {"mu"}, {"x"}};
  return layer;
}

Probing probing() { return batchnorm_probing(); }  // known answers: normalisation_test.cpp

}  // namespace
}  // namespace grader
