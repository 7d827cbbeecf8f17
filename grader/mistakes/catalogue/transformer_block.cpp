#include <backprop/transformer_block.hpp>
#include <functional>
#include <utility>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"
#include "grader/ops/layers/transformer_block_case.hpp"

namespace grader::transformer_block_mistakes {

using namespace backprop;

// The block on its way down. Each step takes the gradient of what a layer gave and returns that of its input.
struct BlockWalk {
  const TransformerBlockCache& cache;
  TransformerBlockParameters gradients = {};
  std::size_t T;

  Matrix through_down(const Matrix& d) {
    const AffineGradients affine = affine_backward(d, cache.down);
    gradients.w2 = affine.dw;
    gradients.b2 = affine.db;
    return affine.dx;
  }
  Matrix through_gelu(const Matrix& d) const {
    return as_rows(gelu_backward(as_sequences(d, T), cache.gelu));
  }
  Matrix through_up(const Matrix& d) {
    const AffineGradients affine = affine_backward(d, cache.up);
    gradients.w1 = affine.dw;
    gradients.b1 = affine.db;
    return affine.dx;
  }
  Matrix through_norm2(const Matrix& d) {
    const LayernormGradients norm = layernorm_backward(d, cache.norm2);
    gradients.gamma2 = norm.dgamma;
    gradients.beta2 = norm.dbeta;
    return norm.dx;
  }
  Matrix through_attention(const Matrix& d) {
    const MultiHeadAttentionGradients inside =
        multi_head_attention_backward(as_sequences(d, T), cache.attention);
    gradients.attention = {inside.dwq, inside.dwk, inside.dwv, inside.dwo};
    return as_rows(inside.dx);
  }
  Matrix through_norm1(const Matrix& d) {
    const LayernormGradients norm = layernorm_backward(d, cache.norm1);
    gradients.gamma1 = norm.dgamma;
    gradients.beta1 = norm.dbeta;
    return norm.dx;
  }
  Matrix through_thought(const Matrix& d) { return through_norm2(through_up(through_gelu(through_down(d)))); }
  Matrix through_sight(const Matrix& d) { return through_norm1(through_attention(d)); }
};

// Returns dx, a row for each step, and leaves the gradients of the parameters in the walk.
using Wrong = Matrix (*)(BlockWalk& walk, const Matrix& dout);

TransformerBlockCache cache_of(Given& given) {
  return transformer_block_forward(given.in.tensor3("x"), transformer_block_parameters(given.in),
                                   static_cast<std::size_t>(given.attributes.at("heads")),
                                   given.attributes.at("causal") != 0.0)
      .cache;
}

WrongAnswer walks(Wrong wrong) {
  return [wrong](Given& given) {
    const TransformerBlockCache cache = cache_of(given);
    const Tensor3& dout = given.upstream.tensor3("out");
    BlockWalk walk{.cache = cache, .T = dout.shape(1)};
    const Matrix dx = wrong(walk, as_rows(dout));
    Tensors result = transformer_block_gradients(walk.gradients);
    result["x"] = from_xtensor(as_sequences(dx, walk.T));
    return result;
  };
}

Matrix around_both(BlockWalk& walk, const Matrix& dmiddle) { return dmiddle + walk.through_sight(dmiddle); }

Matrix without_second_way_around(BlockWalk& walk, const Matrix& dout) {
  return around_both(walk, walk.through_thought(dout));
}
Matrix without_first_way_around(BlockWalk& walk, const Matrix& dout) {
  return walk.through_sight(dout + walk.through_thought(dout));
}
Matrix without_second_branch(BlockWalk& walk, const Matrix& dout) {
  walk.through_thought(dout);
  return around_both(walk, dout);
}
Matrix without_first_branch(BlockWalk& walk, const Matrix& dout) {
  const Matrix dmiddle = dout + walk.through_thought(dout);
  walk.through_sight(dmiddle);
  return dmiddle;
}
Matrix with_attention_under_dout(BlockWalk& walk, const Matrix& dout) {
  const Matrix dmiddle = dout + walk.through_thought(dout);
  return dmiddle + walk.through_sight(dout);
}
Matrix with_x_counted_twice(BlockWalk& walk, const Matrix& dout) {
  return dout + around_both(walk, dout + walk.through_thought(dout));
}
Matrix with_averaged_ways(BlockWalk& walk, const Matrix& dout) {
  const Matrix dmiddle = 0.5 * (dout + walk.through_thought(dout));
  return 0.5 * around_both(walk, dmiddle);
}
Matrix past_norm2(BlockWalk& walk, const Matrix& dout) {
  const Matrix dnormal = walk.through_up(walk.through_gelu(walk.through_down(dout)));
  walk.through_norm2(dnormal);
  return around_both(walk, dout + dnormal);
}
Matrix past_norm1(BlockWalk& walk, const Matrix& dout) {
  const Matrix dmiddle = dout + walk.through_thought(dout);
  const Matrix dnormal = walk.through_attention(dmiddle);
  walk.through_norm1(dnormal);
  return dmiddle + dnormal;
}
Matrix norm2_after_the_sum(BlockWalk& walk, const Matrix& dout) {
  const Matrix dnormal = walk.through_up(walk.through_gelu(walk.through_down(dout)));
  return around_both(walk, walk.through_norm2(dout + dnormal));
}
Matrix past_gelu(BlockWalk& walk, const Matrix& dout) {
  return around_both(walk, dout + walk.through_norm2(walk.through_up(walk.through_down(dout))));
}
Matrix through_exact_gelu(BlockWalk& walk, const Matrix& dout) {
  const Matrix dactive = walk.through_down(dout);
  const GeluCache exact = gelu_forward(walk.cache.gelu.x, true).cache;
  const Matrix dwide = as_rows(gelu_backward(as_sequences(dactive, walk.T), exact));
  return around_both(walk, dout + walk.through_norm2(walk.through_up(dwide)));
}
Matrix through_relu(BlockWalk& walk, const Matrix& dout) {
  const Matrix dwide = walk.through_down(dout) * (as_rows(walk.cache.gelu.x) > 0.0);
  return around_both(walk, dout + walk.through_norm2(walk.through_up(dwide)));
}
Matrix with_dw2_before_gelu(BlockWalk& walk, const Matrix& dout) {
  const Matrix dx = around_both(walk, dout + walk.through_thought(dout));
  walk.gradients.w2 = matmul(transpose(as_rows(walk.cache.gelu.x)), dout);
  return dx;
}
Matrix with_norms_swapped(BlockWalk& walk, const Matrix& dout) {
  const Matrix dx = around_both(walk, dout + walk.through_thought(dout));
  std::swap(walk.gradients.gamma1, walk.gradients.gamma2);
  std::swap(walk.gradients.beta1, walk.gradients.beta2);
  return dx;
}
Matrix with_gamma_and_beta_swapped(BlockWalk& walk, const Matrix& dout) {
  const Matrix dx = around_both(walk, dout + walk.through_thought(dout));
  std::swap(walk.gradients.gamma1, walk.gradients.beta1);
  std::swap(walk.gradients.gamma2, walk.gradients.beta2);
  return dx;
}
Matrix without_upstream(BlockWalk& walk, const Matrix& dout) {
  const Matrix ones = ones_like(dout);
  return around_both(walk, ones + walk.through_thought(ones));
}

// What lies below the second branch.
const std::vector<std::string> kBelowMiddle = {"x", "gamma1", "beta1", "wq", "wk", "wv", "wo"};
const std::vector<std::string> kBelowGelu = {"x",  "gamma1", "beta1", "wq", "wk", "wv",
                                             "wo", "gamma2", "beta2", "w1", "b1"};

const MistakeRegistration registration{
    "transformer_block",
    {
        {.id = "second-way-around-forgotten",
         .spoils = kBelowMiddle,
         .hint = "middle goes into a branch, and where else?",
         .misconception = "The gradient goes through the layers, one after the other.",
         .answer = walks(without_second_way_around)},
        {.id = "first-way-around-forgotten",
         .spoils = {"x"},
         .hint = "x goes into the attention's branch, and where else?",
         .misconception = "The gradient of x is that of the lowest layer's input.",
         .answer = walks(without_first_way_around)},
        {.id = "second-branch-forgotten",
         .spoils = kBelowMiddle,
         .hint = "You have the gradients of the affine layers: does what goes on below know of them?",
         .misconception = "At a residual the gradient goes around the branch.",
         .answer = walks(without_second_branch)},
        {.id = "first-branch-forgotten",
         .spoils = {"x"},
         .hint = "You have the gradients of the projections: does dx know of the attention?",
         .misconception = "At a residual the gradient goes around the branch.",
         .answer = walks(without_first_branch)},
        {.id = "attention-under-dout",
         .spoils = kBelowMiddle,
         .hint = "What the attention gives goes into middle: has middle's gradient only the part from dout?",
         .misconception = "Both branches of a block get the same upstream gradient.",
         .answer = walks(with_attention_under_dout)},
        {.id = "x-counted-twice",
         .spoils = {"x"},
         .hint = "Count the ways from x to out: is the one around both branches among them once, or twice?",
         .misconception = "Each residual adds dout to dx.",
         .answer = walks(with_x_counted_twice)},
        {.id = "ways-averaged",
         .spoils = kBelowMiddle,
         .hint = "Two ways lead from middle to out: is what it gets their sum, or their mean?",
         .misconception = "A residual takes the mean of two gradients, so that nothing explodes.",
         .answer = walks(with_averaged_ways)},
        {.id = "norm2-forgotten",
         .spoils = kBelowMiddle,
         .hint = "You have dgamma2 and dbeta2: what does that norm do to the gradient that goes on?",
         .misconception = "A norm's backward pass is for its own parameters.",
         .answer = walks(past_norm2)},
        {.id = "norm1-forgotten",
         .spoils = {"x"},
         .hint = "You have dgamma1 and dbeta1: what does that norm do to the gradient that goes on?",
         .misconception = "A norm's backward pass is for its own parameters.",
         .answer = walks(past_norm1)},
        {.id = "norm2-after-the-sum",
         .spoils = {"x", "gamma1", "beta1", "wq", "wk", "wv", "wo", "gamma2", "beta2"},
         .hint = "Does the norm stand in the branch, or on the way around it as well?",
         .misconception = "The block is the post-norm one of 2017.",
         .answer = walks(norm2_after_the_sum)},
        {.id = "gelu-forgotten",
         .spoils = kBelowGelu,
         .hint = "What stands between the two affine layers?",
         .misconception = "gelu has no parameters, so nothing has to be done for it.",
         .answer = walks(past_gelu)},
        {.id = "exact-gelu",
         .spoils = kBelowGelu,
         .hint = "Which of its two forms did gelu have on the way up?",
         .misconception = "The forms are nearly equal, so either slope will do.",
         .answer = walks(through_exact_gelu)},
        {.id = "slope-of-relu",
         .spoils = kBelowGelu,
         .hint = "Is a unit with a small negative input switched off altogether?",
         .misconception = "gelu is a relu with a round corner.",
         .answer = walks(through_relu)},
        {.id = "dw2-before-gelu",
         .spoils = {"w2"},
         .hint = "What does w2 multiply: what goes into gelu, or what comes out?",
         .misconception = "The input of the second affine layer is the output of the first.",
         .answer = walks(with_dw2_before_gelu)},
        {.id = "norms-swapped",
         .spoils = {"gamma1", "beta1", "gamma2", "beta2"},
         .hint =
             "Two norms have parameters of the same size: does each gradient lie in the place of its own?",
         .misconception = "The gradients come in the order in which the backward pass meets them.",
         .answer = walks(with_norms_swapped)},
        {.id = "gamma-and-beta-swapped",
         .spoils = {"gamma1", "beta1", "gamma2", "beta2"},
         .hint = "gamma and beta have the same size: does each gradient lie in the place of its parameter?",
         .misconception = "A norm's gradients come in the order in which one remembers its parameters.",
         .answer = walks(with_gamma_and_beta_swapped)},
        {.id = "upstream-ignored",
         .spoils = {"x", "gamma1", "beta1", "wq", "wk", "wv", "wo", "gamma2", "beta2", "w1", "b1", "w2",
                    "b2"},
         .hint = "Does your answer change when dout does?",
         .misconception = "The gradient of a net starts with ones.",
         .answer = walks(without_upstream)},
    }};

}  // namespace grader::transformer_block_mistakes
