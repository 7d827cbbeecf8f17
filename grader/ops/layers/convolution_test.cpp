// What the layers with windows have to do with each other, and what their headers promise.
#include <gtest/gtest.h>
#include <backprop/conv.hpp>
#include <backprop/conv_im2col.hpp>
#include <backprop/conv_transpose.hpp>
#include <backprop/depthwise_conv.hpp>
#include <backprop/receptive_field.hpp>
#include <backprop/rng.hpp>

#include <cmath>

namespace backprop {
namespace {

constexpr double kRounding = 1e-12;

Tensor4 images(std::size_t n, std::size_t c, std::size_t h, std::size_t w, std::uint64_t seed) {
  return reshape(Rng(seed).normal(n * c, h * w), {n, c, h, w});
}

template <class T>
double difference(const T& a, const T& b) {
  return a.shape() == b.shape() ? max(abs(a - b)) : INFINITY;
}

struct Geometry {
  std::size_t H, W, HH, WW;
  ConvParam param;
};

const Geometry kGeometries[] = {{6, 5, 3, 2, {1, 0}}, {7, 6, 3, 3, {2, 1}}, {9, 8, 2, 2, {3, 0}},
                                {4, 5, 4, 5, {1, 0}}, {3, 4, 1, 1, {1, 0}}, {2, 3, 4, 5, {1, 1}},
                                {2, 2, 2, 2, {2, 3}}};

TEST(Convolution, IsTheSameAsAProductOfMatrices) {
  for (const Geometry& g : kGeometries) {
    const Tensor4 x = images(3, 2, g.H, g.W, 1), w = images(4, 2, g.HH, g.WW, 2);
    const Vector b = {0.5, -1.0, 2.0, 0.0};
    const auto [out, cache] = conv_forward(x, w, b, g.param);
    const auto [same_out, same_cache] = conv_im2col_forward(x, w, b, g.param);
    EXPECT_LE(difference(out, same_out), kRounding);
    const Tensor4 dout = images(3, 4, out.shape(2), out.shape(3), 3);
    const ConvGradients gradients = conv_backward(dout, cache);
    const ConvIm2colGradients same = conv_im2col_backward(dout, same_cache);
    EXPECT_LE(difference(gradients.dx, same.dx), kRounding);
    EXPECT_LE(difference(gradients.dw, same.dw), kRounding);
    EXPECT_LE(difference(gradients.db, same.db), kRounding);
  }
}

TEST(Convolution, OfEachChannelByItselfIsDepthwise) {
  for (const Geometry& g : kGeometries) {
    const Tensor4 x = images(3, 2, g.H, g.W, 1);
    const Tensor4 own = images(2, 1, g.HH, g.WW, 2);
    Tensor4 w = zeros(2, 2, g.HH, g.WW);
    for (std::size_t c = 0; c < 2; ++c) xt::view(w, c, c) = xt::view(own, c, 0);
    const auto [out, cache] = conv_forward(x, w, {1.0, 2.0}, g.param);
    const auto [same, depthwise] =
        depthwise_conv_forward(x, reshape(own, {2, g.HH, g.WW}), {1.0, 2.0}, g.param);
    EXPECT_LE(difference(out, same), kRounding);
    const Tensor4 dout = images(3, 2, out.shape(2), out.shape(3), 3);
    EXPECT_LE(difference(conv_backward(dout, cache).dx, depthwise_conv_backward(dout, depthwise).dx),
              kRounding);
  }
}

// The transposed convolution is a convolution's dx, and a convolution is its dx.
TEST(Convolution, AndItsTransposeAreEachOthersBackwardPass) {
  for (const Geometry& g : kGeometries) {
    const Tensor4 small = images(2, 3, g.H, g.W, 1), w = images(3, 2, g.HH, g.WW, 2);
    const Vector none = {0.0, 0.0};
    if (g.param.pad > 1) continue;  // nothing would be left
    const auto [large, cache] = conv_transpose_forward(small, w, none, g.param);
    const auto conv = conv_forward(large, w, {0.0, 0.0, 0.0}, g.param);
    EXPECT_LE(difference(large, conv_backward(small, conv.cache).dx), kRounding);
    const Tensor4 dlarge = images(2, 2, large.shape(2), large.shape(3), 3);
    const auto gradients = conv_transpose_backward(dlarge, cache);
    EXPECT_LE(difference(gradients.dx, conv_forward(dlarge, w, {0.0, 0.0, 0.0}, g.param).out), kRounding);
    EXPECT_LE(difference(gradients.dw,
                         conv_backward(small, conv_forward(dlarge, w, {0.0, 0.0, 0.0}, g.param).cache).dw),
              kRounding);
  }
}

TEST(Convolution, GivesNothingToPixelsThatNoWindowReaches) {
  const Tensor4 x = images(1, 1, 1, 9, 1), w = ones(1, 1, 1, 2);
  const auto [out, cache] = conv_forward(x, w, {0.0}, {3, 0});
  const Tensor4 dx = conv_backward(ones_like(out), cache).dx;
  EXPECT_EQ(dx, Tensor4({{{{1, 1, 0, 1, 1, 0, 1, 1, 0}}}}));
}

template <class Call>
std::string refusal(Call call) {
  try {
    call();
  } catch (const ShapeError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Windows, ThatDoNotFitAreRefusedInWords) {
  const Tensor4 x = zeros(1, 2, 4, 3), w = zeros(3, 2, 5, 3);
  const Vector b = zeros(3);
  EXPECT_EQ(refusal([&] {
              conv_forward(x, w, b, {1, 0});
            }),
            "conv_forward: a window of 5 on 4 pixels, padding included");
  EXPECT_EQ(refusal([&] {
              im2col_forward(x, 5, 3, {1, 0});
            }),
            "im2col_forward: a window of 5 on 4 pixels, padding included");
  EXPECT_EQ(refusal([&] { conv_forward(x, w, b, {0, 1}); }), "conv_forward: the stride is 0");
  EXPECT_EQ(refusal([&] {
              conv_forward(x, zeros(3, 1, 2, 2), b, {1, 0});
            }),
            "conv_forward: w is (3, 1, 2, 2), expected (3, 2, 2, 2) = (F, C, HH, WW)");
  EXPECT_EQ(refusal([&] {
              conv_im2col_forward(x, w, zeros(2), {1, 1});
            }),
            "conv_im2col_forward: b is (2), expected (3) = (F)");
  EXPECT_EQ(refusal([&] {
              depthwise_conv_forward(x, zeros(1, 2, 2), b, {1, 0});
            }),
            "depthwise_conv_forward: w is (1, 2, 2), expected (2, 2, 2) = (C, HH, WW)");
  EXPECT_EQ(refusal([&] {
              conv_transpose_forward(zeros(1, 3, 1, 1), zeros(3, 2, 2, 2), zeros(2), {1, 1});
            }),
            "conv_transpose_forward: a border of 1 leaves nothing of 2 pixels");
  EXPECT_EQ(refusal([&] { pad_backward(zeros(1, 1, 2, 9), {1}); }),
            "pad_backward: dout is (1, 1, 2, 9), nothing but a border of 1");
  const auto [out, cache] = conv_forward(x, w, b, {1, 1});
  EXPECT_EQ(refusal([&] { conv_backward(zeros(1, 3, 3, 3), cache); }),
            "conv_backward: dout is (1, 3, 3, 3), expected (1, 3, 2, 3) = (N, F, H_out, W_out)");
}

// With positive weights nothing cancels, so the field of an output is where dx is not 0.
TEST(ReceptiveField, IsWhereConvolutionsHaveAGradient) {
  const Labels kernel = {3, 1, 2}, stride = {2, 2, 1}, pad = {1, 0, 1};
  constexpr std::size_t kWidth = 17;
  const auto layer = [&](const Tensor4& x, std::size_t l) {
    const auto of = [&](const Labels& list) { return static_cast<std::size_t>(list(l)); };
    // A row of pixels: a border above and below, which a window of the same height takes away again.
    return conv_forward(x, ones(1, 1, 1 + 2 * of(pad), of(kernel)), {0.0}, {of(stride), of(pad)});
  };
  const auto first = layer(ones(1, 1, 1, kWidth), 0);
  const auto second = layer(first.out, 1);
  const auto third = layer(second.out, 2);
  Vector seen_by = zeros(kWidth);
  for (std::size_t o = 0; o < third.out.shape(3); ++o) {
    Tensor4 dout = zeros_like(third.out);
    dout(0, 0, 0, o) = 1.0;
    const Tensor4 dx =
        conv_backward(conv_backward(conv_backward(dout, third.cache).dx, second.cache).dx, first.cache).dx;
    const Vector sees = reshape(dx > 0.0, {kWidth});
    EXPECT_EQ(receptive_field(kernel, stride, pad, kWidth, o).sees, sees) << "output " << o;
    seen_by += sees;
  }
  EXPECT_EQ(receptive_field(kernel, stride, pad, kWidth, 0).seen_by, seen_by);
}

TEST(ReceptiveField, OfAnOutputThatThereIsNotIsRefused) {
  EXPECT_THROW(receptive_field({3}, {1}, {0}, 5, 3), std::out_of_range);
  EXPECT_THROW(receptive_field({3, 2}, {1}, {0}, 5, 0), ShapeError);
  EXPECT_THROW(receptive_field({6}, {1}, {0}, 5, 0), ShapeError);
  EXPECT_THROW(receptive_field({-1}, {1}, {0}, 5, 0), ShapeError);
  EXPECT_THROW(receptive_field({2}, {0}, {0}, 5, 0), ShapeError);
  EXPECT_THROW(receptive_field({2}, {1}, {-1}, 5, 0), ShapeError);
}

}  // namespace
}  // namespace backprop
