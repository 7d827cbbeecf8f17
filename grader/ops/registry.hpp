/// The ops that are linked into this program: all of them in the grader, those of one problem in a worker.
#pragma once

#include <string_view>
#include <vector>

#include "grader/ops/op.hpp"

namespace grader {

/// In order of their names.
const std::vector<Op>& all_ops();

/// nullptr when there is no such op.
const Op* find_op(std::string_view name);

struct OpRegistration {
  explicit OpRegistration(Op op);
};

}  // namespace grader

/// Registers an op when its object file is part of the program. The C symbol is the handle by which a worker's link line asks
/// for just the ops it needs: `-u backprop_op_affine`.
#define BACKPROP_REGISTER_OP(name, op)                    \
  extern "C" const int backprop_op_##name;                \
  extern "C" const int backprop_op_##name = 1;            \
  namespace {                                             \
  const ::grader::OpRegistration registration_##name{op}; \
  }
