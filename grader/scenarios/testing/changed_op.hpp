/// For tests: layers that answer as the reference does, but for one change.
#pragma once

#include <functional>
#include <string>

#include "grader/ops/registry.hpp"

namespace grader {

/// Returns the op with the instance that `change` makes of the right one.
inline Op changed_op(const std::string& name, std::function<Instance(const Case&, Instance right)> change) {
  Op op = *find_op(name);
  op.start = [name, change](const Case& the_case) {
    return change(the_case, find_op(name)->start(the_case));
  };
  return op;
}

/// Returns the op with gradients that `spoil` has changed.
inline Op op_with_gradients(const std::string& name,
                            std::function<void(Tensors& gradients, const Case&)> spoil) {
  return changed_op(name, [spoil](const Case& the_case, Instance right) {
    right.backward = [spoil, the_case, backward = right.backward](const Tensors& upstream) {
      Tensors gradients = backward(upstream);
      spoil(gradients, the_case);
      return gradients;
    };
    return right;
  });
}

}  // namespace grader
