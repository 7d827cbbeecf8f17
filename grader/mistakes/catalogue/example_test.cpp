// The wrong backward passes of one layer, explained line by line. Copy it to
// grader/mistakes/catalogue/NAME.cpp and change each line.
//
// It is compiled into the tests only, together with the example of an op
// (grader/ops/layers/example_test.cpp). Its mistakes are caught under 20 seeds like all others. So it stays
// correct, and no student's report ever names them.
#include <cmath>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

// The namespace is named after the file, which is compiled together with others.
namespace grader::example_mistakes {

// Arithmetic with tensors is the vocabulary's. Without this line it would be xtensor's, which is lazy.
using namespace backprop;

// Code that several mistakes begin with gets a function of its own.
Matrix passed(Given& given) {
  const Matrix& x = given.in.matrix("x");             // an input of the call, by its name
  const double limit = given.attributes.at("limit");  // an attribute
  Matrix result = given.upstream.matrix("out");       // an upstream gradient, by its output's name
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!(std::abs(x.flat(i)) > limit)) result.flat(i) = 0.0;
  }
  return result;
}

// For a mistake with a memory. Each call of this function makes an answer with its own memory.
WrongAnswer adding_to_the_last_call() {
  return [kept = Tensor()](Given& given) mutable -> Tensors {
    Tensor total = given.right.at("scale");
    if (kept.shape == total.shape) {
      for (std::size_t d = 0; d < total.values.size(); ++d) total.values[d] += kept.values[d];
    }
    kept = total;
    return {{"scale", total}};
  };
}

const MistakeRegistration registration{
    // The op's name: BACKPROP_LAYER(example).
    "example",
    {
        // The report of the first mistake is in grader/mistakes/golden. So put the mistake first that most
        // students make.
        {.id = "scale-forgotten",
         // The tensors that come out wrong, exactly these: gradients by their input's name, "x" for dx, or
         // the outputs of a function without a backward pass.
         .spoils = {"x"},
         // One sentence for a student at their desk late in the evening. It points to the idea and never
         // gives the line away.
         .hint = "By what is x multiplied, after it has been moved?",
         // For the instructor: what a student who writes this believes.
         .misconception = "The slope of a soft threshold is 0 or 1, whatever it is multiplied by.",
         // The wrong tensors, computed as the student would. Leave out the right ones.
         .answer = [](Given& given) { return wrong_matrix("x", passed(given)); }},
        {.id = "passes-everywhere",
         .spoils = {"x"},
         .hint = "Does a small change of x change the output everywhere?",
         .misconception = "Moving x by a constant has a slope of 1.",
         .answer =
             [](Given& given) {
               const Matrix scale = backprop::as_row(given.in.vector("scale"));
               return wrong_matrix("x", given.upstream.matrix("out") * scale);
             }},
        {.id = "scale-times-input",
         .spoils = {"scale"},
         .hint = "What exactly does scale multiply in the forward pass?",
         .misconception = "The gradient of a factor is the input of the layer, times what comes from above.",
         .answer =
             [](Given& given) {
               const Matrix product = given.upstream.matrix("out") * given.in.matrix("x");
               return wrong_vector("scale", backprop::sum(product, 0));
             }},
        {.id = "scale-averaged",
         .spoils = {"scale"},
         .hint = "Every row of the batch meets the same scale: do their gradients add up, or average?",
         .misconception = "A gradient that many rows share is their mean.",
         // Right except for a factor.
         .answer =
             [](Given& given) {
               const auto N = static_cast<double>(given.in.matrix("x").shape(0));
               return scaled(given.right, {"scale"}, 1.0 / N);
             }},
        {.id = "scale-never-cleared",
         .spoils = {"scale"},
         .hint = "Ask the layer the same twice: what has the first call left behind?",
         .misconception = "Gradients accumulate, so they may live in a variable that outlasts the call.",
         .answer_with_memory = adding_to_the_last_call},
    }};

}  // namespace grader::example_mistakes
