#include <backprop/rng.hpp>
#include <cmath>

#include "grader/mistakes/mistake.hpp"

namespace grader {

namespace {

using namespace backprop;

// A call of he_init: its sizes, and its generator as it is handed in.
struct Call {
  explicit Call(Given& given)
      : fan_in(static_cast<std::size_t>(given.attributes.at("fan_in"))),
        fan_out(static_cast<std::size_t>(given.attributes.at("fan_out"))),
        rows(given.attributes.at("fan_in")),
        columns(given.attributes.at("fan_out")),
        rng(static_cast<std::uint64_t>(given.attributes.at("seed"))) {}

  Tensors scaled_by(double factor) { return drawn(factor * rng.normal(fan_in, fan_out)); }
  static Tensors drawn(const Matrix& w) { return {{"w", from_xtensor(w)}}; }

  std::size_t fan_in;
  std::size_t fan_out;
  double rows;     // fan_in
  double columns;  // fan_out
  Rng rng;
};

const MistakeRegistration registration{
    "he_init",
    {
        {.id = "variance-as-deviation",
         .spoils = {"w"},
         .hint = "2 / fan_in is a variance: what happens to a variance when the numbers are multiplied by a "
                 "factor?",
         .misconception = "Scaling a standard normal by the variance gives that variance.",
         .answer =
             [](Given& given) {
               Call call(given);
               return call.scaled_by(2.0 / call.rows);
             }},
        {.id = "xavier-variance",
         .spoils = {"w"},
         .hint =
             "Averaging over both sides of the layer is another initialisation, made for units that do not "
             "cut off half.",
         .misconception = "He and Xavier initialisation are one formula.",
         .answer =
             [](Given& given) {
               Call call(given);
               return call.scaled_by(std::sqrt(2.0 / (call.rows + call.columns)));
             }},
        {.id = "without-relus-half",
         .spoils = {"w"},
         .hint = "A ReLU lets only half of its input through: where in your variance is that made up for?",
         .misconception = "Keeping the variance of the pre-activations is enough, whatever comes after them.",
         .answer =
             [](Given& given) {
               Call call(given);
               return call.scaled_by(std::sqrt(1.0 / call.rows));
             }},
        {.id = "fan-out",
         .spoils = {"w"},
         .hint = "How many terms does one output of the layer sum up, and is that the rows or the columns of "
                 "w?",
         .misconception = "The variance belongs to the number of units that the layer has, not of those that "
                          "it reads.",
         .answer =
             [](Given& given) {
               Call call(given);
               return call.scaled_by(std::sqrt(2.0 / call.columns));
             }},
        {.id = "swapped-shape",
         .spoils = {"w"},
         .hint = "This course multiplies x from the left, x w: which side of w meets the input features?",
         .misconception = "Weights are stored as (outputs, inputs), as some libraries do.",
         .answer =
             [](Given& given) {
               Call call(given);
               return Call::drawn(std::sqrt(2.0 / call.rows) * call.rng.normal(call.fan_out, call.fan_in));
             }},
        {.id = "unscaled",
         .spoils = {"w"},
         .hint = "A sum of many standard normals is far from standard: what has to shrink as fan_in grows?",
         .misconception = "Weights of variance 1 give outputs of variance 1.",
         .answer = [](Given& given) { return Call(given).scaled_by(1.0); }},
        {.id = "fixed-small-scale",
         .spoils = {"w"},
         .hint = "One small factor for every layer fits only one width: what should it depend on?",
         .misconception = "Initial weights only have to be small.",
         .answer = [](Given& given) { return Call(given).scaled_by(0.01); }},
        {.id = "root-of-fan-in-alone",
         .spoils = {"w"},
         .hint = "The deviation is the root of the whole variance: which part of it has stayed outside of "
                 "your root?",
         .misconception = "The root belongs to the number of inputs, and the 2 is a factor before it.",
         .answer =
             [](Given& given) {
               Call call(given);
               return call.scaled_by(2.0 / std::sqrt(call.rows));
             }},
        {.id = "divided-by-deviation",
         .spoils = {"w"},
         .hint = "Should the weights of a layer with more inputs become larger, or smaller?",
         .misconception = "Dividing standard normals by a deviation gives them that deviation, as in "
                          "standardising.",
         .answer =
             [](Given& given) {
               Call call(given);
               return call.scaled_by(1.0 / std::sqrt(2.0 / call.rows));
             }},
        {.id = "integer-division",
         .spoils = {"w"},
         .hint = "What does C++ make of a quotient of two whole numbers, say of 2 / 5?",
         .misconception = "A quotient that is stored in a double is computed in doubles.",
         .answer =
             [](Given& given) {
               Call call(given);
               const std::size_t variance = 2 / call.fan_in;
               return call.scaled_by(std::sqrt(static_cast<double>(variance)));
             }},
        {.id = "uniform",
         .spoils = {"w"},
         .hint = "The variance is right, but is the distribution the one that the contract names?",
         .misconception = "He initialisation is about the variance alone; the uniform variant is the same.",
         .answer =
             [](Given& given) {
               Call call(given);
               const double bound = std::sqrt(6.0 / call.rows);
               return Call::drawn(bound * (2.0 * call.rng.uniform(call.fan_in, call.fan_out) - 1.0));
             }},
    }};

}  // namespace

}  // namespace grader
