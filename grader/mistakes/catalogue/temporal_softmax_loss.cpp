#include <algorithm>
#include <backprop/temporal_softmax_loss.hpp>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"
#include "grader/mistakes/mistake.hpp"

namespace grader::temporal_softmax_loss_mistakes {

using namespace backprop;

struct Scores {
  TemporalSoftmaxLossCache cache;  // of the right forward pass
  double dloss;
  double n;  // N

  explicit Scores(Given& given)
      : cache(temporal_softmax_loss_forward(given.in.tensor3("x"), given.in.label_matrix("y"),
                                            given.in.matrix("mask"))
                  .cache),
        dloss(given.upstream.number("loss")),
        n(static_cast<double>(cache.y.shape(0))) {}
  double p(std::size_t i, std::size_t t, std::size_t v) const { return cache.probabilities(i, t, v); }
  double right_word(std::size_t i, std::size_t t, std::size_t v) const {
    return static_cast<std::size_t>(cache.y(i, t)) == v ? 1.0 : 0.0;
  }
  double mask(std::size_t i, std::size_t t) const { return cache.mask(i, t); }
};

// Returns dx with element(scores, n, t, v) at each place.
template <class Element>
Tensors elementwise(const Scores& scores, Element element) {
  Tensor3 dx = zeros(scores.cache.y.shape(0), scores.cache.y.shape(1), scores.cache.probabilities.shape(2));
  for (std::size_t n = 0; n < dx.shape(0); ++n) {
    for (std::size_t t = 0; t < dx.shape(1); ++t) {
      for (std::size_t v = 0; v < dx.shape(2); ++v) dx(n, t, v) = element(scores, n, t, v);
    }
  }
  return {{"x", from_xtensor(dx)}};
}

// An answer from `element`, which leaves out the upstream gradient and 1/N. These are added correctly.
template <class Element>
WrongAnswer without_factor(Element element) {
  return [element](Given& given) {
    return elementwise(Scores(given), [&](const Scores& s, std::size_t n, std::size_t t, std::size_t v) {
      return element(s, n, t, v) * s.dloss / s.n;
    });
  };
}

Tensors with_length_of_each(Given& given) {
  const Scores scores(given);
  const Vector lengths = sum(scores.cache.mask, 1);
  return elementwise(scores, [&](const Scores& s, std::size_t n, std::size_t t, std::size_t v) {
    return (s.p(n, t, v) - s.right_word(n, t, v)) * s.mask(n, t) * s.dloss / (lengths(n) * s.n);
  });
}

// Turns the probabilities into the gradient in place, so a second call continues from there. They are
// recomputed only for other scores.
WrongAnswer in_place() {
  return [scores = Tensor3{}, left = Tensor3{}](Given& given) mutable -> Tensors {
    const Scores now(given);
    const Tensor3& x = given.in.tensor3("x");
    if (!std::equal(scores.begin(), scores.end(), x.begin(), x.end())) {
      scores = x;
      left = now.cache.probabilities;
    }
    return elementwise(now, [&](const Scores& s, std::size_t n, std::size_t t, std::size_t v) {
      return left(n, t, v) = (left(n, t, v) - s.right_word(n, t, v)) * s.dloss * s.mask(n, t) / s.n;
    });
  };
}

const MistakeRegistration registration{
    "temporal_softmax_loss",
    {
        {.id = "mask-ignored",
         .spoils = {"x"},
         .hint = "What can the loss learn from a step that it does not count?",
         .misconception = "The mask is a matter of the forward pass alone.",
         .answer = without_factor([](const Scores& s, std::size_t n, std::size_t t, std::size_t v) {
           return s.p(n, t, v) - s.right_word(n, t, v);
         })},
        {.id = "mask-on-one-hot",
         .spoils = {"x"},
         .hint = "Look at a step of padding: which of the two parts of your gradient is still there?",
         .misconception = "The mask says whether there is a right word, so it belongs to the one-hot vector "
                          "alone.",
         .answer = without_factor([](const Scores& s, std::size_t n, std::size_t t, std::size_t v) {
           return s.p(n, t, v) - s.mask(n, t) * s.right_word(n, t, v);
         })},
        {.id = "mask-on-probabilities",
         .spoils = {"x"},
         .hint = "Is the right word of a step that does not count still asked for in your gradient?",
         .misconception = "To mask a step is to set its probabilities to zero.",
         .answer = without_factor([](const Scores& s, std::size_t n, std::size_t t, std::size_t v) {
           return s.mask(n, t) * s.p(n, t, v) - s.right_word(n, t, v);
         })},
        {.id = "divided-by-t",
         .spoils = {"x"},
         .hint = "Look at what the loss is divided by: is it the loss of a step or of a whole sequence?",
         .misconception = "The loss is a mean over all that it sums over, time included.",
         .answer = [](Given& given) -> Tensors {
           return scaled(given.right, {"x"}, 1.0 / static_cast<double>(given.in.matrix("mask").shape(1)));
         }},
        {.id = "divided-by-counted-steps",
         .spoils = {"x"},
         .hint = "Does the forward pass divide by the number of steps that count, or by something simpler?",
         .misconception = "The loss is a mean over the unmasked words, as in most libraries.",
         .answer = [](Given& given) -> Tensors {
           const Matrix& mask = given.in.matrix("mask");
           return scaled(given.right, {"x"}, static_cast<double>(mask.shape(0)) / sum(mask));
         }},
        {.id = "divided-by-length",
         .spoils = {"x"},
         .hint = "Does a long sequence weigh as much as a short one in this loss, and what if one is empty?",
         .misconception = "Each sequence contributes the mean over its own steps.",
         .answer = with_length_of_each},
        {.id = "without-1-over-n",
         .spoils = {"x"},
         .hint = "The loss is averaged over the batch: where is that mean in your gradient?",
         .misconception = "The mean in the forward pass is a matter of display, without a derivative.",
         .answer = [](Given& given) -> Tensors {
           return scaled(given.right, {"x"}, static_cast<double>(given.in.matrix("mask").shape(0)));
         }},
        {.id = "without-one-hot",
         .spoils = {"x"},
         .hint = "Where does your gradient learn which word was the right one?",
         .misconception = "The gradient of softmax with cross-entropy is the vector of probabilities.",
         .answer = without_factor([](const Scores& s, std::size_t n, std::size_t t, std::size_t v) {
           return s.mask(n, t) * s.p(n, t, v);
         })},
        {.id = "one-hot-added",
         .spoils = {"x"},
         .hint = "Should the loss rise or fall when the score of the right word rises?",
         .misconception = "The sign of the log-probability is lost on the way.",
         .answer = without_factor([](const Scores& s, std::size_t n, std::size_t t, std::size_t v) {
           return s.mask(n, t) * (s.p(n, t, v) + s.right_word(n, t, v));
         })},
        {.id = "diagonal-jacobian",
         .spoils = {"x"},
         .hint = "Do the scores of the other words have no say in the probability of the right one?",
         .misconception = "Softmax acts on each score by itself, so its Jacobian is diagonal.",
         .answer = without_factor([](const Scores& s, std::size_t n, std::size_t t, std::size_t v) {
           return s.mask(n, t) * (s.p(n, t, v) - 1.0) * s.right_word(n, t, v);
         })},
        {.id = "stops-at-probabilities",
         .spoils = {"x"},
         .hint = "With respect to what is your gradient: the probabilities, or the scores behind them?",
         .misconception = "The derivative of the logarithm is the whole of it; the softmax needs none.",
         .answer = without_factor([](const Scores& s, std::size_t n, std::size_t t, std::size_t v) {
           return s.right_word(n, t, v) == 0.0 ? 0.0 : -s.mask(n, t) / s.p(n, t, v);
         })},
        {.id = "upstream-ignored",
         .spoils = {"x"},
         .hint = "What if this loss is only a part of a larger one, and counts half?",
         .misconception = "A loss is where the backward pass begins, so its upstream gradient is always 1.",
         .answer =
             [](Given& given) {
               return elementwise(Scores(given),
                                  [](const Scores& s, std::size_t n, std::size_t t, std::size_t v) {
                                    return (s.p(n, t, v) - s.right_word(n, t, v)) * s.mask(n, t) / s.n;
                                  });
             }},
        {.id = "word-of-next-step",
         .spoils = {"x"},
         .hint = "Which entry of y does the forward pass compare with the scores of step t?",
         .misconception = "y holds the sequence itself, so that the word to be predicted is the next one.",
         .answer = without_factor([](const Scores& s, std::size_t n, std::size_t t, std::size_t v) {
           const bool there_is_one = t + 1 < s.cache.y.shape(1);
           return s.mask(n, t) * (s.p(n, t, v) - (there_is_one ? s.right_word(n, t + 1, v) : 0.0));
         })},
        {.id = "in-place",
         .spoils = {"x"},
         .hint = "What would a second backward pass over the same forward pass find in place of the "
                 "probabilities?",
         .misconception = "What the forward pass left behind is used once, and may be overwritten.",
         .answer_with_memory = in_place},
    }};

}  // namespace grader::temporal_softmax_loss_mistakes
