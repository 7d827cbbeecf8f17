// Known answers that take more than one call: a whole captioning net of Stanford CS231n, assignment 3, and
// cases that can be solved by hand for any number of time steps. The notebooks publish no gradients. They
// compare gradients with difference quotients, as reference_test does here.
#include <gtest/gtest.h>
#include <backprop/affine.hpp>
#include <backprop/embedding.hpp>
#include <backprop/lstm.hpp>
#include <backprop/rnn.hpp>
#include <backprop/temporal_affine.hpp>
#include <backprop/temporal_softmax_loss.hpp>

#include <cmath>

#include "grader/ops/testing/linspace.hpp"
#include "grader/ops/testing/plain.hpp"

namespace backprop {
namespace {

template <class Tensor>
void expect_near(const Tensor& actual, const Tensor& expected, double tolerance) {
  ASSERT_EQ(actual.shape(), expected.shape());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    EXPECT_NEAR(actual.flat(i), expected.flat(i), tolerance) << "element " << i;
  }
}

// The captioning net of both notebooks, to twelve digits. An affine layer turns the image's features into h0.
// The words but the last are embedded and run through the recurrent layer and an affine layer, to predict the
// words but the first. The mask leaves out word 0, <NULL>. All parameters are linspace from -1.4 to 1.3.
class Captioning : public testing::Test {
 protected:
  static constexpr std::size_t N = 10, D = 20, W = 30, H = 40, V = 3, T = 12;

  LabelMatrix captions(std::size_t first) const {
    LabelMatrix words({N, T});
    for (std::size_t n = 0; n < N; ++n) {
      for (std::size_t t = 0; t < T; ++t) {
        words(n, t) = static_cast<std::int64_t>((n * (T + 1) + first + t) % V);
      }
    }
    return words;
  }

  template <class Recurrent>
  double loss(const Matrix& features, std::size_t gates, Recurrent forward) const {
    const auto fixed = [](auto... sizes) { return linspace(-1.4, 1.3, sizes...); };
    const Matrix h0 = affine_forward(features, fixed(D, H), fixed(H)).out;
    const Tensor3 words = embedding_forward(captions(0), fixed(V, W)).out;
    const Tensor3 h = forward(words, h0, fixed(W, gates * H), fixed(H, gates * H), fixed(gates * H)).out;
    const Tensor3 scores = temporal_affine_forward(h, fixed(H, V), fixed(V)).out;
    const LabelMatrix y = captions(1);
    Matrix mask = zeros(N, T);
    for (std::size_t i = 0; i < mask.size(); ++i) mask.flat(i) = y.flat(i) != 0 ? 1.0 : 0.0;
    return temporal_softmax_loss_forward(scores, y, mask).out;
  }
};

TEST_F(Captioning, LossWithRnn) {
  EXPECT_NEAR(loss(linspace(-1.5, 0.3, N, D), 1, rnn_forward), 9.83235591003, 1e-11);
}

TEST_F(Captioning, LossWithLstm) {
  EXPECT_NEAR(loss(linspace(-0.5, 1.7, N, D), 4, lstm_forward), 9.82445935443, 1e-11);
}

// RNN_Captioning.ipynb says "Should be about 2.3", "about 23" and "about 2.3", with scores that are small
// random numbers. With scores of 0 the losses are log 10, 10 log 10 and log 10. In the last one, every tenth
// step counts.
TEST(Sequences, TemporalSoftmaxLossOfEqualScores) {
  const auto loss = [](std::size_t N, std::size_t T, std::size_t every) {
    Matrix mask = zeros(N, T);
    for (std::size_t i = 0; i < mask.size(); i += every) mask.flat(i) = 1.0;
    return temporal_softmax_loss_forward(zeros(N, T, 10), LabelMatrix({N, T}, 7), mask).out;
  };
  EXPECT_NEAR(loss(100, 1, 1), std::log(10.0), 1e-12);
  EXPECT_NEAR(loss(100, 10, 1), 10.0 * std::log(10.0), 1e-12);
  EXPECT_NEAR(loss(500, 10, 10), std::log(10.0), 1e-12);
}

TEST(Sequences, TemporalAffineIsTheAffineLayerOfAllStepsTogether) {
  const Tensor3 x = linspace(-1.0, 2.0, 2, 3, 4);
  const Tensor3 dout = linspace(0.5, -0.7, 2, 3, 5);
  const Matrix w = linspace(-0.4, 0.9, 4, 5);
  const Vector b = linspace(-1.0, 1.0, 5);
  const auto rows = [](const Tensor3& tensor) {
    Matrix flat = zeros(tensor.shape(0) * tensor.shape(1), tensor.shape(2));
    std::copy(tensor.begin(), tensor.end(), flat.begin());
    return flat;
  };
  const auto [out, cache] = temporal_affine_forward(x, w, b);
  const auto [flat_out, flat_cache] = affine_forward(rows(x), w, b);
  expect_near(rows(out), flat_out, kExact);
  const auto gradients = temporal_affine_backward(dout, cache);
  const auto [dx, dw, db] = affine_backward(rows(dout), flat_cache);
  expect_near(rows(gradients.dx), dx, kExact);
  expect_near(gradients.dw, dw, kExact);
  expect_near(gradients.db, db, kExact);
}

// At x = 0, h0 = 0, b = 0 the state stays 0, where tanh has slope 1. So the gradient of h0 is the last step's
// upstream gradient times wh^T once per step. A. Karpathy, Yes you should understand backprop: a, a b, a
// b^2...
TEST(Sequences, RnnBackwardAtRestMultipliesByTheSameMatrix) {
  const Matrix wh = {{0.5, -2.0}, {1.0, 0.25}};
  constexpr std::size_t T = 6;
  const auto [h, cache] = rnn_forward(zeros(1, T, 3), zeros(1, 2), linspace(-1.0, 1.0, 3, 2), wh, zeros(2));
  Tensor3 dh = zeros(1, T, 2);
  dh(0, T - 1, 0) = 3.0;
  dh(0, T - 1, 1) = -1.0;
  const RnnGradients gradients = rnn_backward(dh, cache);
  Matrix expected = {{3.0, -1.0}};
  Vector db = zeros(2);
  for (std::size_t t = 0; t < T; ++t) {
    db += sum(expected, 0);
    expected = matmul(expected, transpose(wh));
  }
  expect_near(gradients.dh0, expected, 1e-12);
  expect_near(gradients.db, db, 1e-12);
  EXPECT_EQ(gradients.dwh, zeros(2, 2)) << "every h_t-1 is 0";
}

// One unit whose gates depend on their biases only (x = 0, wh = 0) has c_T = i g (1 + f + ... + f^(T-1)) and
// h_T = o tanh(c_T), which can be differentiated by hand. Nothing reaches h0.
TEST(Sequences, LstmBackwardOfConstantGates) {
  const Vector b = {0.3, 0.8, -0.4, 0.6};  // i, f, o, g
  const double i = sigmoid_of(b(0)), f = sigmoid_of(b(1)), o = sigmoid_of(b(2)), g = std::tanh(b(3));
  constexpr std::size_t T = 7;
  double powers = 0.0, slope = 0.0;  // 1 + f + ..., and its derivative
  for (std::size_t k = 0; k < T; ++k) {
    powers += std::pow(f, k);
    if (k > 0) slope += static_cast<double>(k) * std::pow(f, k - 1);
  }
  const double tanh_c = std::tanh(i * g * powers);
  const auto [h, cache] =
      lstm_forward(zeros(1, T, 1), Matrix{{0.7}}, linspace(-1.0, 1.0, 1, 4), zeros(1, 4), b);
  EXPECT_NEAR(h(0, T - 1, 0), o * tanh_c, kExact);

  Tensor3 dh = zeros(1, T, 1);
  dh(0, T - 1, 0) = 1.0;
  const LstmGradients gradients = lstm_backward(dh, cache);
  const double dc = o * (1.0 - tanh_c * tanh_c);
  expect_near(gradients.db,
              {dc * g * powers * i * (1.0 - i), dc * i * g * slope * f * (1.0 - f), tanh_c * o * (1.0 - o),
               dc * i * powers * (1.0 - g * g)},
              kExact);
  EXPECT_EQ(gradients.dh0, zeros(1, 1));
}

}  // namespace
}  // namespace backprop
