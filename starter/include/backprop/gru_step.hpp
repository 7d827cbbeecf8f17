/// One time step of a gated recurrent unit as Cho et al. (2014) printed it, equations 5 to 8 of arXiv
/// 1406.1078v3: the reset gate acts on the hidden state *before* it is multiplied by the weights. (ONNX:
/// linear_before_reset = 0; Keras: reset_after = False. cuDNN and PyTorch follow the paper's first version,
/// and multiply first.)
///
///     r = sigmoid(x wx_r + prev_h wh_r + b_r)        reset gate
///     z = sigmoid(x wx_z + prev_h wh_z + b_z)        update gate
///     n = tanh(x wx_n + (r prev_h) wh_n + b_n)       candidate
///     next_h = z prev_h + (1 - z) n
///
/// wx, wh and b hold three parts of H columns each, in the order r, z, n. prev_h reaches next_h on four ways.
/// N = batch size, D = features of the input, H = hidden units.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct GruStepCache {
  Matrix x;       // (N, D)
  Matrix prev_h;  // (N, H)
  Matrix wx;      // (D, 3H)
  Matrix wh;      // (H, 3H)
  Matrix r;       // (N, H) each gate after its sigmoid or tanh
  Matrix z;       // (N, H)
  Matrix n;       // (N, H)
};

struct GruStepGradients {
  Matrix dx;       // (N, D)
  Matrix dprev_h;  // (N, H)
  Matrix dwx;      // (D, 3H)
  Matrix dwh;      // (H, 3H)
  Vector db;       // (3H)
};

/// x: (N, D), prev_h: (N, H), wx: (D, 3H), wh: (H, 3H), b: (3H).  Returns next_h: (N, H) and the cache.
/// Throws ShapeError when the sizes do not fit.
Forward<Matrix, GruStepCache> gru_step_forward(const Matrix& x, const Matrix& prev_h, const Matrix& wx,
                                               const Matrix& wh, const Vector& b);

/// dnext_h: (N, H) gradient of the loss with respect to next_h.  Throws ShapeError when it does not fit the
/// cache.
GruStepGradients gru_step_backward(const Matrix& dnext_h, const GruStepCache& cache);

}  // namespace backprop
