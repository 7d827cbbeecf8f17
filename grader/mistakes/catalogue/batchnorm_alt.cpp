#include "grader/mistakes/catalogue/normalisation.hpp"

namespace grader::batchnorm_alt_mistakes {

using namespace backprop;

ClosedForm right(Given& given) {
  const Matrix& dout = given.upstream.matrix("out");
  const BatchnormCache cache = batchnorm_cache(given);
  return {.dout = dout,
          .gamma = as_row(cache.gamma),
          .xhat = cache.xhat,
          .xmu = cache.xmu,
          .var = as_row(mean(cache.xmu * cache.xmu, 0)),
          .ivar = as_row(cache.ivar),
          .scale = as_row(cache.gamma * cache.ivar),
          .g = dout,
          .sum_g = as_row(sum(dout, 0)),
          .sum_g_xhat = as_row(sum(dout * cache.xhat, 0)),
          .count = static_cast<double>(dout.shape(0))};
}

WrongAnswer dx(SpoilForm spoil) { return dx_with(right, spoil); }

// Multiplies dout by `factor` to get dgamma, and uses that in dx.
Tensors dgamma_with(ClosedForm& form, const Matrix& factor) {
  const Vector dgamma = sum(form.dout * factor, 0);
  form.along = as_row(dgamma / form.count);
  return {{"gamma", from_xtensor(dgamma)}, {"x", from_xtensor(form.dx())}};
}

Tensors from_x(Given& given) {
  ClosedForm form = right(given);
  return dgamma_with(form, given.in.matrix("x"));
}

Tensors xmu_for_xhat(Given& given) {
  ClosedForm form = right(given);
  form.xhat = form.xmu;
  return dgamma_with(form, form.xmu);
}

Tensors mean_for_dbeta(Given& given) {
  ClosedForm form = right(given);
  const Vector dbeta = mean(form.dout, 0);
  form.across = as_row(dbeta / form.count);
  return {{"beta", from_xtensor(dbeta)}, {"x", from_xtensor(form.dx())}};
}

const MistakeRegistration registration{
    "batchnorm_alt",
    {
        {.id = "without-mean-path",
         .spoils = {"x"},
         .hint = "Shift a whole column of x, and out stays the same: does your dx sum to 0 over the batch?",
         .misconception = "The mean of the batch is a constant.",
         .answer = dx(without_mean_path)},
        {.id = "without-variance-path",
         .spoils = {"x"},
         .hint = "Stretch a column of x, and out hardly changes: which part of dx has to cancel for that?",
         .misconception = "The variance of the batch is a constant.",
         .answer = dx(without_variance_path)},
        {.id = "statistics-as-constants",
         .spoils = {"x"},
         .hint = "Each example also moves the mean and the variance of its batch: where are those ways back?",
         .misconception = "Batch normalisation is an affine map per feature, whose numbers are just given.",
         .answer = dx(statistics_as_constants)},
        {.id = "sums-for-means",
         .spoils = {"x"},
         .hint =
             "Mean and variance are means over the batch: what does that do to what comes back from them?",
         .misconception = "What is subtracted are the sums dbeta and dgamma themselves.",
         .answer = dx(sums_for_means)},
        {.id = "never-divided-by-n",
         .spoils = {"x"},
         .hint = "When you multiplied the bracket by N, what did you have to do in front of it?",
         .misconception = "The N that is taken out of the bracket can be left away.",
         .answer = dx([](ClosedForm& form) { form.scale = form.count * form.scale; })},
        {.id = "without-gamma",
         .spoils = {"x"},
         .hint = "How does out depend on xhat: is it the same, or is there a factor in between?",
         .misconception = "gamma only matters for its own gradient.",
         .answer = dx([](ClosedForm& form) { form.scale = form.ivar; })},
        {.id = "gamma-twice",
         .spoils = {"x"},
         .hint = "How often does gamma occur on the way from x to out, and how often in your dx?",
         .misconception = "gamma goes with dout and with the factor in front, both.",
         .answer = dx([](ClosedForm& form) { form.scale = form.gamma * form.scale; })},
        {.id = "projection-on-xmu",
         .spoils = {"x"},
         .hint = "Along which vector is the part that is taken out, the centred or the normalised one?",
         .misconception =
             "Only the direction counts, and that of the centred and of the normalised is the same.",
         .answer = dx([](ClosedForm& form) { form.xhat = form.xmu; })},
        {.id = "unbiased",
         .spoils = {"x"},
         .hint = "Which of the two variances does the forward pass take, the biased or the unbiased one?",
         .misconception = "A variance is always divided by one less than the number of examples.",
         .answer = dx(unbiased)},
        {.id = "without-eps",
         .spoils = {"x"},
         .hint = "What did the forward pass divide by where a feature does not vary at all?",
         .misconception = "eps only guards the forward pass against a division by zero.",
         .answer = dx([](ClosedForm& form) { form.scale = form.gamma / backprop::sqrt(form.var); })},
        dgamma_from_x({"gamma", "x"}, from_x),
        {.id = "xmu-for-xhat",
         .spoils = {"gamma", "x"},
         .hint = "gamma meets x after it was centred, and after what else?",
         .misconception =
             "Centred and normalised are one and the same, so that either can be written anywhere.",
         .answer = xmu_for_xhat},
        averaged_dbeta({"beta", "x"}, mean_for_dbeta),
        {.id = "variance-without-eps",
         .spoils = {"x"},
         .hint = "Which number was raised to the power -1/2 in the forward pass: the variance alone?",
         .misconception = "The way through the variance holds the variance to the power -3/2; eps is for the "
                          "forward pass.",
         .answer = dx(variance_without_eps)},
        {.id = "mean-path-not-divided",
         .spoils = {"x"},
         .hint = "Two sums are taken over the batch: has each of them been divided by the size of the batch?",
         .misconception = "What comes back from the mean is the plain sum.",
         .answer = dx(mean_path_not_divided)},
        {.id = "variance-path-not-divided",
         .spoils = {"x"},
         .hint = "Two sums are taken over the batch: has each of them been divided by the size of the batch?",
         .misconception = "What comes back from the variance is the plain sum.",
         .answer = dx(variance_path_not_divided)},
        {.id = "ivar-on-first-term-only",
         .spoils = {"x"},
         .hint = "Which of the three terms in the bracket are divided by the deviation?",
         .misconception = "The deviation divides the way through xhat, and the two sums come after it.",
         .answer = dx([](ClosedForm& form) {
           form.g = form.g * form.ivar;
           form.scale = form.gamma;
         })},
    }};

}  // namespace grader::batchnorm_alt_mistakes
