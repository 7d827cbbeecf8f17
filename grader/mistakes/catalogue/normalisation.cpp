#include "grader/mistakes/catalogue/normalisation.hpp"

namespace grader {

using namespace backprop;

BatchnormCache batchnorm_cache(Given& given) {
  BatchnormParam param;
  param.eps = given.attributes.at("eps");
  return batchnorm_forward(given.in.matrix("x"), given.in.vector("gamma"), given.in.vector("beta"), param)
      .cache;
}

WrongAnswer dx_with(ClosedForm (*right)(Given& given), SpoilForm spoil) {
  return [right, spoil](Given& given) -> Tensors {
    ClosedForm form = right(given);
    spoil(form);
    return {{"x", from_xtensor(form.dx())}};
  };
}

void without_mean_path(ClosedForm& form) { form.across = zeros(1, 1); }
void without_variance_path(ClosedForm& form) { form.along = zeros(1, 1); }
void statistics_as_constants(ClosedForm& form) {
  without_mean_path(form);
  without_variance_path(form);
}

void mean_path_not_divided(ClosedForm& form) { form.across = form.sum_g; }
void variance_path_not_divided(ClosedForm& form) { form.along = form.sum_g_xhat; }
void sums_for_means(ClosedForm& form) {
  mean_path_not_divided(form);
  variance_path_not_divided(form);
}

// The way through the variance has the factor (var + eps)^(-3/2), which is ivar^3.
void variance_without_eps(ClosedForm& form) {
  const Matrix ratio = form.ivar * backprop::sqrt(form.var);
  form.along = form.along / (ratio * ratio * ratio);
}

void unbiased(ClosedForm& form) { form.along = form.sum_g_xhat / (form.count - 1.0); }

KnownMistake averaged_dbeta(const std::vector<std::string>& spoils, const WrongAnswer& answer) {
  return {.id = "dbeta-averaged",
          .spoils = spoils,
          .hint = "beta is added to every row of the batch: do its gradients add up, or are they averaged?",
          .misconception = "What is shared over the batch gets the mean of the gradients.",
          .answer = answer};
}

KnownMistake dgamma_from_x(const std::vector<std::string>& spoils, const WrongAnswer& answer) {
  return {.id = "dgamma-from-x",
          .spoils = spoils,
          .hint = "What exactly does gamma multiply in the forward pass?",
          .misconception = "gamma scales the input of the layer.",
          .answer = answer};
}

}  // namespace grader
