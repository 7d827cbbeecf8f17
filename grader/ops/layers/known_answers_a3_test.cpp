// Known answers of the third assignment.
//
// Most are values that others have published, for the inputs that they published them for. Source, where no other stands beside
// the value: Stanford CS231n, assignment 3, http://cs231n.stanford.edu, RNN_Captioning.ipynb and LSTM_Captioning.ipynb; inputs by
// numpy's linspace. The notebooks publish no gradients, since they hold those against the slope of the forward pass, as
// reference_test does here. So the gradients below come from cases that can be solved with pencil and paper, for any number of
// time steps.
#include <gtest/gtest.h>
#include <backprop/affine.hpp>
#include <backprop/embedding.hpp>
#include <backprop/gru.hpp>
#include <backprop/lstm.hpp>
#include <backprop/rnn.hpp>
#include <backprop/temporal_affine.hpp>
#include <backprop/temporal_softmax_loss.hpp>

#include <cmath>

#include "grader/ops/testing/linspace.hpp"

namespace backprop {
namespace {

constexpr double kPublished = 0.51e-8;  // eight digits after the point
constexpr double kExact = 1e-14;

template <class Tensor>
void expect_near(const Tensor& actual, const Tensor& expected, double tolerance) {
  ASSERT_EQ(actual.shape(), expected.shape());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    EXPECT_NEAR(actual.flat(i), expected.flat(i), tolerance) << "element " << i;
  }
}

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

// --- CS231n: forward passes -----------------------------------------------------------------------------------------------

TEST(KnownAnswersA3, RnnStepForward) {
  const Matrix next_h =
      rnn_step_forward(linspace(-0.4, 0.7, 3, 10), linspace(-0.2, 0.5, 3, 4), linspace(-0.1, 0.9, 10, 4),
                       linspace(-0.3, 0.7, 4, 4), linspace(-0.2, 0.4, 4))
          .out;
  expect_near(next_h,
              {{-0.58172089, -0.50182032, -0.41232771, -0.31410098},
               {0.66854692, 0.79562378, 0.87755553, 0.92795967},
               {0.97934501, 0.99144213, 0.99646691, 0.99854353}},
              kPublished);
}

TEST(KnownAnswersA3, RnnForward) {
  const Tensor3 h = rnn_forward(linspace(-0.1, 0.3, 2, 3, 4), linspace(-0.3, 0.1, 2, 5),
                                linspace(-0.2, 0.4, 4, 5), linspace(-0.4, 0.1, 5, 5), linspace(-0.7, 0.1, 5))
                        .out;
  expect_near(h,
              {{{-0.42070749, -0.27279261, -0.11074945, 0.05740409, 0.22236251},
                {-0.39525808, -0.22554661, -0.0409454, 0.14649412, 0.32397316},
                {-0.42305111, -0.24223728, -0.04287027, 0.15997045, 0.35014525}},
               {{-0.55857474, -0.39065825, -0.19198182, 0.02378408, 0.23735671},
                {-0.27150199, -0.07088804, 0.13562939, 0.33099728, 0.50158768},
                {-0.51014825, -0.30524429, -0.06755202, 0.17806392, 0.40333043}}},
              kPublished);
}

TEST(KnownAnswersA3, LstmStepForward) {
  const LstmState next =
      lstm_step_forward(linspace(-0.4, 1.2, 3, 4), linspace(-0.3, 0.7, 3, 5), linspace(-0.4, 0.9, 3, 5),
                        linspace(-2.1, 1.3, 4, 20), linspace(-0.7, 2.2, 5, 20), linspace(0.3, 0.7, 20))
          .out;
  expect_near(next.h,
              {{0.24635157, 0.28610883, 0.32240467, 0.35525807, 0.38474904},
               {0.49223563, 0.55611431, 0.61507696, 0.66844003, 0.7159181},
               {0.56735664, 0.66310127, 0.74419266, 0.80889665, 0.858299}},
              kPublished);
  expect_near(next.c,
              {{0.32986176, 0.39145139, 0.451556, 0.51014116, 0.56717407},
               {0.66382255, 0.76674007, 0.87195994, 0.97902709, 1.08751345},
               {0.74192008, 0.90592151, 1.07717006, 1.25120233, 1.42395676}},
              kPublished);
}

TEST(KnownAnswersA3, LstmForward) {
  const Tensor3 h =
      lstm_forward(linspace(-0.4, 0.6, 2, 3, 5), linspace(-0.4, 0.8, 2, 4), linspace(-0.2, 0.9, 5, 16),
                   linspace(-0.3, 0.6, 4, 16), linspace(0.2, 0.7, 16))
          .out;
  expect_near(h,
              {{{0.01764008, 0.01823233, 0.01882671, 0.0194232},
                {0.11287491, 0.12146228, 0.13018446, 0.13902939},
                {0.31358768, 0.33338627, 0.35304453, 0.37250975}},
               {{0.45767879, 0.4761092, 0.4936887, 0.51041945},
                {0.6704845, 0.69350089, 0.71486014, 0.7346449},
                {0.81733511, 0.83677871, 0.85403753, 0.86935314}}},
              kPublished);
}

TEST(KnownAnswersA3, EmbeddingForward) {
  const LabelMatrix x = {{0, 3, 1, 2}, {2, 1, 0, 3}};
  expect_near(embedding_forward(x, linspace(0.0, 1.0, 5, 3)).out,
              {{{0.0, 0.07142857, 0.14285714},
                {0.64285714, 0.71428571, 0.78571429},
                {0.21428571, 0.28571429, 0.35714286},
                {0.42857143, 0.5, 0.57142857}},
               {{0.42857143, 0.5, 0.57142857},
                {0.21428571, 0.28571429, 0.35714286},
                {0.0, 0.07142857, 0.14285714},
                {0.64285714, 0.71428571, 0.78571429}}},
              kPublished);
}

// The captioning net of both notebooks, to twelve digits: an affine layer makes h0 of the image's features, the words but the
// last are embedded, run through the recurrent layer and an affine one, and are to predict the words but the first. The mask
// leaves out word 0, <NULL>. All parameters by linspace from -1.4 to 1.3.
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

// "Should be about 2.3", "about 23" and "about 2.3" in RNN_Captioning.ipynb, where scores are small random numbers; with scores
// of 0 they are log 10, 10 log 10 and log 10. In the last, every tenth step counts.
TEST(KnownAnswersA3, TemporalSoftmaxLossOfEqualScores) {
  const auto loss = [](std::size_t N, std::size_t T, std::size_t every) {
    Matrix mask = zeros(N, T);
    for (std::size_t i = 0; i < mask.size(); i += every) mask.flat(i) = 1.0;
    return temporal_softmax_loss_forward(zeros(N, T, 10), LabelMatrix({N, T}, 7), mask).out;
  };
  EXPECT_NEAR(loss(100, 1, 1), std::log(10.0), 1e-12);
  EXPECT_NEAR(loss(100, 10, 1), 10.0 * std::log(10.0), 1e-12);
  EXPECT_NEAR(loss(500, 10, 10), std::log(10.0), 1e-12);
}

// --- A GRU of others --------------------------------------------------------------------------------------------------------

// OpenVINO, ngraph/test/backend/recurrent_cells.in.cpp, gru_cell_bias_clip: ONNX's operator with linear_before_reset = 0, that is
// the reset gate before the product, and gates in the order z, r, h. In single precision. Its second example, of which the first
// two units stay below the clip that ours does not have. With the reset gate after the product they would be off by 7e-5 and 1e-5.
TEST(KnownAnswersA3, GruStepForward) {
  const Matrix w = {{0.5815369, 0.16559383, 0.08464007}, {0.843122, 0.73968244, 0.11359601},
                    {0.8295078, 0.9240567, 0.10007995},  {0.20573162, 0.09002485, 0.2839569},
                    {0.3096991, 0.5638341, 0.5787327},   {0.84552664, 0.16263747, 0.7243242},
                    {0.8049057, 0.43966424, 0.46294412}, {0.9833361, 0.31369713, 0.1719934},
                    {0.4937093, 0.6353004, 0.77982515}};
  const Matrix r = {{0.16510165, 0.52435565, 0.2788478}, {0.99427545, 0.1623331, 0.01389796},
                    {0.99669236, 0.53901845, 0.8737506}, {0.9254788, 0.21172932, 0.11634306},
                    {0.40111724, 0.37497616, 0.2903471}, {0.6796794, 0.65131867, 0.78163475},
                    {0.12058706, 0.45591718, 0.791677},  {0.76497287, 0.9895242, 0.7845312},
                    {0.51267904, 0.49030215, 0.08498167}};
  const Matrix b = {{0.8286678 + 0.9175602, 0.9153158 + 0.14958014, 0.9581612 + 0.49230585,
                     0.6639213 + 0.63162816, 0.84239805 + 0.4161903, 0.5282445 + 0.22148274,
                     0.14153397 + 0.50496656, 0.22404431 + 0.34798595, 0.6549655 + 0.6699164}};
  const auto rzn = [](const Matrix& zrn) {
    return hstack({columns(zrn, 3, 6), columns(zrn, 0, 3), columns(zrn, 6, 9)});
  };
  const Matrix biases = rzn(b);
  Vector bias = zeros(9);
  std::copy(biases.begin(), biases.end(), bias.begin());

  const Matrix next_h =
      gru_step_forward({{0.59783894, 0.18278378, 0.2084126}}, {{0.47492632, 0.88471466, 0.57833236}},
                       rzn(transpose(w)), rzn(transpose(r)), bias)
          .out;
  EXPECT_NEAR(next_h(0, 0), 0.5023099, 1e-7);
  EXPECT_NEAR(next_h(0, 1), 0.89410484, 1e-7);
}

// --- Gradients with pencil and paper ----------------------------------------------------------------------------------------

TEST(KnownAnswersA3, EmbeddingBackwardAddsUp) {
  // Word 2 stands in three places, word 0 in one, words 1 and 3 in none.
  const auto [out, cache] = embedding_forward(LabelMatrix{{2, 0}, {2, 2}}, zeros(4, 2));
  const Tensor3 dout = {{{1, 10}, {2, 20}}, {{4, 40}, {8, 80}}};
  EXPECT_EQ(embedding_backward(dout, cache), (Matrix{{2, 20}, {0, 0}, {13, 130}, {0, 0}}));
}

TEST(KnownAnswersA3, TemporalSoftmaxLossBackwardOfEqualScores) {
  // p = 1/4 everywhere; N = 2; the second step of the first sequence does not count.
  const auto [loss, cache] =
      temporal_softmax_loss_forward(zeros(2, 2, 4), LabelMatrix{{0, 1}, {2, 3}}, Matrix{{1, 0}, {1, 1}});
  EXPECT_NEAR(loss, 1.5 * std::log(4.0), kExact);
  const double a = 3.0 * 0.125, b = 3.0 * -0.375;  // dloss = 3
  expect_near(temporal_softmax_loss_backward(3.0, cache),
              {{{b, a, a, a}, {0, 0, 0, 0}}, {{a, a, b, a}, {a, a, a, b}}}, kExact);
}

TEST(KnownAnswersA3, TemporalAffineIsTheAffineLayerOfAllStepsTogether) {
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

// At x = 0, h0 = 0, b = 0 the state stays 0, where tanh has slope 1: what comes out at h0 is what went in at the end, times wh^T
// once a step. A. Karpathy, Yes you should understand backprop: a, a b, a b^2...
TEST(KnownAnswersA3, RnnBackwardAtRestMultipliesByTheSameMatrix) {
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

// One unit whose gates see their biases only (x = 0, wh = 0) has c_T = i g (1 + f + ... + f^(T-1)) and h_T = o tanh(c_T), which
// can be differentiated by hand. Nothing reaches h0.
TEST(KnownAnswersA3, LstmBackwardOfConstantGates) {
  const Vector b = {0.3, 0.8, -0.4, 0.6};  // i, f, o, g
  const double i = sigmoid(b(0)), f = sigmoid(b(1)), o = sigmoid(b(2)), g = std::tanh(b(3));
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

// The same for the GRU: h_T = z^T h0 + (1 - z^T) n. With wh = 0 the reset gate has no say.
TEST(KnownAnswersA3, GruBackwardOfConstantGates) {
  const Vector b = {0.3, 0.9, -0.5};  // r, z, n
  const double z = sigmoid(b(1)), n = std::tanh(b(2)), h0 = 0.7;
  constexpr std::size_t T = 7;
  const double kept = std::pow(z, T);
  const auto [h, cache] =
      gru_forward(zeros(1, T, 1), Matrix{{h0}}, linspace(-1.0, 1.0, 1, 3), zeros(1, 3), b);
  EXPECT_NEAR(h(0, T - 1, 0), kept * h0 + (1.0 - kept) * n, kExact);

  Tensor3 dh = zeros(1, T, 1);
  dh(0, T - 1, 0) = 1.0;
  const GruGradients gradients = gru_backward(dh, cache);
  expect_near(gradients.dh0, {{kept}}, kExact);
  expect_near(gradients.db,
              {0.0, T * std::pow(z, T - 1) * (h0 - n) * z * (1.0 - z), (1.0 - kept) * (1.0 - n * n)}, kExact);
}

}  // namespace
}  // namespace backprop
