#include "grader/mistakes/catalogue/spatial_normalisation.hpp"

#include <iterator>
#include <utility>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader {

using backprop::Tensor4;
using backprop::Vector;
using namespace backprop;  // NOLINT: arithmetic is the vocabulary's

Tensor4 by_channel(const Vector& v) { return reshape(v, {1, v.size(), 1, 1}); }

Vector sum_of_channels(const Tensor4& x) { return sum(x, {0, 2, 3}); }

double numbers_of_channel(Given& given) {
  const auto& shape = given.in.tensor4("x").shape();
  return static_cast<double>(shape[0] * shape[2] * shape[3]);
}

SharedMean mean_of_channels() {
  return [](const Tensor4& x) { return by_channel(backprop::mean(x, {0, 2, 3})); };
}

SharedMean mean_of_planes() {
  return [](const Tensor4& x) { return reshape(backprop::mean(x, {2, 3}), {x.shape(0), x.shape(1), 1, 1}); };
}

SharedMean mean_of_groups(std::function<std::size_t(std::size_t c)> group_of, std::size_t groups) {
  return [group_of = std::move(group_of), groups](const Tensor4& x) {
    const Matrix planes = backprop::mean(x, {2, 3});  // (N, C)
    const std::size_t C = x.shape(1);
    Tensor4 result = zeros(x.shape(0), C, 1, 1);
    for (std::size_t n = 0; n < x.shape(0); ++n) {
      Vector total = zeros(groups);
      Vector count = zeros(groups);
      for (std::size_t c = 0; c < C; ++c) {
        total(group_of(c)) += planes(n, c);
        count(group_of(c)) += 1.0;
      }
      for (std::size_t c = 0; c < C; ++c) result(n, c, 0, 0) = total(group_of(c)) / count(group_of(c));
    }
    return result;
  };
}

SpatialForm::SpatialForm(Given& given, SharedMean shared, double shared_count)
    : dout(given.upstream.tensor4("out")),
      gamma(by_channel(given.in.vector("gamma"))),
      mean(std::move(shared)),
      count(shared_count) {
  const Tensor4& x = given.in.tensor4("x");
  const Tensor4 xmu = x - mean(x);
  var = mean(xmu * xmu);
  ivar = 1.0 / backprop::sqrt(var + given.attributes.at("eps"));
  xhat = xmu * ivar;
  scale = ivar;
  g = dout * gamma;
  variance_factor = ones(1, 1, 1, 1);
}

Tensor4 SpatialForm::dx() const {
  return scale * (g - mean_path * mean(g) - variance_path * variance_factor * xhat * mean(g * xhat));
}

WrongAnswer spatial_dx(SpatialForm (*right)(Given& given), SpoilSpatial spoil) {
  return [right, spoil](Given& given) -> Tensors {
    SpatialForm form = right(given);
    spoil(form);
    return {{"x", from_xtensor(form.dx())}};
  };
}

std::vector<KnownMistake> spatial_parameter_mistakes(SpatialForm (*right)(Given& given)) {
  return {
      {.id = "dgamma-averaged",
       .spoils = {"gamma"},
       .hint = "Every pixel of a channel meets the same gamma: do their gradients add up, or average?",
       .misconception = "A gradient that the whole batch shares is a mean.",
       .answer =
           [](Given& given) { return scaled(given.right, {"gamma"}, 1.0 / numbers_of_channel(given)); }},
      {.id = "dbeta-averaged",
       .spoils = {"beta"},
       .hint = "beta is added to every pixel of a channel: do their gradients add up, or average?",
       .misconception = "A gradient that the whole batch shares is a mean.",
       .answer = [](Given& given) { return scaled(given.right, {"beta"}, 1.0 / numbers_of_channel(given)); }},
      {.id = "dbeta-mean-over-pixels",
       .spoils = {"beta"},
       .hint = "Over the batch your dbeta is a sum: is it one over the rows and columns, too?",
       .misconception = "Pixels are averaged and examples are added up.",
       .answer =
           [](Given& given) {
             const auto images = static_cast<double>(given.in.tensor4("x").shape(0));
             return scaled(given.right, {"beta"}, images / numbers_of_channel(given));
           }},
      {.id = "dgamma-mean-over-pixels",
       .spoils = {"gamma"},
       .hint = "Over the batch your dgamma is a sum: is it one over the rows and columns, too?",
       .misconception = "Pixels are averaged and examples are added up.",
       .answer =
           [](Given& given) {
             const auto images = static_cast<double>(given.in.tensor4("x").shape(0));
             return scaled(given.right, {"gamma"}, images / numbers_of_channel(given));
           }},
      {.id = "dgamma-from-x",
       .spoils = {"gamma"},
       .hint = "What exactly does gamma multiply in the forward pass?",
       .misconception = "gamma scales the input of the layer.",
       .answer =
           [](Given& given) {
             return wrong_vector("gamma",
                                 sum_of_channels(given.upstream.tensor4("out") * given.in.tensor4("x")));
           }},
      {.id = "dgamma-from-xmu",
       .spoils = {"gamma"},
       .hint = "gamma meets x after it was centred, and after what else?",
       .misconception = "The scale gamma comes instead of the division by the deviation, not after it.",
       .answer =
           [right](Given& given) {
             const SpatialForm form = right(given);
             return wrong_vector("gamma", sum_of_channels(form.dout * form.xhat / form.ivar));
           }},
      {.id = "dgamma-from-dxhat",
       .spoils = {"gamma"},
       .hint = "The gradient with respect to a factor: does that factor itself occur in it?",
       .misconception = "dgamma is taken after the multiplication by gamma, as dx is.",
       .answer =
           [right](Given& given) {
             const SpatialForm form = right(given);
             return wrong_vector("gamma", sum_of_channels(form.g * form.xhat));
           }},
  };
}

std::vector<KnownMistake> spatial_mistakes_and(SpatialForm (*right)(Given& given),
                                               std::vector<KnownMistake> own) {
  std::vector<KnownMistake> mistakes = std::move(own);
  std::vector<KnownMistake> shared = {
      {.id = "without-mean-path",
       .spoils = {"x"},
       .hint = "Make all numbers that share a mean brighter by 1, and out stays the same: does their dx sum "
               "to 0?",
       .misconception = "The mean is a constant.",
       .answer = spatial_dx(right, [](SpatialForm& form) { form.mean_path = 0.0; })},
      {.id = "without-variance-path",
       .spoils = {"x"},
       .hint = "Stretch all numbers that share a variance, and out hardly changes: which part of dx cancels "
               "that?",
       .misconception = "The variance is a constant.",
       .answer = spatial_dx(right, [](SpatialForm& form) { form.variance_path = 0.0; })},
      {.id = "statistics-as-constants",
       .spoils = {"x"},
       .hint = "Each pixel also moves a mean and a variance: where are those ways back?",
       .misconception = "Normalisation is an affine map whose numbers are just given, as it is in test mode.",
       .answer = spatial_dx(right, [](SpatialForm& form) { form.mean_path = form.variance_path = 0.0; })},
      {.id = "sums-for-means",
       .spoils = {"x"},
       .hint = "Mean and variance are means: what does that do to what comes back from them?",
       .misconception = "What is subtracted are the plain sums.",
       .answer =
           spatial_dx(right, [](SpatialForm& form) { form.mean_path = form.variance_path = form.count; })},
      {.id = "unbiased",
       .spoils = {"x"},
       .hint = "Which of the two variances does the forward pass take, the biased or the unbiased one?",
       .misconception = "A variance is always divided by one less than the number of its terms.",
       .answer = spatial_dx(right,
                            [](SpatialForm& form) { form.variance_path = form.count / (form.count - 1.0); })},
      {.id = "without-gamma",
       .spoils = {"x"},
       .hint = "How does out depend on xhat: is it the same, or is there a factor in between?",
       .misconception = "gamma only matters for its own gradient.",
       .answer = spatial_dx(right, [](SpatialForm& form) { form.g = form.dout; })},
      {.id = "variance-without-eps",
       .spoils = {"x"},
       .hint = "Which number was raised to the power -1/2 in the forward pass: the variance alone?",
       .misconception = "The way through the variance holds the variance to the power -3/2; eps is for the "
                        "forward pass.",
       .answer = spatial_dx(right,
                            [](SpatialForm& form) {
                              const Tensor4 without = 1.0 / (form.var * backprop::sqrt(form.var));
                              form.variance_factor = without / (form.ivar * form.ivar * form.ivar);
                            })},
  };
  mistakes.insert(mistakes.end(), std::make_move_iterator(shared.begin()),
                  std::make_move_iterator(shared.end()));
  std::vector<KnownMistake> parameters = spatial_parameter_mistakes(right);
  mistakes.insert(mistakes.end(), std::make_move_iterator(parameters.begin()),
                  std::make_move_iterator(parameters.end()));
  return mistakes;
}

}  // namespace grader
