/// Shared by the mistakes in either backward pass of batch normalisation.
#pragma once

#include <backprop/batchnorm.hpp>

#include "grader/mistakes/mistake.hpp"

namespace grader {

/// Returns the cache of the right forward pass, in training mode.
inline backprop::BatchnormCache batchnorm_cache(Given& given) {
  backprop::BatchnormParam param;
  param.eps = given.attributes.at("eps");
  return backprop::batchnorm_forward(given.in.matrix("x"), given.in.vector("gamma"), given.in.vector("beta"),
                                     param)
      .cache;
}

}  // namespace grader
