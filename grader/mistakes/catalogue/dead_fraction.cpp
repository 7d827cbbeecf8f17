#include <algorithm>

#include "grader/mistakes/mistake.hpp"

namespace grader::dead_fraction_mistakes {

using namespace backprop;

// fraction(activations) -> the answer.
template <class Fraction>
WrongAnswer counts(Fraction fraction) {
  return [fraction](Given& given) -> Tensors {
    return {{"fraction", Tensor::scalar(fraction(given.in.matrix("activations")))}};
  };
}

// Returns how many of the numbers are 0.
double zeros_among(const Vector& values) {
  return static_cast<double>(std::count(values.begin(), values.end(), 0.0));
}

// These are outputs of a relu: a unit whose largest output is 0 never fires.
double dead_units(const Matrix& activations) { return zeros_among(max(activations, 0)); }

double rows(const Matrix& activations) { return static_cast<double>(activations.shape(0)); }
double units(const Matrix& activations) { return static_cast<double>(activations.shape(1)); }

const MistakeRegistration registration{
    "dead_fraction",
    {
        {.id = "zeros-for-dead-units",
         .spoils = {"fraction"},
         .hint = "A unit that is 0 on some examples is doing its work: what is asked for, zeros or units?",
         .misconception = "Every zero is a dead unit.",
         .answer = counts([](const Matrix& a) { return mean(xt::cast<double>(xt::equal(a, 0.0))); })},
        {.id = "once-is-enough",
         .spoils = {"fraction"},
         .hint = "Is a unit dead when it is 0 once, or only when it is so on every example?",
         .misconception = "A unit that is ever off is dead.",
         .answer = counts([](const Matrix& a) {
           return zeros_among(-max(-a, 0)) / units(a);  // of the smallest outputs
         })},
        {.id = "first-example-only",
         .spoils = {"fraction"},
         .hint = "Can one example tell that a unit never fires?",
         .misconception = "A dead unit can be seen on any example.",
         .answer = counts([](const Matrix& a) {
           const Vector first = xt::view(a, 0, xt::all());
           return zeros_among(first) / units(a);
         })},
        {.id = "dead-examples",
         .spoils = {"fraction"},
         .hint = "Units are columns: along which axis does \"on every example\" run?",
         .misconception = "The rows are the units.",
         .answer = counts([](const Matrix& a) { return zeros_among(max(a, 1)) / rows(a); })},
        {.id = "alive-fraction",
         .spoils = {"fraction"},
         .hint = "Which units do you count, those that fire or those that never do?",
         .misconception = "The fraction is that of the units that are in use.",
         .answer = counts([](const Matrix& a) { return 1.0 - dead_units(a) / units(a); })},
        {.id = "count-for-fraction",
         .spoils = {"fraction"},
         .hint = "A fraction lies between 0 and 1: of how many units is it one?",
         .misconception = "The number of dead units is what is wanted.",
         .answer = counts(dead_units)},
        {.id = "divided-by-examples",
         .spoils = {"fraction"},
         .hint = "What do you count, and how many of these are there in all?",
         .misconception = "Everything is averaged over the batch.",
         .answer = counts([](const Matrix& a) { return dead_units(a) / rows(a); })},
        {.id = "integer-division",
         .spoils = {"fraction"},
         .hint = "What does C++ make of a quotient of two whole numbers, say of 2 / 5?",
         .misconception = "A quotient that is returned as a double is computed in doubles.",
         .answer = counts([](const Matrix& a) {
           const auto dead = static_cast<std::size_t>(dead_units(a));
           return static_cast<double>(dead / a.shape(1));
         })},
        {.id = "nearly-zero-is-dead",
         .spoils = {"fraction"},
         .hint = "A unit that fires ever so little still gets a gradient: what does dead mean, exactly?",
         .misconception = "Numbers in floating point have to be compared to 0 with a tolerance.",
         .answer = counts([](const Matrix& a) { return mean(xt::cast<double>(max(a, 0) < 1e-8)); })},
    }};

}  // namespace grader::dead_fraction_mistakes
