#include "grader/bench/batchnorm_bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <backprop/batchnorm.hpp>
#include <backprop/batchnorm_alt.hpp>
#include <backprop/rng.hpp>
#include <chrono>
#include <stdexcept>
#include <vector>

namespace grader {

namespace {

constexpr int kTurns = 31;

double microseconds(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void compare(std::size_t n, std::size_t d) {
  backprop::Rng rng(1);
  backprop::BatchnormParam param;
  const backprop::Vector gamma = backprop::sum(rng.normal(1, d), 0);
  const auto [out, cache] = backprop::batchnorm_forward(rng.normal(n, d), gamma, gamma, param);
  const backprop::Matrix dout = rng.normal(n, d);
  std::vector<double> steps;
  std::vector<double> closed;
  for (int turn = 0; turn < kTurns; ++turn) {  // in turns, so that both run under the same load
    backprop::Matrix a;
    backprop::Matrix b;
    steps.push_back(microseconds([&] { a = backprop::batchnorm_backward(dout, cache).dx; }));
    closed.push_back(microseconds([&] { b = backprop::batchnorm_backward_alt(dout, cache).dx; }));
    if (!(backprop::max(backprop::abs(a - b)) <= 1e-12 * backprop::max(backprop::abs(a))))
      throw std::runtime_error("batchnorm: dx differ");
  }
  fmt::print(
      "  batchnorm_backward ({:4}, {:4})  {:9.0f} us   in closed form {:9.0f} us   {:5.2f} times as fast\n",
      n, d, median(steps), median(closed), median(steps) / median(closed));
}

}  // namespace

void bench_batchnorm() {
  compare(50, 24);
  compare(256, 512);
  compare(1024, 1024);
}

}  // namespace grader
