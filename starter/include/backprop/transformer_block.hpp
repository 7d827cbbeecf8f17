/// A block of a transformer, made of your layers, with the norms in front (pre-norm; Xiong et al., 2020):
///
///     middle = x + multi_head_attention(layernorm(x))
///     out = middle + affine(gelu(affine(layernorm(middle))))
///
/// Call the layers, bottom up in the forward pass and top down in the backward pass; derive nothing again.
/// Both residual sums copy the gradient: it goes around a branch as it is, and what comes through the branch
/// is added. layernorm and affine take matrices, a row for each step: as_rows and as_sequences. gelu is the
/// tanh form, and the norms have their default eps.
///
/// N = sequences, T = steps, D = features, H = heads, F = features inside of the second branch, often 4 D.
#pragma once

#include <backprop/affine.hpp>
#include <backprop/gelu.hpp>
#include <backprop/heads.hpp>
#include <backprop/layernorm.hpp>
#include <backprop/multi_head_attention.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct TransformerBlockParameters {
  Vector gamma1;  // (D) of the norm in front of the attention
  Vector beta1;   // (D)
  MultiHeadAttentionParameters attention;
  Vector gamma2;  // (D) of the norm in front of the affine layers
  Vector beta2;   // (D)
  Matrix w1;      // (D, F)
  Vector b1;      // (F)
  Matrix w2;      // (F, D)
  Vector b2;      // (D)
};

struct TransformerBlockCache {
  LayernormCache norm1;  // of (N T, D)
  MultiHeadAttentionCache attention;
  LayernormCache norm2;  // of (N T, D)
  AffineCache up;        // of (N T, D)
  GeluCache gelu;        // of (N, T, F)
  AffineCache down;      // of (N T, F)
};

/// x: (N, T, D), H heads.  With `causal`, step t sees steps 0 to t only.  Returns out: (N, T, D) and the
/// cache.  Throws ShapeError when the sizes do not fit.
Forward<Tensor3, TransformerBlockCache> transformer_block_forward(
    const Tensor3& x, const TransformerBlockParameters& parameters, std::size_t heads, bool causal);

struct TransformerBlockGradients {
  Tensor3 dx;                             // (N, T, D)
  TransformerBlockParameters parameters;  // each gradient in the place of its parameter
};

/// dout: (N, T, D) gradient of the loss with respect to out.  Throws ShapeError when dout does not fit the
/// cache.
TransformerBlockGradients transformer_block_backward(const Tensor3& dout, const TransformerBlockCache& cache);

}  // namespace backprop
