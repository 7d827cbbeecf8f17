// Known answers of the GRU: another library's step, and a sequence that can be solved by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <backprop/gru.hpp>
#include <cmath>

#include "grader/ops/testing/linspace.hpp"
#include "grader/ops/testing/plain.hpp"

namespace backprop {
namespace {

// OpenVINO, ngraph/test/backend/recurrent_cells.in.cpp, gru_cell_bias_clip, in single precision. ONNX's
// operator with linear_before_reset = 0 has the reset gate before the product, and gates in the order z, r,
// h. This is its second example. Its first two units stay below the clip, which ours does not have. With the
// reset gate after the product they would be off by 7e-5 and 1e-5.
TEST(Gru, GruStepForward) {
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

// One unit whose gates depend on their biases only has h_T = z^T h0 + (1 - z^T) n. With wh = 0 the reset gate
// has no effect.
TEST(Gru, GruBackwardOfConstantGates) {
  const Vector b = {0.3, 0.9, -0.5};  // r, z, n
  const double z = sigmoid_of(b(1)), n = std::tanh(b(2)), h0 = 0.7;
  constexpr std::size_t T = 7;
  const double kept = std::pow(z, T);
  const auto [h, cache] =
      gru_forward(zeros(1, T, 1), Matrix{{h0}}, linspace(-1.0, 1.0, 1, 3), zeros(1, 3), b);
  EXPECT_NEAR(h(0, T - 1, 0), kept * h0 + (1.0 - kept) * n, kExact);

  Tensor3 dh = zeros(1, T, 1);
  dh(0, T - 1, 0) = 1.0;
  const GruGradients gradients = gru_backward(dh, cache);
  EXPECT_NEAR(gradients.dh0(0, 0), kept, kExact);
  EXPECT_NEAR(gradients.db(0), 0.0, kExact);
  EXPECT_NEAR(gradients.db(1), T * std::pow(z, T - 1) * (h0 - n) * z * (1.0 - z), kExact);
  EXPECT_NEAR(gradients.db(2), (1.0 - kept) * (1.0 - n * n), kExact);
}

}  // namespace
}  // namespace backprop
