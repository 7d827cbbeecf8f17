#include <algorithm>
#include <backprop/softmax.hpp>
#include <limits>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::cross_entropy_smoothed_mistakes {

using namespace backprop;

// What the right dx is made of: dloss / count (p - q) in the places that count. A mistake changes a part.
struct Smoothed {
  explicit Smoothed(Given& given)
      : y(given.in.label_matrix("y")),
        dloss(given.upstream.number("loss")),
        smoothing(given.attributes.at("smoothing")),
        ignored(static_cast<std::int64_t>(given.attributes.at("ignored"))),
        p(softmax_forward(given.in.tensor3("x")).out),
        one_hot(zeros_like(p)),
        counts(zeros(y.shape(0), y.shape(1), 1)),
        N(static_cast<double>(p.shape(0))),
        T(static_cast<double>(p.shape(1))),
        V(static_cast<double>(p.shape(2))) {
    for (std::size_t n = 0; n < y.shape(0); ++n) {
      for (std::size_t t = 0; t < y.shape(1); ++t) {
        const bool is_word = y(n, t) >= 0 && y(n, t) < static_cast<std::int64_t>(p.shape(2));
        if (is_word) one_hot(n, t, static_cast<std::size_t>(y(n, t))) = 1.0;
        counts(n, t, 0) = y(n, t) == ignored ? 0.0 : 1.0;
      }
    }
    q = (1.0 - smoothing) * one_hot + smoothing / V;
    count = std::max(sum(counts), 1.0);
  }

  Tensor3 dx() const { return dloss / count * counts * (p - q); }

  const LabelMatrix& y;
  double dloss;
  double smoothing;
  std::int64_t ignored;
  Tensor3 p;        // (N, T, V)
  Tensor3 one_hot;  // (N, T, V), also where y is ignored, if that is a word
  Tensor3 counts;   // (N, T, 1)
  double N, T, V;
  Tensor3 q;  // (N, T, V)
  double count;
};

KnownMistake spoiled(std::string_view id, std::string_view hint, std::string_view misconception,
                     void (*spoil)(Smoothed& s)) {
  return {.id = id,
          .spoils = {"x"},
          .hint = hint,
          .misconception = misconception,
          .answer = [spoil](Given& given) -> Tensors {
            Smoothed s(given);
            spoil(s);
            return {{"x", from_xtensor(s.dx())}};
          }};
}

const MistakeRegistration registration{
    "cross_entropy_smoothed",
    {
        spoiled("divided-by-all-places", "Over how many places does the mean of the loss run, padding aside?",
                "The mean runs over all N T places; those that do not count are 0.",
                [](Smoothed& s) { s.count = s.N * s.T; }),
        spoiled("not-divided", "The loss is a mean: where is it in your gradient?",
                "The mean in the forward pass is a matter of display.", [](Smoothed& s) { s.count = 1.0; }),
        spoiled("divided-by-n", "Is the loss averaged over sequences, or over the words that count?",
                "As in the loss of assignment 3, what is averaged over is the batch.",
                [](Smoothed& s) { s.count = s.N; }),
        spoiled("mean-of-each-sequence", "Does a word of a short sequence weigh more than one of a long one?",
                "Each sequence has its own mean, and these are averaged.",
                [](Smoothed& s) {
                  const Tensor3 lengths = reshape(sum(s.counts, 1), {s.counts.shape(0), 1, 1});
                  s.counts = s.counts / maximum(lengths, 1.0);
                  s.count = s.N;
                }),
        spoiled("not-smoothed", "What is the row of the right word compared with: a 1 and zeros?",
                "Smoothing is a matter of the forward pass alone.", [](Smoothed& s) { s.q = s.one_hot; }),
        spoiled("smooth-part-without-gradient",
                "The loss has two terms: does the mean of all log-probabilities not move with x?",
                "The second term of the loss is a constant.",
                [](Smoothed& s) { s.q = (1.0 - s.smoothing) * s.one_hot + s.smoothing * s.p; }),
        spoiled("target-above-1", "To what does the target of a place sum?",
                "The smooth part is put on top of the one-hot vector.",
                [](Smoothed& s) { s.q = s.one_hot + s.smoothing / s.V; }),
        spoiled("right-word-without-its-share",
                "How many of the V words share what is smoothed: V, or V - 1?",
                "The right word gets 1 - smoothing, the others smoothing / V.",
                [](Smoothed& s) {
                  s.q = (1.0 - s.smoothing) * s.one_hot + s.smoothing / s.V * (1.0 - s.one_hot);
                }),
        spoiled("shared-by-the-others", "How many of the V words share what is smoothed: V, or V - 1?",
                "What the right word gives up is shared by the V - 1 others.",
                [](Smoothed& s) {
                  s.q = (1.0 - s.smoothing) * s.one_hot +
                        s.smoothing / std::max(s.V - 1.0, 1.0) * (1.0 - s.one_hot);
                }),
        spoiled("share-not-divided", "To what does the target of a place sum?",
                "Every word gets the smoothing.",
                [](Smoothed& s) { s.q = (1.0 - s.smoothing) * s.one_hot + s.smoothing; }),
        spoiled("smoothing-exchanged", "Which share does the right word keep: smoothing, or the rest?",
                "Smoothing is how much of the one-hot vector is left.",
                [](Smoothed& s) { s.q = s.smoothing * s.one_hot + (1.0 - s.smoothing) / s.V; }),
        spoiled("without-target", "Where does your gradient learn which word was the right one?",
                "The gradient of softmax with cross-entropy is the vector of probabilities.",
                [](Smoothed& s) { s.q = zeros_like(s.q); }),
        spoiled("target-added", "Should the loss rise or fall when the score of the right word rises?",
                "The sign of the log-probability is lost on the way.", [](Smoothed& s) { s.q = -s.q; }),
        spoiled("target-minus-probability",
                "In which direction does a step of descent have to move the score "
                "of the right word?",
                "The gradient is what is missing to the target.", [](Smoothed& s) { s.dloss = -s.dloss; }),
        spoiled("upstream-ignored", "What if this loss is only a part of a larger one, and counts half?",
                "A loss is where the backward pass begins, so its upstream gradient is always 1.",
                [](Smoothed& s) { s.dloss = 1.0; }),
        spoiled("ignored-still-pull", "What can the loss learn from a place that it does not count?",
                "To ignore a place is to have no right word there.",
                [](Smoothed& s) {
                  s.q = s.q - (1.0 - s.counts) * (1.0 - s.smoothing) * s.one_hot;
                  s.counts = ones_like(s.counts);
                }),
        spoiled("smooth-part-of-the-ignored", "The loss has two terms: are the ignored places out of both?",
                "Ignored places have no right word, but their log-probabilities have a mean all the same.",
                [](Smoothed& s) {
                  const Tensor3 smooth = s.smoothing * (s.p - 1.0 / s.V);
                  s.q = where(s.counts, s.q, s.p - smooth);
                  s.counts = ones_like(s.counts);
                }),
        spoiled("ignored-still-count",
                "Are all places that are ignored out of your gradient, whatever number "
                "marks them?",
                "The ignored label is a word like any other.",
                [](Smoothed& s) {
                  const LabelMatrix& y = s.y;
                  for (std::size_t i = 0; i < y.size(); ++i) {
                    if (y.flat(i) >= 0) s.counts.flat(i) = 1.0;
                  }
                  s.count = std::max(sum(s.counts), 1.0);
                }),
        spoiled("word-0-is-padding", "Which label is ignored: 0, or the one that you are given?",
                "Padding is word 0.",
                [](Smoothed& s) {
                  for (std::size_t i = 0; i < s.y.size(); ++i) {
                    s.counts.flat(i) = s.y.flat(i) <= 0 ? 0.0 : 1.0;
                  }
                  s.count = std::max(sum(s.counts), 1.0);
                }),
        spoiled("all-ignored-is-nan", "By what do you divide when no place counts?",
                "There always is something to learn from in a batch.",
                [](Smoothed& s) { s.count = sum(s.counts); }),
        spoiled("diagonal-jacobian",
                "Do the scores of the other words have no say in the right one's "
                "probability?",
                "Softmax acts on each score by itself, so its Jacobian is diagonal.",
                [](Smoothed& s) { s.p = s.q * s.p; }),
    }};

}  // namespace grader::cross_entropy_smoothed_mistakes
