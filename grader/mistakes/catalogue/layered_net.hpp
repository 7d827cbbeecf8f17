/// Mistakes of nets that are chains of layers, in the words that all of them share.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "grader/mistakes/mistake.hpp"

namespace grader {

/// Walks the net from the loss down, with `dloss` at the top, and returns all gradients.
using WalkDown = std::function<Tensors(Given&, double dloss)>;

/// "upstream-ignored" and "summed-loss": everything is right but for what the walk begins with. `all` has the
/// names of all gradients, and y has a label for each example.
inline std::vector<KnownMistake> wrong_beginnings(const std::vector<std::string>& all, WalkDown walk) {
  return {{.id = "upstream-ignored",
           .spoils = all,
           .hint = "The loss may be part of something larger: where does dloss enter your chain?",
           .misconception = "The gradient of a loss starts with 1.",
           .answer = [walk](Given& given) { return walk(given, 1.0); }},
          {.id = "summed-loss",
           .spoils = all,
           .hint = "The loss is a mean over the batch: is it so on the way back as well?",
           .misconception = "The gradients of the examples just add up.",
           .answer = [walk](Given& given) {
             const auto examples = static_cast<double>(given.in.labels("y").size());
             return walk(given, examples * given.upstream.number("loss"));
           }}};
}

/// What a mistake of a norm in a net is called, what it spoils, and its answer.
struct NormInNet {
  std::string_view id;
  std::vector<std::string> spoils;
  WrongAnswer answer;
};

inline KnownMistake relu_forgotten(std::vector<std::string> spoils, WrongAnswer answer) {
  return {.id = "relu-forgotten",
          .spoils = std::move(spoils),
          .hint = "What was off had no influence on the loss: which layer's backward pass says so?",
          .misconception = "A ReLU has no parameters, so nothing has to be done for it.",
          .answer = std::move(answer)};
}

/// The norm hands on what it got.
inline KnownMistake norm_forgotten(NormInNet norm) {
  return {.id = norm.id,
          .spoils = std::move(norm.spoils),
          .hint = "You have dgamma and dbeta of the norm: what does it do to the gradient that goes on?",
          .misconception = "A norm's backward pass is for its own parameters.",
          .answer = std::move(norm.answer)};
}

/// The norm hands on what it got, times a factor.
inline KnownMistake statistics_as_constants(NormInNet norm) {
  return {.id = norm.id,
          .spoils = std::move(norm.spoils),
          .hint = "In training, mean and variance come from the batch itself: does the gradient know?",
          .misconception = "A norm is an affine map of each number, whose factors are just given.",
          .answer = std::move(norm.answer)};
}

/// On its way back the gradient meets the norm before the ReLU.
inline KnownMistake norm_before_relu(NormInNet norm) {
  return {.id = norm.id,
          .spoils = std::move(norm.spoils),
          .hint =
              "In which order did the forward pass go through these two, and which one comes first on the "
              "way back?",
          .misconception = "The layers of a block are called in the same order in both directions.",
          .answer = std::move(norm.answer)};
}

inline KnownMistake gamma_and_beta_swapped(std::vector<std::string> spoils, WrongAnswer answer) {
  return {.id = "gamma-and-beta-swapped",
          .spoils = std::move(spoils),
          .hint = "Both are vectors of the same size: does each gradient lie in the place of its parameter?",
          .misconception = "A norm's gradients come in the order in which one remembers its parameters.",
          .answer = std::move(answer)};
}

}  // namespace grader
