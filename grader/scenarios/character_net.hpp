/// A net that writes words one character at a time. Its layers are embedding, rnn, temporal_affine and
/// temporal_softmax_loss, and adam trains it. A subject answers for all of them.
#pragma once

#include <backprop/rng.hpp>
#include <string>
#include <vector>

#include "grader/scenarios/layers.hpp"

namespace grader {

/// Characters: 0 is the boundary before and after every word, 1 to 26 are a to z.
inline constexpr std::size_t kCharacters = 27;

/// Words as sequences. The net reads the boundary and the letters. It is to answer the letters and the
/// boundary.
struct CharacterBatch {
  Tensor x;           // (N, T) characters, T = 11
  Tensor y;           // (N, T) the characters that come next
  Tensor mask;        // (N, T) 1 up to and with the boundary after the word, then 0
  double characters;  // the number of ones in mask
};

CharacterBatch encode_words(const std::vector<std::string>& words);
/// Returns n of the words, drawn with replacement.
CharacterBatch draw_words(backprop::Rng& rng, const std::vector<std::string>& words, std::size_t n);

/// Words to draw without replacement. It is shuffled whenever all have been drawn.
class WordDeck {
 public:
  explicit WordDeck(std::vector<std::string> words) : words_(std::move(words)), drawn_(words_.size()) {}
  /// Returns the next n words. There must be words.
  std::vector<std::string> draw(backprop::Rng& rng, std::size_t n);

 private:
  std::vector<std::string> words_;
  std::size_t drawn_;
};

/// Returns a character drawn from the softmax of kCharacters scores, or 0 when they are not finite.
std::size_t draw_character(backprop::Rng& rng, const double* scores);

class CharacterNet {
 public:
  explicit CharacterNet(backprop::Rng& rng);

  /// Returns the loss by the subject's layers, in nats per character.
  double loss(Subject& subject, const CharacterBatch& batch) const;

  /// The name of a gradient, such as "dwh of rnn", and its norm.
  using Norms = std::vector<std::pair<std::string, double>>;
  struct Step {
    double loss;      // before the step, in nats a character
    Norms gradients;  // in the order in which the backward pass gives them
  };
  /// Runs a forward pass, a backward pass and a step of adam.
  Step train(Subject& subject, const CharacterBatch& batch);

  /// Returns the characters of `count` words, each followed by a 0, drawn from the scores that the subject's
  /// layers give. A word ends after kLongestSample letters, or when the scores are not finite.
  std::vector<double> sample(Subject& subject, backprop::Rng& rng, std::size_t count) const;

 private:
  struct Parameter {
    Tensor value;
    // Adam's state.
    Tensor m;
    Tensor v;
    double t = 0.0;

    void descend(Subject& subject, const Tensor& gradient);
  };
  struct Calls;
  Calls forward(Subject& subject, const Tensor& x, const Tensor& h0) const;
  static Parameter parameter(backprop::Rng& rng, Shape shape, double scale);

  Parameter table_;
  Parameter wx_;
  Parameter wh_;
  Parameter b_;
  Parameter out_w_;
  Parameter out_b_;
};

inline constexpr std::size_t kLongestSample = 12;

/// Spells the words of CharacterNet::sample: "ther, sable, ...".
std::string spell(const std::vector<double>& characters);

}  // namespace grader
