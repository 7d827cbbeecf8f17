#include <cmath>

#include "grader/mistakes/catalogue/initialiser.hpp"

namespace grader::he_init_mistakes {

using namespace backprop;

const MistakeRegistration registration{
    "he_init",
    {
        {.id = "variance-as-deviation",
         .spoils = {"w"},
         .hint = "2 / fan_in is a variance: what happens to a variance when the numbers are multiplied by a "
                 "factor?",
         .misconception = "Scaling a standard normal by the variance gives that variance.",
         .answer = normals_times([](double fan_in, double) { return 2.0 / fan_in; })},
        {.id = "xavier-variance",
         .spoils = {"w"},
         .hint =
             "Averaging over both sides of the layer is another initialisation, made for units that do not "
             "cut off half.",
         .misconception = "He and Xavier initialisation are one formula.",
         .answer = normals_times(
             [](double fan_in, double fan_out) { return std::sqrt(2.0 / (fan_in + fan_out)); })},
        {.id = "without-relus-half",
         .spoils = {"w"},
         .hint = "A ReLU lets only half of its input through: where in your variance is that made up for?",
         .misconception = "Keeping the variance of the pre-activations is enough, whatever comes after them.",
         .answer = normals_times([](double fan_in, double) { return std::sqrt(1.0 / fan_in); })},
        {.id = "fan-out",
         .spoils = {"w"},
         .hint = "How many terms does one output of the layer sum up, and is that the rows or the columns of "
                 "w?",
         .misconception = "The variance belongs to the number of units that the layer has, not of those that "
                          "it reads.",
         .answer = normals_times([](double, double fan_out) { return std::sqrt(2.0 / fan_out); })},
        {.id = "swapped-shape",
         .spoils = {"w"},
         .hint = "This course multiplies x from the left, x w: which side of w meets the input features?",
         .misconception = "Weights are stored as (outputs, inputs), as some libraries do.",
         .answer = drawn([](const Fans& fans, Rng& rng) -> Matrix {
           return std::sqrt(2.0 / static_cast<double>(fans.in)) * rng.normal(fans.out, fans.in);
         })},
        {.id = "unscaled",
         .spoils = {"w"},
         .hint = "A sum of many standard normals is far from standard: what has to shrink as fan_in grows?",
         .misconception = "Weights of variance 1 give outputs of variance 1.",
         .answer = normals_times([](double, double) { return 1.0; })},
        {.id = "fixed-small-scale",
         .spoils = {"w"},
         .hint = "One small factor for every layer fits only one width: what should it depend on?",
         .misconception = "Initial weights only have to be small.",
         .answer = normals_times([](double, double) { return 0.01; })},
        {.id = "root-of-fan-in-alone",
         .spoils = {"w"},
         .hint = "The deviation is the root of the whole variance: which part of it has stayed outside of "
                 "your root?",
         .misconception = "The root belongs to the number of inputs, and the 2 is a factor before it.",
         .answer = normals_times([](double fan_in, double) { return 2.0 / std::sqrt(fan_in); })},
        {.id = "divided-by-deviation",
         .spoils = {"w"},
         .hint = "Should the weights of a layer with more inputs become larger, or smaller?",
         .misconception = "Dividing standard normals by a deviation gives them that deviation, as in "
                          "standardising.",
         .answer = normals_times([](double fan_in, double) { return 1.0 / std::sqrt(2.0 / fan_in); })},
        {.id = "integer-division",
         .spoils = {"w"},
         .hint = "What does C++ make of a quotient of two whole numbers, say of 2 / 5?",
         .misconception = "A quotient that is stored in a double is computed in doubles.",
         .answer = normals_times([](double fan_in, double) {
           const std::size_t variance = 2 / static_cast<std::size_t>(fan_in);
           return std::sqrt(static_cast<double>(variance));
         })},
        {.id = "uniform",
         .spoils = {"w"},
         .hint = "The variance is right, but is the distribution the one that the contract names?",
         .misconception = "He initialisation is about the variance alone; the uniform variant is the same.",
         .answer = drawn([](const Fans& fans, Rng& rng) -> Matrix {
           const double bound = std::sqrt(6.0 / static_cast<double>(fans.in));
           return bound * (2.0 * rng.uniform(fans.in, fans.out) - 1.0);
         })},
    }};

}  // namespace grader::he_init_mistakes
