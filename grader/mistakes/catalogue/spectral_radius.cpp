#include <backprop/spectral_radius.hpp>
#include <cmath>

#include "grader/mistakes/mistake.hpp"

namespace grader::spectral_radius_mistakes {

using namespace backprop;

constexpr int kIterations = 500;

Tensors radius(double value) { return {{"radius", Tensor::scalar(value)}}; }

double length(const Matrix& x) { return std::sqrt(sum(x * x)); }

// An answer from measure(w / scale), where scale is w's largest element. So `measure` need not care about
// overflow.
template <class Measure>
WrongAnswer measured(Measure measure) {
  return [measure](Given& given) {
    const Matrix& w = given.in.matrix("w");
    const double scale = max(backprop::abs(w));
    return radius(scale == 0.0 ? 0.0 : scale * measure(evaluate(w / scale)));
  };
}

// Returns the vector, of length 1 and as a column, that power iteration from ones reaches.
Matrix iterated(const Matrix& w) {
  Matrix v = zeros(w.shape(0), 1) + 1.0;
  for (int i = 0; i < kIterations; ++i) {
    v = matmul(w, v / length(v));
  }
  return v / length(v);
}

double rayleigh_quotient(const Matrix& w) {
  const Matrix v = iterated(w);
  return sum(v * matmul(w, v));
}

double largest_row_sum(const Matrix& w) { return max(sum(backprop::abs(w), 1)); }

double largest_on_diagonal(const Matrix& w) {
  double largest = 0.0;
  for (std::size_t i = 0; i < w.shape(0); ++i) largest = std::max(largest, std::abs(w(i, i)));
  return largest;
}

// Returns |w^k|^(1/k) with k = 16.
double sixteenth_power(const Matrix& w) {
  Matrix power = w;
  for (int turn = 0; turn < 4; ++turn) power = matmul(power, power);
  return std::pow(length(power), 1.0 / 16.0);
}

// An answer from measure(w as it is handed in), which cares about overflow itself or not at all.
template <class Measure>
WrongAnswer measured_as_it_is(Measure measure) {
  return [measure](Given& given) {
    const double factor = given.attributes.at("factor");
    return radius(measure(evaluate(given.in.matrix("w") * factor)) / factor);
  };
}

// Returns |w^k|^(1/k) with k = 2^20. Nothing keeps w^k within the range of a double.
double unscaled_powers(const Matrix& w) {
  Matrix power = w;
  double k = 1.0;
  for (int turn = 0; turn < 20; ++turn) {
    power = matmul(power, power);
    k *= 2.0;
  }
  return std::pow(length(power), 1.0 / k);
}

const MistakeRegistration registration{
    "spectral_radius",
    {
        {.id = "spectral-norm",
         .spoils = {"radius"},
         .hint = "Is your number what one step can multiply by, or what many steps do?",
         .misconception = "The spectral radius and the spectral norm, the largest singular value, are one.",
         .answer =
             measured([](const Matrix& w) { return std::sqrt(spectral_radius(matmul(transpose(w), w))); })},
        {.id = "frobenius-norm",
         .spoils = {"radius"},
         .hint = "What would your function say of the identity matrix, and what should it say?",
         .misconception = "The size of a matrix, whichever way it is measured, is how much it amplifies.",
         .answer = measured_as_it_is(length)},
        {.id = "largest-row-sum",
         .spoils = {"radius"},
         .hint = "Is your number the radius, or something that the radius cannot exceed?",
         .misconception = "A bound on the eigenvalues is taken for the largest of them.",
         .answer = measured(largest_row_sum)},
        {.id = "largest-on-diagonal",
         .spoils = {"radius"},
         .hint = "For which kind of matrix can the eigenvalues be read off where you read them?",
         .misconception = "The eigenvalues are on the diagonal.",
         .answer = measured(largest_on_diagonal)},
        {.id = "rayleigh-quotient",
         .spoils = {"radius"},
         .hint = "Does your vector settle, when the largest eigenvalues are a complex pair?",
         .misconception = "Power iteration always ends in an eigenvector, so its Rayleigh quotient will do.",
         .answer = measured([](const Matrix& w) { return std::abs(rayleigh_quotient(w)); })},
        {.id = "with-sign",
         .spoils = {"radius"},
         .hint = "Can a radius be negative, and does your vector settle where eigenvalues are complex?",
         .misconception = "The spectral radius is the largest eigenvalue, a real number with its sign.",
         .answer = measured(rayleigh_quotient)},
        {.id = "ratio-of-lengths",
         .spoils = {"radius"},
         .hint = "Is the growth from one step to the next the same at every step, when the vector keeps "
                 "turning?",
         .misconception = "After many steps each one multiplies the length by the spectral radius.",
         .answer = measured([](const Matrix& w) { return length(matmul(w, iterated(w))); })},
        {.id = "too-few-powers",
         .spoils = {"radius"},
         .hint = "Does your answer still change when you take a higher power?",
         .misconception = "A dozen or so steps are many enough for a limit.",
         .answer = measured(sixteenth_power)},
        {.id = "unscaled-powers",
         .spoils = {"radius"},
         .hint = "How large are the elements of a high power of w, before the root is taken?",
         .misconception = "What the root makes small again does no harm on the way.",
         .answer = measured_as_it_is(unscaled_powers)},
        {.id = "symmetric-part",
         .spoils = {"radius"},
         .hint = "Does your method take it for granted that w is symmetric?",
         .misconception = "The eigenvalues of a matrix are those of its symmetric part.",
         .answer =
             measured([](const Matrix& w) { return spectral_radius(evaluate(0.5 * (w + transpose(w)))); })},
    }};

}  // namespace grader::spectral_radius_mistakes
