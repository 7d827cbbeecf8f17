#include <backprop/layernorm.hpp>

#include "grader/mistakes/mistake.hpp"

namespace grader::layernorm_mistakes {

using namespace backprop;

// The right values that the backward pass uses.
struct Parts {
  explicit Parts(Given& given)
      : dout(given.upstream.matrix("out")),
        cache(layernorm_forward(given.in.matrix("x"), given.in.vector("gamma"), given.in.vector("beta"),
                                given.attributes.at("eps"))
                  .cache),
        dxhat(dout * as_row(cache.gamma)),
        n(static_cast<double>(dout.shape(0))),
        d(static_cast<double>(dout.shape(1))) {}

  // Returns ivar (g - across - xhat along). A mistake passes another g, across or along. across and along are
  // (N).
  Tensors dx(const Matrix& g, const Vector& across, const Vector& along) const {
    const Matrix result = as_column(cache.ivar) * (g - as_column(across) - cache.xhat * as_column(along));
    return {{"x", from_xtensor(result)}};
  }
  Vector sum_of_dxhat() const { return sum(dxhat, 1); }
  Vector sum_along_xhat() const { return sum(dxhat * cache.xhat, 1); }
  Vector none() const { return zeros(dout.shape(0)); }

  const Matrix& dout;
  const LayernormCache cache;
  Matrix dxhat;
  double n;
  double d;
};

Tensors only(const char* name, const Vector& gradient) { return {{name, from_xtensor(gradient)}}; }

const MistakeRegistration registration{
    "layernorm",
    {
        {.id = "statistics-over-the-batch",
         .spoils = {"x"},
         .hint = "Which numbers share a mean and a variance here: those of a row, or those of a column?",
         .misconception = "The backward pass of batch normalisation can be taken over as it is.",
         .answer = [](Given& given) -> Tensors {
           const Parts parts(given);
           const Matrix& xhat = parts.cache.xhat;
           const Matrix dx = as_column(parts.cache.ivar) * (parts.dxhat - as_row(mean(parts.dxhat, 0)) -
                                                            xhat * as_row(mean(parts.dxhat * xhat, 0)));
           return {{"x", from_xtensor(dx)}};
         }},
        {.id = "gamma-out-of-the-sums",
         .spoils = {"x"},
         .hint = "gamma differs from feature to feature: can it be taken out of a sum along a row?",
         .misconception = "gamma is a constant factor, as it is in a column of batch normalisation.",
         .answer = [](Given& given) -> Tensors {
           const Parts parts(given);
           const Matrix& xhat = parts.cache.xhat;
           const Matrix dx =
               as_row(parts.cache.gamma) * as_column(parts.cache.ivar) *
               (parts.dout - as_column(mean(parts.dout, 1)) - xhat * as_column(mean(parts.dout * xhat, 1)));
           return {{"x", from_xtensor(dx)}};
         }},
        {.id = "without-mean-path",
         .spoils = {"x"},
         .hint = "Shift a whole row of x, and out stays the same: does your dx sum to 0 along a row?",
         .misconception = "The mean of a row is a constant.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return parts.dx(parts.dxhat, parts.none(), parts.sum_along_xhat() / parts.d);
             }},
        {.id = "without-variance-path",
         .spoils = {"x"},
         .hint = "Stretch a row of x, and out hardly changes: which part of dx has to cancel for that?",
         .misconception = "The variance of a row is a constant.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return parts.dx(parts.dxhat, parts.sum_of_dxhat() / parts.d, parts.none());
             }},
        {.id = "statistics-as-constants",
         .spoils = {"x"},
         .hint = "Each feature also moves the mean and the variance of its row: where are those ways back?",
         .misconception = "Layer normalisation is an affine map whose numbers are just given.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return parts.dx(parts.dxhat, parts.none(), parts.none());
             }},
        {.id = "sums-for-means",
         .spoils = {"x"},
         .hint = "Mean and variance are means along a row: what does that do to what comes back from them?",
         .misconception = "What is subtracted are the plain sums along the row.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return parts.dx(parts.dxhat, parts.sum_of_dxhat(), parts.sum_along_xhat());
             }},
        {.id = "divided-by-batch-size",
         .spoils = {"x"},
         .hint = "Over how many numbers does each of the means run?",
         .misconception = "Means are always over the batch.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return parts.dx(parts.dxhat, parts.sum_of_dxhat() / parts.n, parts.sum_along_xhat() / parts.n);
             }},
        {.id = "unbiased",
         .spoils = {"x"},
         .hint = "Which of the two variances does the forward pass take, the biased or the unbiased one?",
         .misconception = "A variance is always divided by one less than the number of its terms.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return parts.dx(parts.dxhat, parts.sum_of_dxhat() / parts.d,
                               parts.sum_along_xhat() / (parts.d - 1.0));
             }},
        {.id = "without-gamma",
         .spoils = {"x"},
         .hint = "How does out depend on xhat: is it the same, or is there a factor in between?",
         .misconception = "gamma only matters for its own gradient.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return parts.dx(parts.dout, mean(parts.dout, 1), mean(parts.dout * parts.cache.xhat, 1));
             }},
        {.id = "dgamma-along-the-row",
         .spoils = {"gamma"},
         .hint =
             "gamma has one number per feature: which index is left after the sum, and which one shares it?",
         .misconception =
             "All sums of layer normalisation run along a row, those for the parameters as well.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return only("gamma", sum(parts.dout * parts.cache.xhat, 1));
             }},
        {.id = "dgamma-from-x",
         .spoils = {"gamma"},
         .hint = "What exactly does gamma multiply in the forward pass?",
         .misconception = "gamma scales the input of the layer.",
         .answer =
             [](Given& given) {
               return only("gamma", sum(given.upstream.matrix("out") * given.in.matrix("x"), 0));
             }},
        {.id = "dgamma-from-dxhat",
         .spoils = {"gamma"},
         .hint = "The gradient with respect to a factor: does that factor itself occur in it?",
         .misconception = "dgamma is taken after the multiplication by gamma, as dx is.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return only("gamma", sum(parts.dxhat * parts.cache.xhat, 0));
             }},
        {.id = "dbeta-averaged",
         .spoils = {"beta"},
         .hint = "beta is added to every row of the batch: do its gradients add up, or are they averaged?",
         .misconception = "What is shared over the batch gets the mean of the gradients.",
         .answer = [](Given& given) { return only("beta", mean(given.upstream.matrix("out"), 0)); }},
        {.id = "variance-without-eps",
         .spoils = {"x"},
         .hint = "Which number was raised to the power -1/2 in the forward pass: the variance alone?",
         .misconception = "The way through the variance holds the variance to the power -3/2; eps is for the "
                          "forward pass.",
         .answer = [](Given& given) -> Tensors {
           const Parts parts(given);
           const Matrix& x = given.in.matrix("x");
           const Matrix xmu = x - as_column(mean(x, 1));
           const Vector var = mean(xmu * xmu, 1);
           const Vector dvar = -0.5 * sum(parts.dxhat * xmu, 1) / (var * backprop::sqrt(var));
           const Vector dmu = -parts.cache.ivar * parts.sum_of_dxhat();
           const Matrix dx = parts.dxhat * as_column(parts.cache.ivar) +
                             xmu * as_column(2.0 * dvar / parts.d) + as_column(dmu / parts.d);
           return {{"x", from_xtensor(dx)}};
         }},
        {.id = "mean-path-not-divided",
         .spoils = {"x"},
         .hint = "Two sums are taken along a row: has each of them been divided by the number of features?",
         .misconception = "What comes back from the mean is the plain sum.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return parts.dx(parts.dxhat, parts.sum_of_dxhat(), parts.sum_along_xhat() / parts.d);
             }},
        {.id = "variance-path-not-divided",
         .spoils = {"x"},
         .hint = "Two sums are taken along a row: has each of them been divided by the number of features?",
         .misconception = "What comes back from the variance is the plain sum.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return parts.dx(parts.dxhat, parts.sum_of_dxhat() / parts.d, parts.sum_along_xhat());
             }},
    }};

}  // namespace grader::layernorm_mistakes
