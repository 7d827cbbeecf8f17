/// The vocabulary that every layer is written in: tensors, and what acts on them.
///
/// All of it is eager: a call computes its result once and returns a tensor. `decltype(a - b)` is Matrix.
/// The cheat sheet has numpy on its left and these words on its right.
///
///     types.hpp        Vector, Matrix, Tensor3, Tensor4, Labels; zeros, ones; require_shape, ShapeError
///     row.hpp          what row_at gives
///     arithmetic.hpp   + - * / and comparisons, with broadcasting
///     elementwise.hpp  exp, log, tanh, sqrt, abs, square, sign, pow; maximum, minimum, clip, where, equal
///     reductions.hpp   sum, mean, max, min over axes; argmax, cumsum, reshape
///     matrices.hpp     matmul, transpose, outer; as_row, as_column, repeat_rows; row_at, columns, hstack;
///     at_time, set_time
#pragma once

#include <backprop/arithmetic.hpp>
#include <backprop/elementwise.hpp>
#include <backprop/matrices.hpp>
#include <backprop/reductions.hpp>
#include <backprop/types.hpp>

#include <tuple>
