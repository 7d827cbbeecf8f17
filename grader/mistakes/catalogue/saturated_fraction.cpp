#include "grader/mistakes/mistake.hpp"

namespace grader::saturated_fraction_mistakes {

using namespace backprop;

struct Gates {
  const Matrix& z;  // (N, D)
  double threshold;
  double share;
};

// Returns (N, D) with 1 where a gate's slope is below the threshold.
Matrix saturated(const Gates& gates) { return xt::cast<double>(gates.z * (1.0 - gates.z) < gates.threshold); }

// Returns the fraction of columns in which `flags` is 1 on at least `share` of the rows.
double fraction_of_columns(const Matrix& flags, double share) {
  return mean(xt::cast<double>(mean(flags, 0) >= share));
}

WrongAnswer fraction(double (*count)(const Gates&)) {
  return [count](Given& given) -> Tensors {
    return {{"fraction", Tensor::scalar(count({given.in.matrix("z"), given.attributes.at("threshold"),
                                               given.attributes.at("share")}))}};
  };
}

const MistakeRegistration registration{
    "saturated_fraction",
    {
        {.id = "elements-for-units",
         .spoils = {"fraction"},
         .hint = "A unit that is stuck on one example alone can still learn from the others: what is to be "
                 "counted?",
         .misconception = "The share of saturated outputs is the share of saturated units.",
         .answer = fraction([](const Gates& gates) { return mean(saturated(gates)); })},
        {.id = "examples-for-units",
         .spoils = {"fraction"},
         .hint = "Is a unit a row or a column of z?",
         .misconception = "The first axis runs over the units.",
         .answer = fraction([](const Gates& gates) {
           return mean(xt::cast<double>(mean(saturated(gates), 1) >= gates.share));
         })},
        {.id = "more-than-share",
         .spoils = {"fraction"},
         .hint = "Does a unit count that is saturated on exactly the share that was asked for?",
         .misconception = "\"At least\" and \"more than\" differ in theory only.",
         .answer = fraction([](const Gates& gates) {
           return mean(xt::cast<double>(mean(saturated(gates), 0) > gates.share));
         })},
        {.id = "share-ignored",
         .spoils = {"fraction"},
         .hint = "Does your answer change with the share of the batch that was asked for?",
         .misconception = "A unit is saturated when it is so on every single example.",
         .answer = fraction([](const Gates& gates) { return fraction_of_columns(saturated(gates), 1.0); })},
        {.id = "any-example",
         .spoils = {"fraction"},
         .hint = "On how many examples must a unit be stuck before you call it saturated?",
         .misconception = "A unit that has been saturated once is saturated.",
         .answer = fraction(
             [](const Gates& gates) { return mean(xt::cast<double>(sum(saturated(gates), 0) > 0.0)); })},
        {.id = "mean-slope",
         .spoils = {"fraction"},
         .hint = "Can a single example on which a unit is awake hide that it is stuck on all others?",
         .misconception = "A unit is saturated when its slope is small on average.",
         .answer = fraction([](const Gates& gates) {
           return mean(xt::cast<double>(mean(gates.z * (1.0 - gates.z), 0) < gates.threshold));
         })},
        {.id = "low-side-only",
         .spoils = {"fraction"},
         .hint = "At which ends of its range is a sigmoid flat?",
         .misconception = "A unit whose output is near 0 is off, one whose output is near 1 works.",
         .answer = fraction([](const Gates& gates) {
           return fraction_of_columns(xt::cast<double>(gates.z < gates.threshold), gates.share);
         })},
        {.id = "distance-for-slope",
         .spoils = {"fraction"},
         .hint = "What does the threshold apply to: the output, or the slope of the gate there?",
         .misconception = "The threshold says how close to 0 or 1 an output has to be.",
         .answer = fraction([](const Gates& gates) {
           return fraction_of_columns(xt::cast<double>(xt::minimum(gates.z, 1.0 - gates.z) < gates.threshold),
                                      gates.share);
         })},
        {.id = "count-for-fraction",
         .spoils = {"fraction"},
         .hint = "Between which two numbers must a fraction lie?",
         .misconception = "The number of saturated units is what one wants to know, whatever the layer's "
                          "width.",
         .answer = fraction([](const Gates& gates) {
           return fraction_of_columns(saturated(gates), gates.share) * static_cast<double>(gates.z.shape(1));
         })},
    }};

}  // namespace grader::saturated_fraction_mistakes
