#include <backprop/layernorm.hpp>

#include "grader/mistakes/catalogue/normalisation.hpp"

namespace grader::layernorm_mistakes {

using namespace backprop;

// Makes g another one, with the sums over it.
void take(ClosedForm& form, const Matrix& g) {
  form.g = g;
  form.sum_g = as_column(sum(g, 1));
  form.sum_g_xhat = as_column(sum(g * form.xhat, 1));
  form.across = form.sum_g / form.count;
  form.along = form.sum_g_xhat / form.count;
}

ClosedForm right(Given& given) {
  const Matrix& dout = given.upstream.matrix("out");
  const Matrix& x = given.in.matrix("x");
  const LayernormCache cache =
      layernorm_forward(x, given.in.vector("gamma"), given.in.vector("beta"), given.attributes.at("eps"))
          .cache;
  const Matrix xmu = x - as_column(mean(x, 1));
  ClosedForm form{.dout = dout,
                  .gamma = as_row(cache.gamma),
                  .xhat = cache.xhat,
                  .xmu = xmu,
                  .var = as_column(mean(xmu * xmu, 1)),
                  .ivar = as_column(cache.ivar),
                  .scale = as_column(cache.ivar),
                  .g = dout,
                  .sum_g = zeros(1, 1),
                  .sum_g_xhat = zeros(1, 1),
                  .count = static_cast<double>(dout.shape(1))};
  take(form, dout * form.gamma);
  return form;
}

WrongAnswer dx(SpoilForm spoil) { return dx_with(right, spoil); }

void over_the_batch(ClosedForm& form) {
  form.across = as_row(mean(form.g, 0));
  form.along = as_row(mean(form.g * form.xhat, 0));
}

void divided_by_batch_size(ClosedForm& form) {
  const double n = static_cast<double>(form.dout.shape(0));
  form.across = form.sum_g / n;
  form.along = form.sum_g_xhat / n;
}

Tensors only(const char* name, const Vector& gradient) { return {{name, from_xtensor(gradient)}}; }

const MistakeRegistration registration{
    "layernorm",
    {
        {.id = "statistics-over-the-batch",
         .spoils = {"x"},
         .hint = "Which numbers share a mean and a variance here: those of a row, or those of a column?",
         .misconception = "The backward pass of batch normalisation can be taken over as it is.",
         .answer = dx(over_the_batch)},
        {.id = "gamma-out-of-the-sums",
         .spoils = {"x"},
         .hint = "gamma differs from feature to feature: can it be taken out of a sum along a row?",
         .misconception = "gamma is a constant factor, as it is in a column of batch normalisation.",
         .answer = dx([](ClosedForm& form) {
           take(form, form.dout);
           form.scale = form.gamma * form.scale;
         })},
        {.id = "without-mean-path",
         .spoils = {"x"},
         .hint = "Shift a whole row of x, and out stays the same: does your dx sum to 0 along a row?",
         .misconception = "The mean of a row is a constant.",
         .answer = dx(without_mean_path)},
        {.id = "without-variance-path",
         .spoils = {"x"},
         .hint = "Stretch a row of x, and out hardly changes: which part of dx has to cancel for that?",
         .misconception = "The variance of a row is a constant.",
         .answer = dx(without_variance_path)},
        {.id = "statistics-as-constants",
         .spoils = {"x"},
         .hint = "Each feature also moves the mean and the variance of its row: where are those ways back?",
         .misconception = "Layer normalisation is an affine map whose numbers are just given.",
         .answer = dx(statistics_as_constants)},
        {.id = "sums-for-means",
         .spoils = {"x"},
         .hint = "Mean and variance are means along a row: what does that do to what comes back from them?",
         .misconception = "What is subtracted are the plain sums along the row.",
         .answer = dx(sums_for_means)},
        {.id = "divided-by-batch-size",
         .spoils = {"x"},
         .hint = "Over how many numbers does each of the means run?",
         .misconception = "Means are always over the batch.",
         .answer = dx(divided_by_batch_size)},
        {.id = "unbiased",
         .spoils = {"x"},
         .hint = "Which of the two variances does the forward pass take, the biased or the unbiased one?",
         .misconception = "A variance is always divided by one less than the number of its terms.",
         .answer = dx(unbiased)},
        {.id = "without-gamma",
         .spoils = {"x"},
         .hint = "How does out depend on xhat: is it the same, or is there a factor in between?",
         .misconception = "gamma only matters for its own gradient.",
         .answer = dx([](ClosedForm& form) { take(form, form.dout); })},
        {.id = "dgamma-along-the-row",
         .spoils = {"gamma"},
         .hint =
             "gamma has one number per feature: which index is left after the sum, and which one shares it?",
         .misconception =
             "All sums of layer normalisation run along a row, those for the parameters as well.",
         .answer =
             [](Given& given) {
               const ClosedForm form = right(given);
               return only("gamma", sum(form.dout * form.xhat, 1));
             }},
        dgamma_from_x({"gamma"},
                      [](Given& given) {
                        return only("gamma", sum(given.upstream.matrix("out") * given.in.matrix("x"), 0));
                      }),
        {.id = "dgamma-from-dxhat",
         .spoils = {"gamma"},
         .hint = "The gradient with respect to a factor: does that factor itself occur in it?",
         .misconception = "dgamma is taken after the multiplication by gamma, as dx is.",
         .answer =
             [](Given& given) {
               const ClosedForm form = right(given);
               return only("gamma", sum(form.g * form.xhat, 0));
             }},
        averaged_dbeta({"beta"},
                       [](Given& given) { return only("beta", mean(given.upstream.matrix("out"), 0)); }),
        {.id = "variance-without-eps",
         .spoils = {"x"},
         .hint = "Which number was raised to the power -1/2 in the forward pass: the variance alone?",
         .misconception = "The way through the variance holds the variance to the power -3/2; eps is for the "
                          "forward pass.",
         .answer = dx(variance_without_eps)},
        {.id = "mean-path-not-divided",
         .spoils = {"x"},
         .hint = "Two sums are taken along a row: has each of them been divided by the number of features?",
         .misconception = "What comes back from the mean is the plain sum.",
         .answer = dx(mean_path_not_divided)},
        {.id = "variance-path-not-divided",
         .spoils = {"x"},
         .hint = "Two sums are taken along a row: has each of them been divided by the number of features?",
         .misconception = "What comes back from the variance is the plain sum.",
         .answer = dx(variance_path_not_divided)},
    }};

}  // namespace grader::layernorm_mistakes
