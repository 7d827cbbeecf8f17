#include "grader/mistakes/catalogue/update_rule.hpp"

namespace grader::rmsprop_mistakes {

using namespace backprop;

struct Call : UpdateCall {
  explicit Call(Given& given)
      : UpdateCall(given),
        cache(given.in.matrix("cache")),
        decay(given.attributes.at("decay_rate")),
        epsilon(given.attributes.at("epsilon")),
        next_cache(decay * cache + (1.0 - decay) * dw * dw) {}

  const Matrix& direction() const { return dw; }
  const Matrix& mean_square() const { return next_cache; }
  Matrix step(const Matrix& square) const { return rate * dw / (backprop::sqrt(square) + epsilon); }
  Tensors outputs() const {
    return {{"next_w", from_xtensor(evaluate(w - step(next_cache)))},
            {"next_cache", from_xtensor(next_cache)}};
  }

  const Matrix& cache;  // before the step
  double decay;
  double epsilon;
  Matrix next_cache;
};

using Rmsprop = UpdateRule<Call>;

// Moves by a wrong cache, and keeps it.
WrongAnswer remembers(Rmsprop::Spoil spoil) { return Rmsprop::with({"next_w", "next_cache"}, spoil); }

const MistakeRegistration registration{
    "rmsprop",
    {
        Rmsprop::epsilon_in_the_root(),
        {.id = "without-epsilon",
         .spoils = {"next_w"},
         .hint = "How long is the step where gradients have been tiny for long: does nothing damp it?",
         .misconception = "epsilon is too small to matter.",
         .answer = Rmsprop::moves([](const Call& call) -> Matrix {
           return call.w - call.rate * call.dw / backprop::sqrt(call.next_cache);
         })},
        Rmsprop::without_root(
            "In which unit is the cache kept, and in which one the gradient that it divides?"),
        {.id = "divided-by-the-old-cache",
         .spoils = {"next_w"},
         .hint = "At the very first step the old cache is 0: what would you divide by?",
         .misconception = "The cache is for the next step.",
         .answer = Rmsprop::moves([](const Call& call) -> Matrix { return call.w - call.step(call.cache); })},
        Rmsprop::uphill([](const Call& call) -> Matrix { return call.w + call.step(call.next_cache); }),
        {.id = "decay-swapped",
         .spoils = {"next_w", "next_cache"},
         .hint = "The decay rate is near 1: should most of the new cache be old, or this step's?",
         .misconception = "The decay rate is the share of what is new.",
         .answer = remembers([](Call& call) {
           call.next_cache = (1.0 - call.decay) * call.cache + call.decay * call.dw * call.dw;
         })},
        {.id = "never-forgets",
         .spoils = {"next_w", "next_cache"},
         .hint = "With a cache that only grows the steps fade out: what lets old gradients be forgotten?",
         .misconception = "The cache is the sum of all squares, as in AdaGrad.",
         .answer = remembers([](Call& call) { call.next_cache = call.cache + call.dw * call.dw; })},
        {.id = "square-unweighted",
         .spoils = {"next_w", "next_cache"},
         .hint = "In a running mean the weights of old and new sum to 1: do yours?",
         .misconception = "Only what is old has a weight.",
         .answer =
             remembers([](Call& call) { call.next_cache = call.decay * call.cache + call.dw * call.dw; })},
        {.id = "weight-squared",
         .spoils = {"next_w", "next_cache"},
         .hint = "What is squared in the running mean: the gradient, or the gradient with its weight?",
         .misconception = "The weighted gradient is what gets squared.",
         .answer = remembers([](Call& call) {
           const Matrix weighted = (1.0 - call.decay) * call.dw;
           call.next_cache = call.decay * call.cache + weighted * weighted;
         })},
        {.id = "not-squared",
         .spoils = {"next_w", "next_cache"},
         .hint = "The cache should hold a size: what becomes of the signs of the gradients?",
         .misconception = "The cache is a running mean of the gradients.",
         .answer = remembers(
             [](Call& call) { call.next_cache = call.decay * call.cache + (1.0 - call.decay) * call.dw; })},
        not_kept("cache-not-kept", {"cache"},
                 "The new cache is a local variable; the config that is returned holds settings."),
        Rmsprop::epsilon_beside_the_fraction(),
        {.id = "epsilon-kept-in-the-cache",
         .spoils = {"next_w", "next_cache"},
         .hint = "epsilon guards one division: does it belong to what the next step goes on from?",
         .misconception = "epsilon is a part of the cache.",
         .answer = remembers([](Call& call) { call.next_cache = call.next_cache + call.epsilon; })},
        {.id = "size-for-square",
         .spoils = {"next_w", "next_cache"},
         .hint = "What is the cache a mean of: the sizes of the gradients, or their squares?",
         .misconception = "The cache follows the size of the gradient; the root is for the step.",
         .answer = remembers([](Call& call) {
           call.next_cache = call.decay * call.cache + (1.0 - call.decay) * backprop::abs(call.dw);
         })},
        {.id = "root-kept",
         .spoils = {"next_cache"},
         .hint =
             "The root is taken when the step is made: what does the next step need, the square or its root?",
         .misconception = "The cache is what the step was divided by.",
         .answer = Rmsprop::with({"next_cache"},
                                 [](Call& call) { call.next_cache = backprop::sqrt(call.next_cache); })},
        settings_begin_anew({{"learning_rate", 1e-2}, {"decay_rate", 0.99}, {"epsilon", 1e-8}}),
    }};

}  // namespace grader::rmsprop_mistakes
