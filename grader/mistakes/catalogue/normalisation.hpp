/// Wrong backward passes of normalisations: batchnorm, batchnorm_alt and layernorm.
#pragma once

#include <backprop/batchnorm.hpp>
#include <string>
#include <vector>

#include "grader/mistakes/mistake.hpp"

namespace grader {

/// Returns the cache of batch normalisation's right forward pass, in training mode.
backprop::BatchnormCache batchnorm_cache(Given& given);

/// The closed form of dx, right at first. A matrix is (N, D), or has one row or column that broadcasts.
struct ClosedForm {
  backprop::Matrix dout;
  backprop::Matrix gamma;
  backprop::Matrix xhat;
  backprop::Matrix xmu;         // x - mean
  backprop::Matrix var;         // without eps
  backprop::Matrix ivar;        // 1 / sqrt(var + eps)
  backprop::Matrix scale;       // ivar, with gamma where gamma is not a part of g
  backprop::Matrix g;           // dout, or dout gamma
  backprop::Matrix sum_g;       // over the numbers that share a mean
  backprop::Matrix sum_g_xhat;  // over the same
  double count;                 // of those numbers
  backprop::Matrix across = sum_g / count;
  backprop::Matrix along = sum_g_xhat / count;

  backprop::Matrix dx() const { return scale * (g - across - xhat * along); }
};

/// Changes a part of the form.
using SpoilForm = void (*)(ClosedForm& form);

/// Returns the dx of right(given) after `spoil`.
WrongAnswer dx_with(ClosedForm (*right)(Given& given), SpoilForm spoil);

/// Ways to spoil any normalisation.
void without_mean_path(ClosedForm& form);
void without_variance_path(ClosedForm& form);
void statistics_as_constants(ClosedForm& form);
void sums_for_means(ClosedForm& form);
void mean_path_not_divided(ClosedForm& form);
void variance_path_not_divided(ClosedForm& form);
void variance_without_eps(ClosedForm& form);
void unbiased(ClosedForm& form);

/// The mistakes that are the same for each normalisation but for what follows from them.
KnownMistake averaged_dbeta(const std::vector<std::string>& spoils, const WrongAnswer& answer);
KnownMistake dgamma_from_x(const std::vector<std::string>& spoils, const WrongAnswer& answer);

}  // namespace grader
