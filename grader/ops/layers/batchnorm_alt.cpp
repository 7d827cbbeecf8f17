#include <backprop/batchnorm_alt.hpp>

#include "grader/ops/layers/batchnorm_case.hpp"

BACKPROP_LAYER_BY_HAND(batchnorm_alt)

namespace grader {
namespace {

Tensors backward(const backprop::Matrix& dout, const backprop::BatchnormCache& cache) {
  const auto [dx, dgamma, dbeta] = backprop::batchnorm_backward_alt(dout, cache);
  return {{"x", from_xtensor(dx)}, {"gamma", from_xtensor(dgamma)}, {"beta", from_xtensor(dbeta)}};
}

Instance call(const Layer&, const Case& the_case) { return run_batchnorm(the_case, backward); }

Layer layer() {
  Layer layer = batch_normalisation("batch normalisation, with the backward pass in closed form");
  layer.functions = {"batchnorm_backward_alt"};
  return layer;
}

Probing probing() { return batchnorm_probing(); }  // known answers: normalisation_test.cpp

}  // namespace
}  // namespace grader
