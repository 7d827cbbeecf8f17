/// The ops that are linked into this program: all of them in the grader, and in a worker the layers of one
/// problem.
#pragma once

#include <string_view>
#include <vector>

#include "grader/ops/op.hpp"

namespace grader {

/// In order of their names.
const std::vector<Op>& all_ops();

/// nullptr when there is no such op.
const Op* find_op(std::string_view name);

/// The half of an op that a worker has; nullptr when there is none.
const Layer* find_layer(std::string_view name);

}  // namespace grader
