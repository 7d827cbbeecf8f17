// Each stand-in, called as a worker calls it, gives the bits that the reference gives.
#include <gtest/gtest.h>

#include <backprop/affine.hpp>
#include <backprop/attention.hpp>
#include <backprop/batchnorm.hpp>
#include <backprop/conv.hpp>
#include <backprop/conv_im2col.hpp>
#include <backprop/cross_entropy_smoothed.hpp>
#include <backprop/dropout.hpp>
#include <backprop/gather_rows.hpp>
#include <backprop/group_norm.hpp>
#include <backprop/im2col.hpp>
#include <backprop/max_pool.hpp>
#include <backprop/rmsnorm.hpp>
#include <backprop/softmax_loss.hpp>
#include <backprop/spatial_batchnorm.hpp>
#include <backprop/transformer_block.hpp>
#include <filesystem>
#include <limits>

#include "grader/ops/argument_shapes.hpp"
#include "grader/ops/packing.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using backprop::Matrix;
using backprop::Vector;

Matrix normal(std::size_t rows, std::size_t columns, std::uint64_t seed = 1) {
  return backprop::Rng(seed).normal(rows, columns);
}

TEST(StandIns, ExistForEachFunctionOfTheirLayers) {
  std::size_t layers = 0;
  for (const auto& file : std::filesystem::directory_iterator(STAND_IN_LAYERS)) {
    const Op* op = find_op(file.path().stem().string());
    ASSERT_TRUE(op) << file.path();
    for (const std::string& function : op->functions) EXPECT_TRUE(find_outside(function)) << function;
    ++layers;
  }
  EXPECT_GE(layers, 13u);
}

TEST(StandIns, GiveTheReferencesBits) {
  const Matrix x = normal(3, 4);
  const Matrix w = normal(4, 2, 2);
  const Vector b = {1.0, -2.0};
  const auto [out, cache] = call_outside_as(backprop::affine_forward, "affine_forward", x, w, b);
  EXPECT_EQ(out, backprop::affine_forward(x, w, b).out);
  EXPECT_EQ(cache.x, x);
  EXPECT_EQ(cache.w, w);
  const Matrix dout = normal(3, 2, 3);
  const auto gradients = call_outside_as(backprop::affine_backward, "affine_backward", dout, cache);
  const auto right = backprop::affine_backward(dout, cache);
  EXPECT_EQ(gradients.dx, right.dx);
  EXPECT_EQ(gradients.dw, right.dw);
  EXPECT_EQ(gradients.db, right.db);
}

TEST(StandIns, GiveLossesAndLabels) {
  const Matrix x = normal(3, 5);
  const backprop::Labels y = {4, 0, 2};
  const auto [loss, cache] = call_outside_as(backprop::softmax_loss_forward, "softmax_loss_forward", x, y);
  const auto right = backprop::softmax_loss_forward(x, y);
  EXPECT_EQ(loss, right.out);
  EXPECT_EQ(cache.y, y);
  EXPECT_EQ(call_outside_as(backprop::softmax_loss_backward, "softmax_loss_backward", 0.5, cache),
            backprop::softmax_loss_backward(0.5, right.cache));
}

TEST(StandIns, DrawFromTheCallersGenerator) {
  const Matrix x = normal(5, 6);
  backprop::Rng ours(9);
  backprop::Rng theirs(9);
  for (int i = 0; i < 3; ++i) {
    const auto out =
        call_outside_as(backprop::dropout_forward, "dropout_forward", x, 0.5, backprop::Mode::train, ours)
            .out;
    EXPECT_EQ(out, backprop::dropout_forward(x, 0.5, backprop::Mode::train, theirs).out);
  }
  EXPECT_EQ(ours.uniform(), theirs.uniform());
}

TEST(StandIns, ChangeTheCallersRunningStatistics) {
  const Matrix x = normal(5, 3);
  const Vector ones = backprop::ones(3);
  backprop::BatchnormParam ours;
  backprop::BatchnormParam theirs;
  for (const backprop::Mode mode : {backprop::Mode::train, backprop::Mode::train, backprop::Mode::test}) {
    ours.mode = theirs.mode = mode;
    const auto [out, cache] =
        call_outside_as(backprop::batchnorm_forward, "batchnorm_forward", x, ones, ones, ours);
    const auto right = backprop::batchnorm_forward(x, ones, ones, theirs);
    EXPECT_EQ(out, right.out);
    EXPECT_EQ(cache.xhat, right.cache.xhat);
  }
  EXPECT_EQ(ours.running_mean, theirs.running_mean);
  EXPECT_EQ(ours.running_var, theirs.running_var);
}

// Caches come from student code, and the reference's layers index memory by what they say.
TEST(StandIns, RefuseCachesThatDoNotFit) {
  const auto refused = [](const char* function, const TensorList& arguments) {
    try {
      (*find_outside(function))(arguments);
    } catch (const backprop::ShapeError&) {
      return true;
    }
    return false;
  };
  const Tensor vector{{3}, {0, 1, 2}};
  const Tensor matrix{{2, 3}, {1, 2, 3, 4, 5, 6}};
  EXPECT_FALSE(
      refused("gather_rows_backward", {matrix, {{2}, {0, 1}}, Tensor::scalar(4), Tensor::scalar(3)}));
  // A row of the table that is not there, before it and after it; none at all; half a row.
  for (const double row : {4.0, -1.0, std::numeric_limits<double>::quiet_NaN(), 0.5}) {
    EXPECT_TRUE(
        refused("gather_rows_backward", {matrix, {{2}, {0, row}}, Tensor::scalar(4), Tensor::scalar(3)}))
        << row;
  }
  // Sizes that no memory holds, that are none, and that differ from the gradient's.
  for (const double rows : {1e12, 2e6, 0.0, -4.0, 2.5}) {
    EXPECT_TRUE(
        refused("gather_rows_backward", {matrix, {{2}, {0, 0}}, Tensor::scalar(rows), Tensor::scalar(3)}))
        << rows;
  }
  EXPECT_TRUE(refused("gather_rows_backward", {matrix, {{2}, {0, 1}}, Tensor::scalar(4), Tensor::scalar(2)}));
  EXPECT_TRUE(refused("affine_backward", {matrix, matrix, matrix}));
  EXPECT_TRUE(refused("affine_backward", {matrix, matrix}));
  EXPECT_TRUE(refused("affine_backward", {vector, matrix, matrix}));
  EXPECT_TRUE(refused("relu_forward", {{{0, 3}, {}}}));
  EXPECT_TRUE(refused("dropout_forward", {matrix, Tensor::scalar(0.5), Tensor::scalar(0), vector}));
}

backprop::Tensor4 images(std::size_t n, std::size_t c, std::size_t h, std::size_t w, std::uint64_t seed) {
  return backprop::reshape(normal(n * c, h * w, seed), {n, c, h, w});
}

TEST(StandIns, GiveTheReferencesBitsForWindows) {
  const backprop::Tensor4 x = images(2, 3, 5, 4, 1);
  const backprop::Tensor4 w = images(2, 3, 3, 2, 2);
  const Vector b = {1.0, -2.0};
  const backprop::ConvParam param{2, 1};
  const auto [out, cache] = call_outside_as(backprop::conv_forward, "conv_forward", x, w, b, param);
  const auto right = backprop::conv_forward(x, w, b, param);
  EXPECT_EQ(out, right.out);
  const auto gradients = call_outside_as(backprop::conv_backward, "conv_backward", out, cache);
  EXPECT_EQ(gradients.dx, backprop::conv_backward(out, right.cache).dx);
  const auto [cols, windows] =
      call_outside_as(backprop::im2col_forward, "im2col_forward", x, std::size_t{3}, std::size_t{2}, param);
  EXPECT_EQ(cols, backprop::im2col_forward(x, 3, 2, param).out);
  EXPECT_EQ(call_outside_as(backprop::im2col_backward, "im2col_backward", cols, windows),
            backprop::im2col_backward(cols, windows));
  const auto [padded, border] = call_outside_as(backprop::pad_forward, "pad_forward", x, std::size_t{2});
  EXPECT_EQ(call_outside_as(backprop::pad_backward, "pad_backward", padded, border), x);
}

TEST(StandIns, GiveTheReferencesBitsForTheLayersOfAConvolutionalNet) {
  const backprop::Tensor4 x = images(2, 4, 5, 3, 1);
  const backprop::Tensor4 w = images(3, 4, 2, 2, 2);
  const Vector b = {1.0, -2.0, 0.5};
  const auto [out, cache] = call_outside_as(backprop::conv_im2col_forward, "conv_im2col_forward", x, w, b,
                                            backprop::ConvParam{1, 1});
  EXPECT_EQ(out, backprop::conv_im2col_forward(x, w, b, {1, 1}).out);
  const auto conv = call_outside_as(backprop::conv_im2col_backward, "conv_im2col_backward", out, cache);
  EXPECT_EQ(conv.dx, backprop::conv_im2col_backward(out, cache).dx);
  EXPECT_EQ(conv.dw, backprop::conv_im2col_backward(out, cache).dw);

  const auto [pooled, pool] =
      call_outside_as(backprop::max_pool_forward, "max_pool_forward", x, backprop::PoolParam{2, 3, 1});
  EXPECT_EQ(pooled, backprop::max_pool_forward(x, {2, 3, 1}).out);
  EXPECT_EQ(call_outside_as(backprop::max_pool_backward, "max_pool_backward", pooled, pool),
            backprop::max_pool_backward(pooled, pool));

  const Vector gamma = {1.0, -2.0, 0.5, 3.0};
  backprop::BatchnormParam param, same;
  const auto [normalised, batchnorm] = call_outside_as(backprop::spatial_batchnorm_forward,
                                                       "spatial_batchnorm_forward", x, gamma, gamma, param);
  EXPECT_EQ(normalised, backprop::spatial_batchnorm_forward(x, gamma, gamma, same).out);
  EXPECT_EQ(param.running_mean, same.running_mean);
  EXPECT_EQ(
      call_outside_as(backprop::spatial_batchnorm_backward, "spatial_batchnorm_backward", x, batchnorm).dx,
      backprop::spatial_batchnorm_backward(x, batchnorm).dx);

  const auto [grouped, groups] = call_outside_as(backprop::group_norm_forward, "group_norm_forward", x, gamma,
                                                 gamma, std::size_t{2}, 1e-5);
  EXPECT_EQ(grouped, backprop::group_norm_forward(x, gamma, gamma, 2).out);
  EXPECT_EQ(call_outside_as(backprop::group_norm_backward, "group_norm_backward", x, groups).dx,
            backprop::group_norm_backward(x, groups).dx);
}

TEST(StandIns, GiveTheReferencesBitsForTheLayersOfATransformer) {
  const backprop::Tensor3 x = backprop::reshape(images(2, 3, 4, 1, 1), {2, 3, 4});
  const Vector gamma = {1.0, -2.0, 0.5, 3.0};
  const auto [out, norm] = call_outside_as(backprop::rmsnorm_forward, "rmsnorm_forward", x, gamma, 1e-5);
  EXPECT_EQ(out, backprop::rmsnorm_forward(x, gamma, 1e-5).out);
  const auto gradients = call_outside_as(backprop::rmsnorm_backward, "rmsnorm_backward", x, norm);
  EXPECT_EQ(gradients.dx, backprop::rmsnorm_backward(x, norm).dx);
  EXPECT_EQ(gradients.dgamma, backprop::rmsnorm_backward(x, norm).dgamma);
}

// Returns whether the function refuses these arguments, and tells why.
bool refused(const char* function, const TensorList& arguments) {
  try {
    (*find_outside(function))(arguments);
  } catch (const backprop::ShapeError& error) {
    return std::string(error.what()).starts_with(function);
  }
  return false;
}

TEST(StandIns, RefuseWindowsThatAreMoreThanAnyOfTheCourse) {
  const Tensor x = Tensor::filled({1, 1, 3, 3}, 1.0);
  const Tensor b = Tensor::filled({1}, 0.0);
  const auto number = [](double value) { return Tensor::scalar(value); };
  EXPECT_FALSE(refused("pad_forward", {x, number(9)}));
  EXPECT_FALSE(refused("im2col_forward", {x, number(2), number(3), number(1), number(1)}));
  EXPECT_FALSE(refused("conv_forward", {x, x, b, number(1), number(2)}));
  const Tensor large = Tensor::filled({1, 1, 512, 512}, 1.0);
  EXPECT_TRUE(
      refused("conv_forward", {large, Tensor::filled({1, 1, 256, 256}, 1.0), b, number(1), number(0)}));
  for (const double pad : {1e4, 1e9, 1e300, std::numeric_limits<double>::infinity(), -1e9}) {
    EXPECT_TRUE(refused("pad_forward", {x, number(pad)})) << pad;
    EXPECT_TRUE(refused("im2col_forward", {x, number(2), number(3), number(1), number(pad)})) << pad;
    EXPECT_TRUE(refused("conv_forward", {x, x, b, number(1), number(pad)})) << pad;
    EXPECT_TRUE(refused("conv_backward", {x, x, x, number(1), number(pad)})) << pad;
  }
  EXPECT_FALSE(refused("max_pool_forward", {x, number(2), number(3), number(1)}));
  for (const double size : {0.0, 4.0, 1e9}) {
    EXPECT_TRUE(refused("max_pool_forward", {x, number(size), number(1), number(1)})) << size;
  }
  EXPECT_TRUE(refused("max_pool_forward", {large, number(256), number(256), number(1)}));
  EXPECT_TRUE(refused("max_pool_backward", {large, large, number(256), number(256), number(1)}));
  // One window of one pixel of an image that is too large for any memory.
  EXPECT_TRUE(
      refused("im2col_backward", {Tensor::filled({1, 1}, 1.0), number(1), number(1), number(1 << 20),
                                  number(1 << 20), number(1), number(1), number(1 << 20), number(0)}));
}

backprop::Tensor3 steps(std::size_t n, std::size_t t, std::size_t d, std::uint64_t seed) {
  return backprop::reshape(normal(n * t, d, seed), {n, t, d});
}

TEST(StandIns, GiveTheReferencesBitsForTheLayersOfALanguageModel) {
  const backprop::Tensor3 x = steps(2, 3, 4, 1);
  const backprop::MultiHeadAttentionParameters w{normal(4, 4, 2), normal(4, 4, 3), normal(4, 4, 4),
                                                 normal(4, 4, 5)};
  const Vector gamma = {1.0, -2.0, 0.5, 3.0};
  const backprop::TransformerBlockParameters block{
      gamma, gamma, w, gamma, gamma, normal(4, 5, 6), Vector{1, 2, 3, 4, 5}, normal(5, 4, 7), gamma};
  const auto [out, cache] = call_outside_as(backprop::transformer_block_forward, "transformer_block_forward",
                                            x, block, std::size_t{2}, true);
  EXPECT_EQ(out, backprop::transformer_block_forward(x, block, 2, true).out);
  const auto gradients =
      call_outside_as(backprop::transformer_block_backward, "transformer_block_backward", out, cache);
  const auto right = backprop::transformer_block_backward(out, cache);
  EXPECT_EQ(gradients.dx, right.dx);
  EXPECT_EQ(gradients.parameters.attention.wo, right.parameters.attention.wo);
  EXPECT_EQ(gradients.parameters.b2, right.parameters.b2);

  const backprop::LabelMatrix y = {{0, 3, 1}, {2, 2, 0}};
  const auto [loss, kept] = call_outside_as(backprop::cross_entropy_smoothed_forward,
                                            "cross_entropy_smoothed_forward", x, y, 0.1, std::int64_t{0});
  EXPECT_EQ(loss, backprop::cross_entropy_smoothed_forward(x, y, 0.1, 0).out);
  EXPECT_EQ(call_outside_as(backprop::cross_entropy_smoothed_backward, "cross_entropy_smoothed_backward", 0.5,
                            kept),
            backprop::cross_entropy_smoothed_backward(0.5, kept));
}

// The weights have a number for each pair of a query and a key, more than all arguments together.
TEST(StandIns, RefuseMoreWeightsThanAnyOfTheCourse) {
  const auto attention = [](std::size_t n, std::size_t t) {
    const Tensor x = Tensor::filled({n, t, 1}, 1.0);
    return refused("attention_forward", {x, x, x, Tensor::scalar(0)});
  };
  EXPECT_FALSE(attention(2, 50));
  EXPECT_TRUE(attention(64, 1024));
  const auto with_heads = [](double heads) {
    const Tensor x = Tensor::filled({1, 512, 64}, 0.1);
    const Tensor w = Tensor::filled({64, 64}, 0.1);
    return refused("multi_head_attention_forward", {x, w, w, w, w, Tensor::scalar(heads), Tensor::scalar(0)});
  };
  EXPECT_FALSE(with_heads(4));
  EXPECT_TRUE(with_heads(64));
}

TEST(StandIns, LetMultiplesOfASizeFitIt) {
  const auto fits = [](std::size_t width) {
    try {
      require_arguments("f", "N,H 4H", {{{1, 2}, {0, 0}}, Tensor::filled({width}, 0.0)});
    } catch (const backprop::ShapeError&) {
      return false;
    }
    return true;
  };
  EXPECT_TRUE(fits(8));
  EXPECT_FALSE(fits(7));
  EXPECT_FALSE(fits(2));
}

}  // namespace
}  // namespace grader
