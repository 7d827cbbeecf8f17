/// The ops linked into this program. The grader has all of them. A worker has the layers of one problem.
#pragma once

#include <string_view>
#include <vector>

#include "grader/ops/op.hpp"

namespace grader {

/// Returns all ops, ordered by name.
const std::vector<Op>& all_ops();

/// Returns the op with this name, or nullptr when there is no such op.
const Op* find_op(std::string_view name);

/// Returns an op's Layer, the half that a worker has. Returns nullptr when there is no such layer.
const Layer* find_layer(std::string_view name);

}  // namespace grader
