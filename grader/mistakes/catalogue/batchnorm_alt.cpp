#include "grader/mistakes/catalogue/batchnorm_pass.hpp"

namespace grader::batchnorm_alt_mistakes {

using namespace backprop;

// The right parts of the closed form. A mistake combines them wrongly, or changes one first.
struct Parts {
  explicit Parts(Given& given)
      : dout(given.upstream.matrix("out")),
        cache(batchnorm_cache(given)),
        n(static_cast<double>(dout.shape(0))),
        dbeta(sum(dout, 0)),
        dgamma(sum(dout * cache.xhat, 0)),
        scale(cache.gamma * cache.ivar) {}

  // Returns the closed form of the present parts.
  Matrix dx() const { return as_row(scale) * (dout - as_row(dbeta / n) - cache.xhat * as_row(dgamma / n)); }

  const Matrix& dout;
  const BatchnormCache cache;
  double n;
  Vector dbeta;
  Vector dgamma;
  Vector scale;
};

Tensors only_dx(const Matrix& dx) { return {{"x", from_xtensor(dx)}}; }

const MistakeRegistration registration{
    "batchnorm_alt",
    {
        {.id = "without-mean-path",
         .spoils = {"x"},
         .hint = "Shift a whole column of x, and out stays the same: does your dx sum to 0 over the batch?",
         .misconception = "The mean of the batch is a constant.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return only_dx(as_row(parts.scale) *
                              (parts.dout - parts.cache.xhat * as_row(parts.dgamma / parts.n)));
             }},
        {.id = "without-variance-path",
         .spoils = {"x"},
         .hint = "Stretch a column of x, and out hardly changes: which part of dx has to cancel for that?",
         .misconception = "The variance of the batch is a constant.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return only_dx(as_row(parts.scale) * (parts.dout - as_row(parts.dbeta / parts.n)));
             }},
        {.id = "statistics-as-constants",
         .spoils = {"x"},
         .hint = "Each example also moves the mean and the variance of its batch: where are those ways back?",
         .misconception = "Batch normalisation is an affine map per feature, whose numbers are just given.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return only_dx(as_row(parts.scale) * parts.dout);
             }},
        {.id = "sums-for-means",
         .spoils = {"x"},
         .hint =
             "Mean and variance are means over the batch: what does that do to what comes back from them?",
         .misconception = "What is subtracted are the sums dbeta and dgamma themselves.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return only_dx(as_row(parts.scale) *
                              (parts.dout - as_row(parts.dbeta) - parts.cache.xhat * as_row(parts.dgamma)));
             }},
        {.id = "never-divided-by-n",
         .spoils = {"x"},
         .hint = "When you multiplied the bracket by N, what did you have to do in front of it?",
         .misconception = "The N that is taken out of the bracket can be left away.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return only_dx(parts.n * parts.dx());
             }},
        {.id = "without-gamma",
         .spoils = {"x"},
         .hint = "How does out depend on xhat: is it the same, or is there a factor in between?",
         .misconception = "gamma only matters for its own gradient.",
         .answer =
             [](Given& given) {
               Parts parts(given);
               parts.scale = parts.cache.ivar;
               return only_dx(parts.dx());
             }},
        {.id = "gamma-twice",
         .spoils = {"x"},
         .hint = "How often does gamma occur on the way from x to out, and how often in your dx?",
         .misconception = "gamma goes with dout and with the factor in front, both.",
         .answer =
             [](Given& given) {
               Parts parts(given);
               parts.scale = parts.cache.gamma * parts.scale;
               return only_dx(parts.dx());
             }},
        {.id = "projection-on-xmu",
         .spoils = {"x"},
         .hint = "The part that is taken out lies along which vector, the centred or the normalised one?",
         .misconception =
             "Only the direction counts, and that of the centred and of the normalised is the same.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return only_dx(as_row(parts.scale) * (parts.dout - as_row(parts.dbeta / parts.n) -
                                                     parts.cache.xmu * as_row(parts.dgamma / parts.n)));
             }},
        {.id = "unbiased",
         .spoils = {"x"},
         .hint = "Which of the two variances does the forward pass take, the biased or the unbiased one?",
         .misconception = "A variance is always divided by one less than the number of examples.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return only_dx(as_row(parts.scale) *
                              (parts.dout - as_row(parts.dbeta / parts.n) -
                               parts.cache.xhat * as_row(parts.dgamma / (parts.n - 1.0))));
             }},
        {.id = "without-eps",
         .spoils = {"x"},
         .hint = "What did the forward pass divide by where a feature does not vary at all?",
         .misconception = "eps only guards the forward pass against a division by zero.",
         .answer =
             [](Given& given) {
               Parts parts(given);
               const Matrix& xmu = parts.cache.xmu;
               parts.scale = parts.cache.gamma / backprop::sqrt(mean(xmu * xmu, 0));
               return only_dx(parts.dx());
             }},
        {.id = "dgamma-from-x",
         .spoils = {"gamma", "x"},
         .hint = "What exactly does gamma multiply in the forward pass?",
         .misconception = "gamma scales the input of the layer.",
         .answer = [](Given& given) -> Tensors {
           Parts parts(given);
           parts.dgamma = sum(parts.dout * given.in.matrix("x"), 0);
           return {{"gamma", from_xtensor(parts.dgamma)}, {"x", from_xtensor(parts.dx())}};
         }},
        {.id = "xmu-for-xhat",
         .spoils = {"gamma", "x"},
         .hint = "gamma meets x after it was centred, and after what else?",
         .misconception =
             "Centred and normalised are one and the same, so that either can be written anywhere.",
         .answer = [](Given& given) -> Tensors {
           Parts parts(given);
           const Matrix& xmu = parts.cache.xmu;
           parts.dgamma = sum(parts.dout * xmu, 0);
           const Matrix dx = as_row(parts.scale) * (parts.dout - as_row(parts.dbeta / parts.n) -
                                                    xmu * as_row(parts.dgamma / parts.n));
           return {{"gamma", from_xtensor(parts.dgamma)}, {"x", from_xtensor(dx)}};
         }},
        {.id = "dbeta-averaged",
         .spoils = {"beta", "x"},
         .hint = "beta is added to every row of the batch: do its gradients add up, or are they averaged?",
         .misconception = "What is shared over the batch gets the mean of the gradients.",
         .answer = [](Given& given) -> Tensors {
           Parts parts(given);
           parts.dbeta = mean(parts.dout, 0);
           return {{"beta", from_xtensor(parts.dbeta)}, {"x", from_xtensor(parts.dx())}};
         }},
        {.id = "variance-without-eps",
         .spoils = {"x"},
         .hint = "Which number was raised to the power -1/2 in the forward pass: the variance alone?",
         .misconception = "The way through the variance holds the variance to the power -3/2; eps is for the "
                          "forward pass.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               const Matrix& xmu = parts.cache.xmu;
               const Matrix dxhat = parts.dout * as_row(parts.cache.gamma);
               const Vector var = mean(xmu * xmu, 0);
               const Vector dvar = -0.5 * sum(dxhat * xmu, 0) / (var * backprop::sqrt(var));
               const Vector dmu = -sum(dxhat * as_row(parts.cache.ivar), 0);
               return only_dx(dxhat * as_row(parts.cache.ivar) + xmu * as_row(2.0 * dvar / parts.n) +
                              as_row(dmu / parts.n));
             }},
        {.id = "mean-path-not-divided",
         .spoils = {"x"},
         .hint = "Two sums are taken over the batch: has each of them been divided by the size of the batch?",
         .misconception = "What comes back from the mean is the plain sum.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return only_dx(as_row(parts.scale) * (parts.dout - as_row(parts.dbeta) -
                                                     parts.cache.xhat * as_row(parts.dgamma / parts.n)));
             }},
        {.id = "variance-path-not-divided",
         .spoils = {"x"},
         .hint = "Two sums are taken over the batch: has each of them been divided by the size of the batch?",
         .misconception = "What comes back from the variance is the plain sum.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return only_dx(as_row(parts.scale) * (parts.dout - as_row(parts.dbeta / parts.n) -
                                                     parts.cache.xhat * as_row(parts.dgamma)));
             }},
        {.id = "ivar-on-first-term-only",
         .spoils = {"x"},
         .hint = "Which of the three terms in the bracket are divided by the deviation?",
         .misconception = "The deviation divides the way through xhat, and the two sums come after it.",
         .answer =
             [](Given& given) {
               const Parts parts(given);
               return only_dx(as_row(parts.cache.gamma) *
                              (parts.dout * as_row(parts.cache.ivar) - as_row(parts.dbeta / parts.n) -
                               parts.cache.xhat * as_row(parts.dgamma / parts.n)));
             }},
    }};

}  // namespace grader::batchnorm_alt_mistakes
