/// Shared by layers made of transformer blocks: the shapes of a block's parameters, and how they are sampled.
#pragma once

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "grader/ops/call.hpp"

namespace grader {

/// Appends the parameters of a block. Each shape begins with `stacked`, "L" where several blocks lie on top
/// of each other.
inline std::vector<InputSpec> with_block_parameters(std::vector<InputSpec> inputs,
                                                    const std::vector<std::string>& stacked = {}) {
  const auto add = [&](const char* name, std::vector<std::string> shape) {
    shape.insert(shape.begin(), stacked.begin(), stacked.end());
    inputs.push_back({name, std::move(shape)});
  };
  for (const char* name : {"gamma1", "beta1"}) add(name, {"D"});
  for (const char* name : {"wq", "wk", "wv", "wo"}) add(name, {"D", "D"});
  for (const char* name : {"gamma2", "beta2"}) add(name, {"D"});
  add("w1", {"D", "F"});
  add("b1", {"F"});
  add("w2", {"F", "D"});
  add("b2", {"D"});
  return inputs;
}

// The rest belongs to the grader.

/// Returns normals of a size that neither kills nor blows up what they multiply; each shape begins with
/// `stacked`.
inline void add_block_parameters(backprop::Rng& rng, Shape stacked, std::size_t D, std::size_t F,
                                 double scale, Tensors& inputs) {
  const auto draw = [&](const char* name, const Shape& shape, double deviation, double mean = 0.0) {
    Shape whole = stacked;
    whole.insert(whole.end(), shape.begin(), shape.end());
    Tensor& tensor = inputs[name] = random_normal(rng, std::move(whole), deviation);
    for (double& value : tensor.values) value += mean;
  };
  const double root = 1.0 / std::sqrt(static_cast<double>(D));
  for (const char* name : {"gamma1", "gamma2"}) draw(name, {D}, 0.3, 1.0);
  for (const char* name : {"beta1", "beta2", "b2"}) draw(name, {D}, 0.5);
  for (const char* name : {"wq", "wk", "wv", "wo"}) draw(name, {D, D}, scale * root);
  draw("w1", {D, F}, scale * root);
  draw("b1", {F}, 0.5);
  draw("w2", {F, D}, scale / std::sqrt(static_cast<double>(F)));
}

}  // namespace grader
