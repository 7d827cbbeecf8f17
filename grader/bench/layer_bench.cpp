// Times the solutions of eleven layers and of a language model, forward and backward, on one thread. Prints a
// line "NAME SECONDS" for each layer, with the fastest of many runs. `make bench-layers` compares them with
// PyTorch.
#include <backprop/affine.hpp>
#include <backprop/batchnorm.hpp>
#include <backprop/conv_im2col.hpp>
#include <backprop/embedding.hpp>
#include <backprop/gpt_loss.hpp>
#include <backprop/layernorm.hpp>
#include <backprop/lstm.hpp>
#include <backprop/relu.hpp>
#include <backprop/rng.hpp>
#include <backprop/rnn.hpp>
#include <backprop/sigmoid.hpp>
#include <backprop/softmax_loss.hpp>
#include <backprop/tanh.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>

#include "grader/worker/memory.hpp"

namespace {

using namespace backprop;

constexpr int kWarmUps = 3;
constexpr double kSecondsEach = 0.4;
constexpr int kFewestRuns = 10;

// Keeps the compiler from removing work whose result is not used.
volatile double sink = 0.0;

template <class Layer>
void time_layer(const char* name, Layer run) {
  using Clock = std::chrono::steady_clock;
  const auto seconds_of = [&] {
    const auto start = Clock::now();
    sink = sink + run();
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  for (int i = 0; i < kWarmUps; ++i) seconds_of();
  double fastest = std::numeric_limits<double>::infinity();
  double total = 0.0;
  for (int i = 0; i < kFewestRuns || total < kSecondsEach; ++i) {
    const double seconds = seconds_of();
    fastest = std::min(fastest, seconds);
    total += seconds;
  }
  std::printf("%s %.9f\n", name, fastest);
}

Tensor3 normal(Rng& rng, std::size_t n, std::size_t t, std::size_t d) {
  Tensor3 x = zeros(n, t, d);
  for (double& value : x) value = rng.normal();
  return x;
}

// A model of `blocks` blocks with `features` features and four heads, for 65 tokens and 32 steps.
GptParameters model(Rng& rng, std::size_t features, std::size_t blocks) {
  const auto weights = [&](std::size_t rows, std::size_t columns) {
    return Matrix(rng.normal(rows, columns) / std::sqrt(static_cast<double>(rows)));
  };
  const auto square = [&] { return weights(features, features); };
  const Vector one = ones(features), none = zeros(features);
  GptParameters parameters{weights(65, features), weights(32, features), {}, one, none};
  for (std::size_t l = 0; l < blocks; ++l) {
    parameters.blocks.push_back({one,
                                 none,
                                 {square(), square(), square(), square()},
                                 one,
                                 none,
                                 weights(features, 4 * features),
                                 zeros(4 * features),
                                 weights(4 * features, features),
                                 none});
  }
  return parameters;
}

// Must have the same shapes as layers_torch.py beside this file.
constexpr std::size_t N = 256;
constexpr std::size_t D = 512;

}  // namespace

int main() {
  grader::keep_freed_memory();
  Rng rng(1);
  const Matrix x = rng.normal(N, D);
  const Matrix dout = rng.normal(N, D);
  const Vector gamma = reshape(rng.normal(1, D), {D});
  const Vector beta = gamma;

  {
    const Matrix wide = rng.normal(N, 784);
    const Matrix w = rng.normal(784, D);
    time_layer("affine", [&] {
      const auto [out, cache] = affine_forward(wide, w, beta);
      return affine_backward(dout, cache).dw(0, 0);
    });
  }
  time_layer("sigmoid", [&] {
    const auto [out, cache] = sigmoid_forward(x);
    return sigmoid_backward(dout, cache)(0, 0);
  });
  time_layer("tanh", [&] {
    const auto [out, cache] = tanh_forward(x);
    return tanh_backward(dout, cache)(0, 0);
  });
  time_layer("relu", [&] {
    const auto [out, cache] = relu_forward(x);
    return relu_backward(dout, cache)(0, 0);
  });
  {
    Labels y({N}, 0);
    for (auto& label : y) label = static_cast<std::int64_t>(rng.index(D));
    time_layer("softmax_loss", [&] {
      const auto [loss, cache] = softmax_loss_forward(x, y);
      return softmax_loss_backward(1.0, cache)(0, 0);
    });
  }
  {
    BatchnormParam param;
    time_layer("batchnorm", [&] {
      const auto [out, cache] = batchnorm_forward(x, gamma, beta, param);
      return batchnorm_backward(dout, cache).dx(0, 0);
    });
  }
  time_layer("layernorm", [&] {
    const auto [out, cache] = layernorm_forward(x, gamma, beta, 1e-5);
    return layernorm_backward(dout, cache).dx(0, 0);
  });
  {
    constexpr std::size_t kSteps = 50;
    constexpr std::size_t kHidden = 128;
    const Tensor3 sequence = normal(rng, 32, kSteps, 64);
    const Tensor3 dh = normal(rng, 32, kSteps, kHidden);
    const Matrix h0 = rng.normal(32, kHidden);
    const Matrix wx = rng.normal(64, kHidden) * 0.1;
    const Matrix wh = rng.normal(kHidden, kHidden) * 0.1;
    const Vector b = zeros(kHidden);
    time_layer("rnn", [&] {
      const auto [h, cache] = rnn_forward(sequence, h0, wx, wh, b);
      return rnn_backward(dh, cache).dwh(0, 0);
    });
    const Matrix gates_wx = rng.normal(64, 4 * kHidden) * 0.1;
    const Matrix gates_wh = rng.normal(kHidden, 4 * kHidden) * 0.1;
    const Vector gates_b = zeros(4 * kHidden);
    time_layer("lstm", [&] {
      const auto [h, cache] = lstm_forward(sequence, h0, gates_wx, gates_wh, gates_b);
      return lstm_backward(dh, cache).dwh(0, 0);
    });
  }
  {
    constexpr std::size_t kWords = 1000;
    LabelMatrix words({32, 50}, 0);
    for (auto& word : words) word = static_cast<std::int64_t>(rng.index(kWords));
    const Matrix w = rng.normal(kWords, 128);
    const Tensor3 dvectors = normal(rng, 32, 50, 128);
    time_layer("embedding", [&] {
      const auto [out, cache] = embedding_forward(words, w);
      return embedding_backward(dvectors, cache)(0, 0);
    });
  }
  {
    const Tensor4 images = reshape(rng.normal(32 * 16, 28 * 28), {32, 16, 28, 28});
    const Tensor4 w = reshape(rng.normal(32, 16 * 3 * 3), {32, 16, 3, 3});
    const Tensor4 dimages = reshape(rng.normal(32 * 32, 28 * 28), {32, 32, 28, 28});
    const Vector b = zeros(32);
    time_layer("conv_im2col", [&] {
      const auto [out, cache] = conv_im2col_forward(images, w, b, {1, 1});
      return conv_im2col_backward(dimages, cache).dw(0, 0, 0, 0);
    });
  }
  {
    const GptParameters parameters = model(rng, 64, 2);
    LabelMatrix tokens({8, 32}, 0);
    for (auto& token : tokens) token = static_cast<std::int64_t>(rng.index(64));
    time_layer("gpt_loss", [&] {
      const auto [loss, cache] = gpt_loss_forward(tokens, tokens, parameters, {4, 64});
      return gpt_loss_backward(1.0, cache).w(0, 0);
    });
  }
}
