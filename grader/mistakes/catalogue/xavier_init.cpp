#include <cmath>

#include "grader/mistakes/catalogue/initialiser.hpp"

namespace grader::xavier_init_mistakes {

using namespace backprop;

double sum_of(const Fans& fans) { return static_cast<double>(fans.in + fans.out); }

const MistakeRegistration registration{
    "xavier_init",
    {
        {.id = "variance-for-deviation",
         .spoils = {"w"},
         .hint = "By what does the variance of a random number grow when you multiply the number by 2?",
         .misconception = "A standard normal times the variance has that variance.",
         .answer = normals_times([](double fan_in, double fan_out) { return 2.0 / (fan_in + fan_out); })},
        {.id = "fan-in-only",
         .spoils = {"w"},
         .hint = "The variance is a compromise between two directions: which one have you left out?",
         .misconception = "Only the signal on the way forward has to keep its variance.",
         .answer = normals_times([](double fan_in, double) { return std::sqrt(1.0 / fan_in); })},
        {.id = "fan-out-only",
         .spoils = {"w"},
         .hint = "Does this initialisation mind only the variance of the gradient on its way back?",
         .misconception = "The number of outputs decides how large the weights may be.",
         .answer = normals_times([](double, double fan_out) { return std::sqrt(1.0 / fan_out); })},
        {.id = "he-variance",
         .spoils = {"w"},
         .hint = "You take the variance of an initialisation: for which activation function was it made?",
         .misconception = "Xavier's and He's initialisations are the same.",
         .answer = normals_times([](double fan_in, double) { return std::sqrt(2.0 / fan_in); })},
        {.id = "sum-for-mean-of-fans",
         .spoils = {"w"},
         .hint = "If both fans are equal, do you get the variance that each of them alone asks for?",
         .misconception = "The variance is 1 over the number of all connections, those in and those out.",
         .answer = normals_times(
             [](double fan_in, double fan_out) { return std::sqrt(1.0 / (fan_in + fan_out)); })},
        {.id = "uniform-form",
         .spoils = {"w"},
         .hint = "From which of the two distributions of the paper does the header ask you to draw?",
         .misconception = "Any distribution with the right variance will do.",
         .answer = drawn([](const Fans& fans, Rng& rng) -> Matrix {
           return std::sqrt(6.0 / sum_of(fans)) * (2.0 * rng.uniform(fans.in, fans.out) - 1.0);
         })},
        {.id = "small-constant",
         .spoils = {"w"},
         .hint = "Does the size of your weights depend on the size of the layer?",
         .misconception =
             "Small random numbers break the symmetry, and that is all an initialisation is for.",
         .answer = normals_times([](double, double) { return 0.01; })},
        {.id = "transposed",
         .spoils = {"w"},
         .hint = "In x w, does w have a row for each input or for each output?",
         .misconception = "Weights are stored with one row for each output unit.",
         .answer = drawn([](const Fans& fans, Rng& rng) -> Matrix {
           return std::sqrt(2.0 / sum_of(fans)) * rng.normal(fans.out, fans.in);
         })},
        {.id = "generator-of-its-own",
         .spoils = {"w"},
         .hint = "If two layers of the same size call your function in turn, do they get the same weights?",
         .misconception = "A function that needs random numbers makes its own generator.",
         .answer = drawn([](const Fans& fans, Rng&) -> Matrix {
           Rng own(42);
           return std::sqrt(2.0 / sum_of(fans)) * own.normal(fans.in, fans.out);
         })},
    }};

}  // namespace grader::xavier_init_mistakes
