#include "grader/mistakes/catalogue/normalisation.hpp"
#include "grader/ops/layers/batchnorm_case.hpp"

namespace grader::batchnorm_mistakes {

using namespace backprop;

// The backward pass, right at first. A mistake overwrites one step and runs the right steps after it, so that
// later gradients are spoiled as well.
struct Walk {
  explicit Walk(Given& given)
      : dout(given.upstream.matrix("out")),
        cache(batchnorm_cache(given)),
        steps(batchnorm_backward(dout, cache)),
        n(static_cast<double>(dout.shape(0))) {}

  Tensors after_dxhat() {
    steps.divar = sum(steps.dxhat * cache.xmu, 0);
    return after_divar();
  }
  Tensors after_divar() {
    steps.dsqrtvar = -steps.divar / (cache.sqrtvar * cache.sqrtvar);
    return after_dsqrtvar();
  }
  Tensors after_dsqrtvar() {
    steps.dvar = 0.5 * steps.dsqrtvar / cache.sqrtvar;
    return after_dvar();
  }
  Tensors after_dvar() {
    steps.dsq = over_the_batch(steps.dvar / n);
    return after_dsq();
  }
  Tensors after_dsq() {
    steps.dxmu = steps.dxhat * as_row(cache.ivar) + 2.0 * cache.xmu * steps.dsq;
    return after_dxmu();
  }
  Tensors after_dxmu() {
    steps.dmu = -sum(steps.dxmu, 0);
    return after_dmu();
  }
  Tensors after_dmu() {
    steps.dx = steps.dxmu + as_row(steps.dmu / n);
    return done();
  }
  Tensors done() { return batchnorm_gradients(steps); }

  Matrix over_the_batch(const Vector& row) const { return as_row(row) * xt::ones_like(cache.xmu); }

  const Matrix& dout;
  const BatchnormCache cache;
  BatchnormSteps steps;
  double n;
};

// Returns the gradients that follow, by `rest`, from steps that `spoil` has changed.
template <class Spoil>
WrongAnswer walking(Tensors (Walk::*rest)(), Spoil spoil) {
  return [rest, spoil](Given& given) {
    Walk walk(given);
    spoil(walk);
    return (walk.*rest)();
  };
}

const MistakeRegistration registration{
    "batchnorm",
    {
        averaged_dbeta({"beta"},
                       walking(&Walk::done, [](Walk& walk) { walk.steps.dbeta = mean(walk.dout, 0); })),
        dgamma_from_x({"gamma"},
                      [](Given& given) {
                        Walk walk(given);
                        walk.steps.dgamma = sum(walk.dout * given.in.matrix("x"), 0);
                        return walk.done();
                      }),
        {.id = "dgamma-from-xmu",
         .spoils = {"gamma"},
         .hint = "gamma meets x after it was centred, and after what else?",
         .misconception = "The scale gamma comes instead of the division by the deviation, not after it.",
         .answer = walking(&Walk::done,
                           [](Walk& walk) { walk.steps.dgamma = sum(walk.dout * walk.cache.xmu, 0); })},
        {.id = "dxhat-without-gamma",
         .spoils = {"xhat", "ivar", "sqrtvar", "var", "sq", "xmu", "mu", "x"},
         .hint = "There is a product between xhat and out: with what?",
         .misconception = "Scale and shift only matter to the gradients of gamma and beta.",
         .answer = walking(&Walk::after_dxhat, [](Walk& walk) { walk.steps.dxhat = walk.dout; })},
        {.id = "divar-from-xhat",
         .spoils = {"ivar", "sqrtvar", "var", "sq", "xmu", "x"},
         .hint = "xhat is a product of two nodes: the gradient of one of them takes which factor?",
         .misconception = "The gradient of a factor takes the product in place of the other factor.",
         .answer =
             walking(&Walk::after_divar,
                     [](Walk& walk) { walk.steps.divar = sum(walk.steps.dxhat * walk.cache.xhat, 0); })},
        {.id = "dsqrtvar-sign",
         .spoils = {"sqrtvar", "var", "sq", "xmu", "x"},
         .hint = "Does 1/s grow or fall when s grows?",
         .misconception = "The derivative of 1/s is 1/s^2.",
         .answer = walking(&Walk::after_dsqrtvar,
                           [](Walk& walk) {
                             walk.steps.dsqrtvar =
                                 walk.steps.divar / (walk.cache.sqrtvar * walk.cache.sqrtvar);
                           })},
        {.id = "dvar-without-half",
         .spoils = {"var", "sq", "xmu", "x"},
         .hint = "Write the root as a power: which factor comes down when you differentiate?",
         .misconception = "The derivative of a root is one over the root.",
         .answer = walking(&Walk::after_dvar,
                           [](Walk& walk) { walk.steps.dvar = walk.steps.dsqrtvar / walk.cache.sqrtvar; })},
        {.id = "dvar-without-eps",
         .spoils = {"var", "sq", "xmu", "mu", "x"},
         .hint = "There is more than the variance under the root: what if a feature does not vary at all?",
         .misconception =
             "eps is there against a division by zero in the forward pass, and has no part in the "
             "derivative.",
         .answer = walking(&Walk::after_dvar,
                           [](Walk& walk) {
                             const Vector var = mean(walk.cache.xmu * walk.cache.xmu, 0);
                             walk.steps.dvar = 0.5 * walk.steps.dsqrtvar / backprop::sqrt(var);
                           })},
        {.id = "dsq-not-divided",
         .spoils = {"sq", "xmu", "x"},
         .hint = "var is a mean over the batch: how much of it is each single square's doing?",
         .misconception = "The gradient of a mean is handed to all its terms in full, as that of a sum.",
         .answer = walking(&Walk::after_dsq,
                           [](Walk& walk) { walk.steps.dsq = walk.over_the_batch(walk.steps.dvar); })},
        {.id = "dsq-unbiased",
         .spoils = {"sq", "xmu", "mu", "x"},
         .hint = "Which of the two variances does the forward pass take, the biased or the unbiased one?",
         .misconception = "A variance is always divided by one less than the number of examples.",
         .answer = walking(
             &Walk::after_dsq,
             [](Walk& walk) { walk.steps.dsq = walk.over_the_batch(walk.steps.dvar / (walk.n - 1.0)); })},
        {.id = "dxmu-without-square",
         .spoils = {"xmu", "x"},
         .hint = "xmu goes into two nodes of the graph: have you taken back the gradients of both?",
         .misconception = "The variance is a constant, so that xmu only matters through xhat.",
         .answer = walking(&Walk::after_dxmu,
                           [](Walk& walk) { walk.steps.dxmu = walk.steps.dxhat * as_row(walk.cache.ivar); })},
        {.id = "dxmu-overwritten",
         .spoils = {"xmu", "mu", "x"},
         .hint = "xmu goes two ways to the loss: what becomes of the first gradient when the second arrives?",
         .misconception = "The gradient of a node is what the last of its users sends back.",
         .answer = walking(&Walk::after_dxmu,
                           [](Walk& walk) { walk.steps.dxmu = 2.0 * walk.cache.xmu * walk.steps.dsq; })},
        {.id = "dxmu-without-two",
         .spoils = {"xmu", "x"},
         .hint = "What is the derivative of a square?",
         .misconception = "Differentiating a square leaves its base.",
         .answer = walking(&Walk::after_dxmu,
                           [](Walk& walk) {
                             walk.steps.dxmu =
                                 walk.steps.dxhat * as_row(walk.cache.ivar) + walk.cache.xmu * walk.steps.dsq;
                           })},
        {.id = "dmu-sign",
         .spoils = {"mu", "x"},
         .hint = "The mean is subtracted from x: which sign does its gradient carry?",
         .misconception = "The sign of a subtraction does not reach the gradient.",
         .answer = walking(&Walk::after_dmu, [](Walk& walk) { walk.steps.dmu = sum(walk.steps.dxmu, 0); })},
        {.id = "dx-without-mean",
         .spoils = {"x"},
         .hint = "x reaches the loss through xmu, and through what else that was computed from it?",
         .misconception = "The mean of the batch is a constant.",
         .answer = walking(&Walk::done, [](Walk& walk) { walk.steps.dx = walk.steps.dxmu; })},
        {.id = "dvar-power-without-eps",
         .spoils = {"var", "sq", "xmu", "mu", "x"},
         .hint = "Which number was raised to the power -1/2 in the forward pass: the variance alone?",
         .misconception = "The derivative of the normalisation holds the variance to the power -3/2; eps is "
                          "for the forward pass.",
         .answer = walking(&Walk::after_dvar,
                           [](Walk& walk) {
                             const Vector var = mean(walk.cache.xmu * walk.cache.xmu, 0);
                             walk.steps.dvar = -0.5 * walk.steps.divar / (var * backprop::sqrt(var));
                           })},
        {.id = "dmu-not-divided",
         .spoils = {"x"},
         .hint = "mu is a mean over the batch: how much of it is each single example's doing?",
         .misconception = "The gradient of the mean is handed to every example in full.",
         .answer = walking(&Walk::done,
                           [](Walk& walk) { walk.steps.dx = walk.steps.dxmu + as_row(walk.steps.dmu); })},
    }};

}  // namespace grader::batchnorm_mistakes
