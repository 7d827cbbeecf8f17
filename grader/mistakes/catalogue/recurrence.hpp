/// Backpropagation through time with parts to replace, shared by the mistakes of the recurrent layers.
#pragma once

#include <backprop/tensor.hpp>
#include <functional>
#include <vector>

#include "grader/mistakes/mistake.hpp"

namespace grader {

/// The gradients that one step's backward pass gives.
struct StepBack {
  backprop::Matrix dx;            // (N, D)
  backprop::Matrix dprev_h;       // (N, H)
  backprop::Matrix dwx;           // (D, gates H)
  backprop::Matrix dwh;           // (H, gates H)
  backprop::Vector db;            // (gates H)
  backprop::Matrix dprev_c = {};  // (N, H) of an LSTM alone
};

/// Converts the result of the right backward pass.
template <class Gradients>
StepBack step_back(const Gradients& gradients) {
  return {gradients.dx, gradients.dprev_h, gradients.dwx, gradients.dwh, gradients.db};
}

/// Returns the gradients of the terms of a = x wx + prev_h wh + b from da: (N, gates H).
template <class Cache>
StepBack behind_sum(const Cache& cache, const backprop::Matrix& da) {
  using namespace backprop;
  return {matmul(da, transpose(cache.wx)), matmul(da, transpose(cache.wh)), matmul(transpose(cache.x), da),
          matmul(transpose(cache.prev_h), da), sum(da, 0)};
}

/// {"x", "prev_h", "wx", "wh", "b"}.
Tensors tensors_of(const StepBack& back);

/// Returns the right gradients that `names` lists, divided by the number of examples.
Tensors over_the_batch(Given& given, const std::vector<std::string>& names);

/// The mistake of any step with a bias b that averages db.
KnownMistake averaged_bias();

/// A recurrent layer that has run over the inputs.
struct Unrolled {
  std::size_t steps;  // T
  /// The backward pass of step t, right or wrong. dnext_c is for an LSTM: zeros at the last step. It is empty
  /// for other layers.
  std::function<StepBack(std::size_t t, const backprop::Matrix& dnext_h, const backprop::Matrix& dnext_c)>
      back;
};
using Unroll = std::function<Unrolled(Arguments& in)>;

/// The gradients of a whole sequence.
struct SequenceBack {
  backprop::Tensor3 dx;  // (N, T, D)
  backprop::Matrix dh0;  // (N, H)
  backprop::Matrix dwx;  // (D, gates H)
  backprop::Matrix dwh;  // (H, gates H)
  backprop::Vector db;   // (gates H)
};

/// {"x", "h0", "wx", "wh", "b"}.
Tensors tensors_of(const SequenceBack& back);
/// {"wx", "wh", "b"}.
Tensors weights_of(const SequenceBack& back);

/// The parts of the loop over time; each is right unless replaced.
struct Turns {
  /// The order in which the steps are visited. The right order is the last first.
  std::function<std::vector<std::size_t>(std::size_t steps)> order = {};
  /// Combines a step's own dh with what was carried back to it. The right result is the sum.
  std::function<backprop::Matrix(std::size_t t, const backprop::Matrix& dh, const backprop::Matrix& carried)>
      reaching = {};
  /// Returns what a step carries on. The right result is its dprev_h.
  std::function<backprop::Matrix(const backprop::Matrix& carried, const StepBack& step)> carry = {};
  /// Adds a step's gradients to the others. The right function is `collect_all`.
  std::function<void(SequenceBack& all, std::size_t t, const StepBack& step)> collect = {};
};

/// Sets dx at time t and adds to dwx, dwh and db.
void collect_all(SequenceBack& all, std::size_t t, const StepBack& step);

/// Runs the loop. What is carried at its end is h0's gradient.
SequenceBack back_through_time(Given& given, const Unrolled& layer, const Turns& turns = {});

/// Returns the mistakes that the loop of any recurrent layer with inputs x, h0, wx, wh, b and output h can
/// contain, and `own`, the layer's own.
std::vector<KnownMistake> recurrent_mistakes(const Unroll& unroll, const std::vector<KnownMistake>& own);

}  // namespace grader
