#include <cmath>
#include <utility>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"
#include "grader/ops/layers/circuit_case.hpp"

namespace grader::circuit_mistakes {

using namespace backprop;

// The backward pass, right at first. A mistake overwrites the steps of one gate and runs the right steps of
// the gates below it, so that later gradients are spoiled as well.
struct Way {
  explicit Way(Given& given)
      : dout(given.upstream.number("out")),
        c(circuit_forward(given.in.number("x"), given.in.number("y"), given.in.number("z")).cache),
        steps(circuit_backward(dout, c)) {}

  Tensors below_square() {
    steps.dm = c.s * steps.dq;
    steps.ds2 = c.m * steps.dq;
    return below_upper_product();
  }
  Tensors below_upper_product() {
    steps.dp = c.p >= c.s ? steps.dm : 0.0;
    steps.ds1 = steps.dm - steps.dp;
    return below_maximum();
  }
  Tensors below_maximum() {
    steps.ds = steps.ds2 + steps.ds1;
    lower_product();
    return below_copy_of_s();
  }
  Tensors below_copy_of_s() {
    steps.dy2 = steps.dz = steps.ds;
    return below_lower_gates();
  }
  Tensors below_lower_gates() {
    steps.dy = steps.dy2 + steps.dy1;
    return done();
  }
  Tensors done() { return circuit_gradients(steps); }

  void lower_product() {
    steps.dx = c.y * steps.dp;
    steps.dy1 = c.x * steps.dp;
  }

  const double dout;
  const CircuitCache c;
  CircuitSteps steps;
};

// Returns the gradients that follow, by `rest`, from steps that `spoil` has changed.
template <class Spoil>
WrongAnswer on_the_way(Tensors (Way::*rest)(), Spoil spoil) {
  return [rest, spoil](Given& given) {
    Way way(given);
    spoil(way);
    return (way.*rest)();
  };
}

const std::vector<std::string> kAll = {"q", "m", "s2", "p", "s1", "s", "x", "y1", "y2", "z", "y"};
const std::vector<std::string> kBelowUpperProduct = {"m", "s2", "p", "s1", "s", "x", "y1", "y2", "z", "y"};
const std::vector<std::string> kBelowMaximum = {"p", "s1", "s", "x", "y1", "y2", "z", "y"};
const std::vector<std::string> kBelowCopyOfS = {"s", "y2", "z", "y"};

const MistakeRegistration registration{
    "circuit",
    {
        {.id = "square-without-two",
         .spoils = kAll,
         .hint = "The last gate squares q: what is the slope of a square?",
         .misconception = "The slope of a square is the number that was squared.",
         .answer = on_the_way(&Way::below_square, [](Way& way) { way.steps.dq = way.c.q * way.dout; })},
        {.id = "square-without-q",
         .spoils = kAll,
         .hint = "Does a square rise as fast near 0 as far from it?",
         .misconception = "The slope of a square is 2.",
         .answer = on_the_way(&Way::below_square, [](Way& way) { way.steps.dq = 2.0 * way.dout; })},
        {.id = "square-at-output",
         .spoils = kAll,
         .hint = "The slope of a gate is taken at its input: which number went into the square?",
         .misconception = "A gate's slope is taken at the value that leaves it.",
         .answer = on_the_way(&Way::below_square,
                              [](Way& way) { way.steps.dq = 2.0 * way.c.q * way.c.q * way.dout; })},
        {.id = "upstream-ignored",
         .spoils = kAll,
         .hint = "What arrives at the last gate is dout: where is it in your dq?",
         .misconception = "The chain begins with the slope of the last gate.",
         .answer = on_the_way(&Way::below_square, [](Way& way) { way.steps.dq = 2.0 * way.c.q; })},
        {.id = "upper-product-not-swapped",
         // Not s1: where it has a gradient, m is s.
         .spoils = {"m", "s2", "p", "s", "x", "y1", "y2", "z", "y"},
         .hint = "If m grows a little, by how much does m s2 grow: does that depend on m or on s2?",
         .misconception = "Each factor of a product gets the gradient times itself.",
         .answer = on_the_way(&Way::below_upper_product,
                              [](Way& way) {
                                way.steps.dm = way.c.m * way.steps.dq;
                                way.steps.ds2 = way.c.s * way.steps.dq;
                              })},
        {.id = "upper-product-of-product",
         .spoils = kBelowUpperProduct,
         .hint = "What stands beside m in the product: q itself?",
         .misconception = "Each factor of a product gets the gradient times the product.",
         .answer = on_the_way(&Way::below_upper_product,
                              [](Way& way) { way.steps.dm = way.steps.ds2 = way.c.q * way.steps.dq; })},
        {.id = "upper-product-as-sum",
         .spoils = kBelowUpperProduct,
         .hint = "q is a product of m and s2: which gate hands on what arrives, unchanged?",
         .misconception = "Every gate with two inputs hands its gradient to both.",
         .answer = on_the_way(&Way::below_upper_product,
                              [](Way& way) { way.steps.dm = way.steps.ds2 = way.steps.dq; })},
        {.id = "maximum-to-both",
         .spoils = kBelowMaximum,
         .hint = "If the smaller input of the maximum moves a little, what becomes of m?",
         .misconception = "A maximum hands on what arrives to both inputs, as a sum does.",
         .answer =
             on_the_way(&Way::below_maximum, [](Way& way) { way.steps.dp = way.steps.ds1 = way.steps.dm; })},
        {.id = "maximum-to-loser",
         .spoils = kBelowMaximum,
         .hint = "Which of its two inputs did the maximum let through?",
         .misconception = "The gradient goes to the input that must catch up.",
         .answer = on_the_way(&Way::below_maximum, [](Way& way) { std::swap(way.steps.dp, way.steps.ds1); })},
        {.id = "maximum-halved",
         .spoils = kBelowMaximum,
         .hint = "Does the smaller input of a maximum have any part in m?",
         .misconception = "The two inputs of a maximum share its gradient.",
         .answer = on_the_way(&Way::below_maximum,
                              [](Way& way) { way.steps.dp = way.steps.ds1 = 0.5 * way.steps.dm; })},
        {.id = "maximum-of-magnitudes",
         .spoils = kBelowMaximum,
         .hint = "Take a negative number and a smaller positive one: which of them is the maximum?",
         .misconception = "The larger of two numbers is the one that is further from 0.",
         .answer = on_the_way(&Way::below_maximum,
                              [](Way& way) {
                                const bool p_wins = std::abs(way.c.p) >= std::abs(way.c.s);
                                way.steps.dp = p_wins ? way.steps.dm : 0.0;
                                way.steps.ds1 = p_wins ? 0.0 : way.steps.dm;
                              })},
        {.id = "maximum-times-value",
         .spoils = kBelowMaximum,
         .hint = "If the larger input of the maximum grows by 0.001, by how much does m grow?",
         .misconception = "The winner's gradient is multiplied with the winner's value.",
         .answer = on_the_way(&Way::below_maximum,
                              [](Way& way) {
                                way.steps.dp *= way.c.m;
                                way.steps.ds1 *= way.c.m;
                              })},
        {.id = "only-s2-comes-back",
         .spoils = kBelowCopyOfS,
         .hint = "s was copied: how many gradients come back to the copy?",
         .misconception = "What goes through the maximum ends there.",
         .answer = on_the_way(&Way::below_copy_of_s, [](Way& way) { way.steps.ds = way.steps.ds2; })},
        {.id = "only-s1-comes-back",
         .spoils = kBelowCopyOfS,
         .hint = "s goes two ways to the loss: what becomes of the first gradient when the second arrives?",
         .misconception = "The gradient of a wire is what the last of its users sends back.",
         .answer = on_the_way(&Way::below_copy_of_s, [](Way& way) { way.steps.ds = way.steps.ds1; })},
        {.id = "copy-of-s-averaged",
         .spoils = kBelowCopyOfS,
         .hint = "If s grows by 0.001, then both copies grow by that: do their effects add up or average?",
         .misconception = "A copy's gradient is the mean of what comes back.",
         .answer = on_the_way(&Way::below_copy_of_s,
                              [](Way& way) { way.steps.ds = 0.5 * (way.steps.ds1 + way.steps.ds2); })},
        {.id = "copy-of-s-multiplied",
         .spoils = kBelowCopyOfS,
         .hint = "Along a path rates of change multiply: what do they do where two paths meet?",
         .misconception = "The chain rule multiplies whatever meets.",
         .answer = on_the_way(&Way::below_copy_of_s,
                              [](Way& way) { way.steps.ds = way.steps.ds1 * way.steps.ds2; })},
        {.id = "sum-halved",
         .spoils = {"y2", "z", "y"},
         .hint = "If z grows by 0.001, by how much does y2 + z grow: by half of that?",
         .misconception = "The terms of a sum share its gradient.",
         .answer = on_the_way(&Way::below_lower_gates,
                              [](Way& way) { way.steps.dy2 = way.steps.dz = 0.5 * way.steps.ds; })},
        {.id = "sum-as-product",
         .spoils = {"y2", "z", "y"},
         .hint = "s is a sum of y2 and z: does its slope depend on how large the other term is?",
         .misconception = "Every gate with two inputs swaps them, as a product does.",
         .answer = on_the_way(&Way::below_lower_gates,
                              [](Way& way) {
                                way.steps.dy2 = way.c.z * way.steps.ds;
                                way.steps.dz = way.c.y * way.steps.ds;
                              })},
        {.id = "lower-product-not-swapped",
         .spoils = {"x", "y1", "y"},
         .hint = "If x grows a little, by how much does x y1 grow: does that depend on x or on y1?",
         .misconception = "Each factor of a product gets the gradient times itself.",
         .answer = on_the_way(&Way::below_lower_gates,
                              [](Way& way) {
                                way.steps.dx = way.c.x * way.steps.dp;
                                way.steps.dy1 = way.c.y * way.steps.dp;
                              })},
        {.id = "maximum-skipped",
         .spoils = {"x", "y1", "y"},
         .hint = "What arrives at the lower product: has it come through the maximum?",
         .misconception = "A maximum changes nothing, and so can be left out on the way back.",
         .answer = on_the_way(&Way::below_lower_gates,
                              [](Way& way) {
                                way.steps.dx = way.c.y * way.steps.dm;
                                way.steps.dy1 = way.c.x * way.steps.dm;
                              })},
        {.id = "only-y2-comes-back",
         .spoils = {"y"},
         .hint = "y was copied: how many gradients come back to it?",
         .misconception = "The gradient of an input is that of its last use.",
         .answer = on_the_way(&Way::done, [](Way& way) { way.steps.dy = way.steps.dy2; })},
        {.id = "only-y1-comes-back",
         .spoils = {"y"},
         .hint = "y reaches the loss through the lower product, and through what else?",
         .misconception = "The gradient of an input is that of its first use.",
         .answer = on_the_way(&Way::done, [](Way& way) { way.steps.dy = way.steps.dy1; })},
        {.id = "copy-of-y-averaged",
         .spoils = {"y"},
         .hint = "If y grows by 0.001, then both copies grow by that: do their effects add up or average?",
         .misconception = "A copy's gradient is the mean of what comes back.",
         .answer =
             on_the_way(&Way::done, [](Way& way) { way.steps.dy = 0.5 * (way.steps.dy1 + way.steps.dy2); })},
    }};

}  // namespace grader::circuit_mistakes
