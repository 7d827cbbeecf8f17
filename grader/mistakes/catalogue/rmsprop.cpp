#include "grader/mistakes/catalogue/update_rule.hpp"

namespace grader::rmsprop_mistakes {

using namespace backprop;

struct Call {
  explicit Call(Given& given)
      : w(given.in.matrix("w")),
        dw(given.in.matrix("dw")),
        cache(given.in.matrix("cache")),
        rate(given.attributes.at("learning_rate")),
        decay(given.attributes.at("decay_rate")),
        epsilon(given.attributes.at("epsilon")) {}

  Matrix right_cache() const { return decay * cache + (1.0 - decay) * dw * dw; }
  Matrix step(const Matrix& next_cache) const { return rate * dw / (backprop::sqrt(next_cache) + epsilon); }

  const Matrix& w;
  const Matrix& dw;
  const Matrix& cache;  // before the step
  double rate;
  double decay;
  double epsilon;
};

// Keeps a wrong cache, and moves w by it.
template <class Cache>
WrongAnswer remembers(Cache cache_of) {
  return [cache_of](Given& given) {
    const Call call(given);
    const Matrix cache = cache_of(call);
    return moved_to(call.w - call.step(cache), "next_cache", cache);
  };
}

// Keeps the right cache, but moves w wrongly.
template <class Move>
WrongAnswer moves(Move move) {
  return [move](Given& given) { return moved_to(move(Call(given))); };
}

const MistakeRegistration registration{
    "rmsprop",
    {
        {.id = "epsilon-in-the-root",
         .spoils = {"next_w"},
         .hint = "Where does epsilon stand, and how large does it become when a root is taken of it?",
         .misconception = "Inside or outside of the root, epsilon only guards against a division by 0.",
         .answer = moves([](const Call& call) -> Matrix {
           return call.w - call.rate * call.dw / backprop::sqrt(call.right_cache() + call.epsilon);
         })},
        {.id = "without-epsilon",
         .spoils = {"next_w"},
         .hint = "How long is the step where gradients have been tiny for long: is nothing there to damp it?",
         .misconception = "epsilon is too small to matter.",
         .answer = moves([](const Call& call) -> Matrix {
           return call.w - call.rate * call.dw / backprop::sqrt(call.right_cache());
         })},
        {.id = "without-root",
         .spoils = {"next_w"},
         .hint = "In which unit is the cache kept, and in which one the gradient that it divides?",
         .misconception = "The step is divided by the mean square.",
         .answer = moves([](const Call& call) -> Matrix {
           return call.w - call.rate * call.dw / (call.right_cache() + call.epsilon);
         })},
        {.id = "divided-by-the-old-cache",
         .spoils = {"next_w"},
         .hint = "At the very first step the old cache is 0: what would you divide by?",
         .misconception = "The cache is for the next step.",
         .answer = moves([](const Call& call) -> Matrix { return call.w - call.step(call.cache); })},
        {.id = "uphill",
         .spoils = {"next_w"},
         .hint = "The gradient points to where the loss grows: which way do you want to go?",
         .misconception = "One follows the gradient.",
         .answer = moves([](const Call& call) -> Matrix { return call.w + call.step(call.right_cache()); })},
        {.id = "decay-swapped",
         .spoils = {"next_w", "next_cache"},
         .hint = "The decay rate is near 1: is most of the new cache to be old, or this step's?",
         .misconception = "The decay rate is the share of what is new.",
         .answer = remembers([](const Call& call) -> Matrix {
           return (1.0 - call.decay) * call.cache + call.decay * call.dw * call.dw;
         })},
        {.id = "never-forgets",
         .spoils = {"next_w", "next_cache"},
         .hint = "With a cache that only grows the steps fade out: what lets old gradients be forgotten?",
         .misconception = "The cache is the sum of all squares, as in AdaGrad.",
         .answer = remembers([](const Call& call) -> Matrix { return call.cache + call.dw * call.dw; })},
        {.id = "square-unweighted",
         .spoils = {"next_w", "next_cache"},
         .hint = "In a running mean the weights of old and new sum to 1: do yours?",
         .misconception = "Only what is old has a weight.",
         .answer = remembers(
             [](const Call& call) -> Matrix { return call.decay * call.cache + call.dw * call.dw; })},
        {.id = "weight-squared",
         .spoils = {"next_w", "next_cache"},
         .hint = "What is squared in the running mean: the gradient, or the gradient with its weight?",
         .misconception = "The weighted gradient is what gets squared.",
         .answer = remembers([](const Call& call) -> Matrix {
           const Matrix weighted = (1.0 - call.decay) * call.dw;
           return call.decay * call.cache + weighted * weighted;
         })},
        {.id = "not-squared",
         .spoils = {"next_w", "next_cache"},
         .hint = "The cache is to hold a size: what becomes of the signs of the gradients?",
         .misconception = "The cache is a running mean of the gradients.",
         .answer = remembers([](const Call& call) -> Matrix {
           return call.decay * call.cache + (1.0 - call.decay) * call.dw;
         })},
        {.id = "cache-not-kept",
         .spoils = {"next_cache"},
         .hint = "What does the next step start from, if this one does not hand on what it has gathered?",
         .misconception = "The new cache is a local variable; the config that is returned holds settings.",
         .answer = [](Given& given) -> Tensors {
           return {{"next_cache", from_xtensor(given.in.matrix("cache"))}};
         }},
        {.id = "epsilon-beside-the-fraction",
         .spoils = {"next_w"},
         .hint = "What is epsilon added to: read your line as the compiler does, product before sum?",
         .misconception = "A denominator ends where the formula on paper ends it, brackets or not.",
         .answer = moves([](const Call& call) -> Matrix {
           return call.w - (call.rate * call.dw / backprop::sqrt(call.right_cache()) + call.epsilon);
         })},
        {.id = "epsilon-kept-in-the-cache",
         .spoils = {"next_w", "next_cache"},
         .hint = "epsilon guards one division: does it belong to what the next step goes on from?",
         .misconception = "epsilon is a part of the cache.",
         .answer = remembers([](const Call& call) -> Matrix { return call.right_cache() + call.epsilon; })},
        {.id = "size-for-square",
         .spoils = {"next_w", "next_cache"},
         .hint = "The cache is a mean of what: of the sizes of the gradients, or of their squares?",
         .misconception = "The cache follows the size of the gradient; the root is for the step.",
         .answer = remembers([](const Call& call) -> Matrix {
           return call.decay * call.cache + (1.0 - call.decay) * backprop::abs(call.dw);
         })},
        {.id = "root-kept",
         .spoils = {"next_cache"},
         .hint =
             "The root is taken when the step is made: what does the next step need, the square or its root?",
         .misconception = "The cache is what the step was divided by.",
         .answer = [](Given& given) -> Tensors {
           return {{"next_cache", from_xtensor(Matrix(backprop::sqrt(Call(given).right_cache())))}};
         }},
    }};

}  // namespace grader::rmsprop_mistakes
