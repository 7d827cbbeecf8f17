#include "grader/mistakes/catalogue/root_mean_square.hpp"

#include <backprop/sequence.hpp>
#include <utility>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader {

using backprop::Matrix;
using backprop::Tensor3;
using namespace backprop;  // NOLINT: arithmetic is the vocabulary's

namespace {

// Makes g another one, with the sums over it.
void take_g(ClosedForm& form, const Matrix& g) {
  form.g = g;
  form.sum_g = as_column(backprop::sum(g, 1));
  form.sum_g_xhat = as_column(backprop::sum(g * form.xhat, 1));
  form.along = form.sum_g_xhat / form.count;
}

// Makes it the closed form of layer normalisation, of the same rows.
void as_layernorm(ClosedForm& form) {
  const Matrix x = form.xhat / form.ivar;
  const Matrix xmu = x - as_column(backprop::mean(x, 1));
  const Matrix eps = 1.0 / (form.ivar * form.ivar) - form.var;
  form.ivar = 1.0 / backprop::sqrt(as_column(backprop::mean(xmu * xmu, 1)) + eps);
  form.xhat = xmu * form.ivar;
  form.scale = form.ivar;
  take_g(form, form.g);
  form.across = form.sum_g / form.count;
}

double rows_of(Given& given) {
  const auto& shape = given.in.tensor3("x").shape();
  return static_cast<double>(shape[0] * shape[1]);
}

KnownMistake wrong_dgamma(std::string_view id, std::string_view hint, std::string_view misconception,
                          const WrongAnswer& answer) {
  return {.id = id, .spoils = {"gamma"}, .hint = hint, .misconception = misconception, .answer = answer};
}

}  // namespace

Tensor in_shape_of_x(Given& given, const Matrix& rows) {
  return {given.right.at("x").shape, from_xtensor(rows).values};
}

ClosedForm root_mean_square_form(Given& given, const Tensor3& h) {
  const Matrix x = as_rows(h);
  const Matrix dout = as_rows(given.upstream.tensor3("out"));
  const Matrix var = as_column(backprop::mean(x * x, 1));
  const Matrix r = 1.0 / backprop::sqrt(var + given.attributes.at("eps"));
  ClosedForm form{.dout = dout,
                  .gamma = as_row(given.in.vector("gamma")),
                  .xhat = x * r,
                  .xmu = x,
                  .var = var,
                  .ivar = r,
                  .scale = r,
                  .g = dout,
                  .sum_g = zeros(1, 1),
                  .sum_g_xhat = zeros(1, 1),
                  .count = static_cast<double>(x.shape(1))};
  take_g(form, dout * form.gamma);
  form.across = zeros(1, 1);
  return form;
}

WrongAnswer RootMeanSquareLayer::with(SpoilForm spoil) const {
  return [right = right, gradients = gradients, spoil](Given& given) {
    ClosedForm form = right(given);
    spoil(form);
    return gradients(given, form.dx());
  };
}

KnownMistake RootMeanSquareLayer::mistake(std::string_view id, std::string_view hint,
                                          std::string_view misconception, SpoilForm spoil) const {
  return {.id = id, .spoils = spoils, .hint = hint, .misconception = misconception, .answer = with(spoil)};
}

std::vector<KnownMistake> RootMeanSquareLayer::mistakes() const {
  std::vector<KnownMistake> mistakes = {
      mistake("size-as-constant",
              "Stretch a row, and out hardly changes: which part of dx has to cancel for that?",
              "The root mean square is a number that the row is divided by.", without_variance_path),
      mistake("with-mean-path", "Which statistics does the forward pass compute: is there a mean among them?",
              "The closed form of layer normalisation holds here as well, with other statistics.",
              [](ClosedForm& form) { form.across = form.sum_g / form.count; }),
      mistake("as-layernorm", "Does this layer subtract anything from a row before it divides?",
              "Root mean square normalisation is layer normalisation without beta.", as_layernorm),
      mistake("sum-for-mean",
              "The size of a row is a mean of squares: what does that do to what comes back from it?",
              "What is taken off is the plain sum along the row.", variance_path_not_divided),
      mistake(
          "divided-by-batch-size", "Over how many numbers does the mean of squares run?",
          "Means are always over the examples.",
          [](ClosedForm& form) { form.along = form.sum_g_xhat / static_cast<double>(form.dout.shape(0)); }),
      mistake("over-the-batch", "Which numbers share a size here: those of a row, or those of a column?",
              "The statistics of batch normalisation, without a mean.",
              [](ClosedForm& form) { form.along = as_row(backprop::mean(form.g * form.xhat, 0)); }),
      mistake("gamma-out-of-the-sums",
              "gamma differs from feature to feature: can it be taken out of a sum along a row?",
              "gamma is a constant factor, which may as well come last.",
              [](ClosedForm& form) {
                take_g(form, form.dout);
                form.scale = form.gamma * form.scale;
              }),
      mistake("without-gamma",
              "How does out depend on xhat: is it the same, or is there a factor in between?",
              "gamma only matters for its own gradient.", [](ClosedForm& form) { take_g(form, form.dout); }),
      mistake(
          "without-eps",
          "Which number was raised to the power -1/2 in the forward pass: the mean square alone?",
          "The way through the size holds the mean square to the power -3/2; eps is for the forward pass.",
          variance_without_eps),
      mistake("size-path-added",
              "When one number of a row grows, do the others get larger or smaller in out?",
              "Ways back add up, and the minus of the power -1/2 is lost.",
              [](ClosedForm& form) { form.along = -form.along; }),
  };
  mistakes.push_back(dgamma_from_x({"gamma"}, [right = right](Given& given) {
    const ClosedForm form = right(given);
    return wrong_vector("gamma", backprop::sum(form.dout * form.xmu, 0));
  }));
  mistakes.push_back(wrong_dgamma(
      "dgamma-from-dxhat", "The gradient with respect to a factor: does that factor itself occur in it?",
      "dgamma is taken after the multiplication by gamma, as dx is.", [right = right](Given& given) {
        const ClosedForm form = right(given);
        return wrong_vector("gamma", backprop::sum(form.g * form.xhat, 0));
      }));
  mistakes.push_back(wrong_dgamma("dgamma-left-out", "Does gamma ever move, if this is its gradient?",
                                  "The parameters of a norm are frozen anyway.", [](Given& given) {
                                    return wrong_vector("gamma", zeros_like(given.in.vector("gamma")));
                                  }));
  mistakes.push_back(wrong_dgamma(
      "dgamma-after-dx", "Is dout still what it was when you compute dgamma from it?",
      "dx may be written over dout, which nobody needs any more.", [right = right](Given& given) {
        const ClosedForm form = right(given);
        return wrong_vector("gamma", backprop::sum(form.dx() * form.xhat, 0));
      }));
  mistakes.push_back(
      wrong_dgamma("dgamma-averaged", "All rows meet the same gamma: do their gradients add up, or average?",
                   "What is shared over the batch gets the mean of the gradients.",
                   [](Given& given) { return scaled(given.right, {"gamma"}, 1.0 / rows_of(given)); }));
  return mistakes;
}

std::vector<KnownMistake> RootMeanSquareLayer::rarer_mistakes() const {
  return {
      mistake("unbiased",
              "Which mean does the forward pass take: is anything subtracted from the number of terms?",
              "A mean of squares is divided by one less than the number of its terms.", unbiased),
      mistake("twice-the-size-path",
              "A square has the slope 2x, and a root the slope 1/2 over itself: is the 2 left over?",
              "The 2 of the square stays in the result.",
              [](ClosedForm& form) { form.along = 2.0 * form.along; }),
      mistake("half-the-size-path",
              "A square has the slope 2x, and a root the slope 1/2 over itself: is the 1/2 left over?",
              "The 1/2 of the root stays in the result.",
              [](ClosedForm& form) { form.along = 0.5 * form.along; }),
      mistake("x-for-xhat",
              "By what is the sum along the row multiplied: has it been divided by the size already?",
              "The sum along the row is multiplied by what the forward pass was given.",
              [](ClosedForm& form) { form.along = form.along / form.ivar; }),
      mistake("not-divided",
              "Make a row ten times as large: does a small change of it still move out as much?",
              "Dividing by the size is undone on the way back.",
              [](ClosedForm& form) { form.scale = ones_like(form.ivar); }),
      wrong_dgamma("dgamma-averaged-over-time",
                   "Over the batch your dgamma is a sum: is it one over the time steps, too?",
                   "Time steps are averaged and sequences are added up.",
                   [](Given& given) {
                     const auto T = static_cast<double>(given.in.tensor3("x").shape(1));
                     return scaled(given.right, {"gamma"}, 1.0 / T);
                   }),
  };
}

}  // namespace grader
