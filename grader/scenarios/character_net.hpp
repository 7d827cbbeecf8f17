/// A net that writes words one character at a time: embedding, rnn, temporal_affine, temporal_softmax_loss,
/// and the adam that trains it, all of them a subject's.
#pragma once

#include <backprop/rng.hpp>
#include <string>
#include <vector>

#include "grader/scenarios/layers.hpp"

namespace grader {

/// Characters: 0 stands before and after every word, 1 to 26 are a to z.
inline constexpr std::size_t kCharacters = 27;

/// Words as sequences: the net reads the boundary and the letters, and is to say the letters and the
/// boundary.
struct CharacterBatch {
  Tensor x;           // (N, T) characters, T = 11
  Tensor y;           // (N, T) what comes next
  Tensor mask;        // (N, T) 1 up to and with the boundary after the word, then 0
  double characters;  // how many ones there are in mask
};

CharacterBatch encode_words(const std::vector<std::string>& words);
/// n of them, drawn with replacement.
CharacterBatch draw_words(backprop::Rng& rng, const std::vector<std::string>& words, std::size_t n);

class CharacterNet {
 public:
  explicit CharacterNet(backprop::Rng& rng);

  /// The loss by the subject's layers, in nats a character.
  double loss(Subject& subject, const CharacterBatch& batch) const;

  /// A name, "dwh of rnn", and the norm of a gradient.
  using Norms = std::vector<std::pair<std::string, double>>;
  struct Step {
    double loss;      // before the step, in nats a character
    Norms gradients;  // in the order in which the backward pass gives them
  };
  /// A forward and a backward pass, and a step of adam.
  Step train(Subject& subject, const CharacterBatch& batch);

  /// Characters of `count` words drawn from what the subject's layers say, each followed by a 0. A word ends
  /// after kLongestSample letters, or where the scores are not finite.
  std::vector<double> sample(Subject& subject, backprop::Rng& rng, std::size_t count) const;

 private:
  struct Parameter {
    Tensor value;
    // What adam keeps from step to step.
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

/// "ther, sable, ...": the words of CharacterNet::sample.
std::string spell(const std::vector<double>& characters);

}  // namespace grader
