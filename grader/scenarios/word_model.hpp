/// A small transformer that writes words one character at a time. Its loss is gpt_loss, and adamw trains it.
/// A subject answers for both.
#pragma once

#include <backprop/rng.hpp>
#include <string>
#include <vector>

#include "grader/scenarios/character_net.hpp"
#include "grader/scenarios/layers.hpp"
#include "grader/scenarios/scenario.hpp"

namespace grader {

class WordModel {
 public:
  explicit WordModel(backprop::Rng& rng);

  struct Step {
    double loss;                    // before the step, in nats a character
    CharacterNet::Norms gradients;  // "dwq of gpt_loss" and its norm, in the op's order
  };
  /// Runs a forward pass, a backward pass, and one step of adamw for all parameters at once.
  Step train(Subject& subject, const CharacterBatch& batch, double learning_rate);

  /// Returns the loss by the subject's layers, in nats per character.
  double loss(Subject& subject, const CharacterBatch& batch) const;

  /// Returns `count` words, drawn from the scores that the subject's gpt_loss gives. A word ends after as
  /// many letters as the model has positions, or when the scores are not finite.
  std::vector<std::string> sample(Subject& subject, backprop::Rng& rng, std::size_t count) const;

  /// Returns how much each step looks at each step when the model reads `word`: (H, T, T), where T is one
  /// more than its letters, since the boundary comes first.
  Tensor attention(Subject& subject, const std::string& word) const;

  /// Returns the number of parameters.
  std::size_t size() const;

 private:
  Tensors inputs(Tensor tokens, Tensor next) const;

  Tensors parameters_;
  // Of adamw, for all parameters in one row.
  Tensor m_;
  Tensor v_;
  double t_ = 0.0;
};

/// Trains on the words of the course, `batch` of them in each step, none again before all have been read. The
/// learning rate rises over the first tenth of the steps and falls to nearly 0 at the end. Returns the loss
/// before each step as "loss", and the norms of the gradients under their names.
Measurements train_word_model(WordModel& model, Subject& subject, backprop::Rng& rng, std::size_t steps,
                              std::size_t batch, const Tell& tell);

}  // namespace grader
