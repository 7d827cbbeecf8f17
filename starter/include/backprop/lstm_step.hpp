/// One time step of an LSTM (Hochreiter and Schmidhuber, 1997; with the forget gate of Gers et al., 2000):
/// next to the hidden state h a cell state c, which is only scaled and added to.
///
///     a = x wx + prev_h wh + b        cut into four parts of H columns: a_i, a_f, a_o, a_g
///     i = sigmoid(a_i)   f = sigmoid(a_f)   o = sigmoid(a_o)   g = tanh(a_g)
///     next_c = f prev_c + i g         next_h = o tanh(next_c)
///
/// Along c a gradient meets only the factor f. Where the forget gate is open (f near 1) it neither vanishes
/// nor explodes. next_c reaches the loss on two ways: directly, and through next_h.
/// N = batch size, D = features of the input, H = hidden units.
/// The order of the gates is i, f, o, g.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct LstmState {
  Matrix h;  // (N, H) the hidden state
  Matrix c;  // (N, H) the cell state
};

struct LstmStepCache {
  Matrix x;       // (N, D)
  Matrix prev_h;  // (N, H)
  Matrix prev_c;  // (N, H)
  Matrix wx;      // (D, 4H)
  Matrix wh;      // (H, 4H)
  Matrix i;       // (N, H) each gate after its sigmoid or tanh
  Matrix f;       // (N, H)
  Matrix o;       // (N, H)
  Matrix g;       // (N, H)
  Matrix tanh_c;  // (N, H) tanh of next_c
};

struct LstmStepGradients {
  Matrix dx;       // (N, D)
  Matrix dprev_h;  // (N, H)
  Matrix dprev_c;  // (N, H)
  Matrix dwx;      // (D, 4H)
  Matrix dwh;      // (H, 4H)
  Vector db;       // (4H)
};

/// x: (N, D), prev_h and prev_c: (N, H), wx: (D, 4H), wh: (H, 4H), b: (4H).  Returns the next state and the
/// cache. Throws ShapeError when the sizes do not fit.
Forward<LstmState, LstmStepCache> lstm_step_forward(const Matrix& x, const Matrix& prev_h,
                                                    const Matrix& prev_c, const Matrix& wx, const Matrix& wh,
                                                    const Vector& b);

/// dnext_h and dnext_c: (N, H) gradients of the loss with respect to next_h and next_c; dnext_c without the
/// way through next_h, which is this function's to add.  Throws ShapeError when they do not fit the cache.
LstmStepGradients lstm_step_backward(const Matrix& dnext_h, const Matrix& dnext_c,
                                     const LstmStepCache& cache);

}  // namespace backprop
