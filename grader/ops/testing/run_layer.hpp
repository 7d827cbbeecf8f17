/// For tests: runs a test's own layer as the ops run theirs.
#pragma once

#include <string>

#include "grader/ops/call.hpp"

namespace grader {

/// forward(Arguments& inputs) -> backprop::Forward<Output, Cache>;
/// backward(Arguments& upstream, const Cache&) -> Tensors of gradients.
template <class Run, class Back>
Instance run_layer(const Case& the_case, const std::string& output, Run forward, Back backward) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  auto result = forward(*inputs);
  auto cache = std::make_shared<decltype(result.cache)>(std::move(result.cache));
  return instance_of(
      std::move(inputs), {{output, from_xtensor(result.out)}},
      [cache, backward](Arguments& upstream) { return backward(upstream, std::as_const(*cache)); });
}

}  // namespace grader
