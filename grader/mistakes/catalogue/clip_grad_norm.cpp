#include <algorithm>
#include <cmath>
#include <functional>
#include <span>
#include <utility>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"
#include "grader/mistakes/mistake.hpp"

namespace grader::clip_grad_norm_mistakes {

const std::vector<std::string> kGradients = {"dw1", "dw2", "db"};

double max_norm(const Given& given) { return given.attributes.at("max_norm"); }

// Returns the gradients unchanged, under the names of the outputs.
Tensors unclipped(Given& given) {
  Tensors result;
  for (const char* name : {"dw1", "dw2"}) {
    result[std::string("clipped_") + name] = from_xtensor(given.in.matrix(name));
  }
  result["clipped_db"] = from_xtensor(given.in.vector("db"));
  return result;
}

Tensors all_times(Given& given, double factor) {
  return scaled(unclipped(given), {"clipped_dw1", "clipped_dw2", "clipped_db"}, factor);
}

double right_norm(const Given& given) { return given.right.at("norm").values.front(); }

// Clips by a wrong norm, and returns it.
Tensors clipped_by(Given& given, double wrong_norm) {
  Tensors result = all_times(given, wrong_norm > max_norm(given) ? max_norm(given) / wrong_norm : 1.0);
  result["norm"] = Tensor::scalar(wrong_norm);
  return result;
}

// Folds fold(so far, element) over all elements of all gradients, from 0.
double over_elements(Given& given, const std::function<double(double, double)>& fold) {
  double result = 0.0;
  for (const auto& [name, tensor] : unclipped(given)) {
    for (const double value : tensor.values) result = fold(result, value);
  }
  return result;
}

double sum_of_squares(Given& given) {
  return over_elements(given, [](double so_far, double value) { return so_far + value * value; });
}

// Right when nothing is to be clipped; otherwise scales by factor(norm).
template <class Factor>
Tensors with_factor(Given& given, Factor factor) {
  return all_times(given, right_norm(given) > max_norm(given) ? factor(right_norm(given)) : 1.0);
}

// Calls `change` with each gradient that is handed in, in their order: a whole tensor, or a row of it.
void for_each_gradient(const Given& given, Tensors& clipped,
                       const std::function<void(std::span<double>)>& change) {
  for (const std::string& gradient : kGradients) {
    Tensor& tensor = clipped.at("clipped_" + gradient);
    const bool rows = gradient != "db" && given.attributes.at("rows_apart") != 0.0;
    const std::size_t count = rows ? tensor.shape[0] : 1;
    const std::size_t length = tensor.values.size() / count;
    for (std::size_t i = 0; i < count; ++i) change({tensor.values.data() + i * length, length});
  }
}

double euclidean(std::span<const double> values) {
  double result = 0.0;
  for (const double value : values) result = std::hypot(result, value);
  return result;
}

void shorten(std::span<double> values, double norm, double max_norm) {
  if (!(norm > max_norm)) return;
  for (double& value : values) value = value * (max_norm / norm);
}

Tensors one_by_one(Given& given) {
  Tensors result = unclipped(given);
  for_each_gradient(given, result,
                    [&](std::span<double> values) { shorten(values, euclidean(values), max_norm(given)); });
  return result;
}

// Sums up the norm in the same loop that clips.
Tensors inside_the_loop(Given& given) {
  Tensors result = unclipped(given);
  double so_far = 0.0;
  for_each_gradient(given, result, [&](std::span<double> values) {
    so_far = std::hypot(so_far, euclidean(values));
    shorten(values, so_far, max_norm(given));
  });
  result.erase("clipped_db");  // the last: by then the norm is complete
  return result;
}

double sum_of_norms(Given& given) {
  Tensors gradients = unclipped(given);
  double norm = 0.0;
  for_each_gradient(given, gradients, [&](std::span<double> values) { norm += euclidean(values); });
  return norm;
}

Tensors element_by_element(Given& given) {
  Tensors result = unclipped(given);
  for (auto& [name, tensor] : result) {
    for (double& value : tensor.values) value = std::clamp(value, -max_norm(given), max_norm(given));
  }
  return result;
}

// Takes the norm over the weights, and clips only them.
Tensors without_bias(Given& given) {
  Tensors result = unclipped(given);
  const double norm =
      std::hypot(euclidean(result.at("clipped_dw1").values), euclidean(result.at("clipped_dw2").values));
  const double factor = norm > max_norm(given) ? max_norm(given) / norm : 1.0;
  Tensors clipped = scaled(result, {"clipped_dw1", "clipped_dw2"}, factor);
  clipped["clipped_db"] = result.at("clipped_db");
  clipped["norm"] = Tensor::scalar(norm);
  return clipped;
}

const std::vector<std::string> kClipped = {"clipped_dw1", "clipped_dw2", "clipped_db"};
const std::vector<std::string> kAll = {"clipped_dw1", "clipped_dw2", "clipped_db", "norm"};

// Some cases hand in all gradients halved many times, and double what comes back (see the op). A mistake that
// squares them is asked what it makes of the halved ones.
Tensors of_halved(const WrongAnswer& answer, Given& given) {
  const auto halvings = given.attributes.find("halvings");
  if (halvings == given.attributes.end() || halvings->second == 0.0) return answer(given);
  const int count = static_cast<int>(halvings->second);
  const double factor = std::ldexp(1.0, -count);
  const Tensors gradients = scaled(unclipped(given), factor);
  Tensors inputs;
  for (const std::string& name : kGradients) inputs[name] = gradients.at("clipped_" + name);
  Arguments in(std::move(inputs));
  Attributes attributes = given.attributes;
  attributes.at("max_norm") *= factor;
  const Tensors right = scaled(given.right, factor);
  Given halved{in, given.upstream, attributes, right};
  return scaled(answer(halved), std::ldexp(1.0, count));
}

std::vector<KnownMistake> as_handed_in(std::vector<KnownMistake> mistakes) {
  for (KnownMistake& mistake : mistakes) {
    mistake.answer = [answer = mistake.answer](Given& given) { return of_halved(answer, given); };
  }
  return mistakes;
}

const MistakeRegistration registration{
    "clip_grad_norm",
    as_handed_in({
        {.id = "one-by-one",
         .spoils = kClipped,
         .hint = "Does the direction of the whole step stay the same when each parameter is shortened by a "
                 "factor of its own?",
         .misconception = "Each parameter has its own gradient, and so its own norm to be clipped.",
         .answer = one_by_one},
        {.id = "inside-the-loop",
         .spoils = {"clipped_dw1", "clipped_dw2"},
         .hint = "How much of the norm is known by the time the first gradient is shortened?",
         .misconception = "Adding up the norm and shortening can share one loop over the parameters.",
         .answer = inside_the_loop},
        {.id = "element-by-element",
         .spoils = kClipped,
         .hint = "Is the limit one for the length of the whole gradient, or for each of its elements?",
         .misconception = "Clipping by norm and clipping by value are the same.",
         .answer = element_by_element},
        {.id = "always-scaled",
         .spoils = kClipped,
         .hint = "What should happen to a gradient that is short enough already?",
         .misconception = "Clipping sets the norm to max_norm.",
         .answer = [](Given& given) { return all_times(given, max_norm(given) / right_norm(given)); }},
        {.id = "overflow",
         .spoils = kAll,
         .hint = "What is the square of 1e200, in a double?",
         .misconception = "A norm that fits into a double can be computed by way of the squares.",
         .answer = [](Given& given) { return clipped_by(given, std::sqrt(sum_of_squares(given))); }},
        {.id = "overflow-left-alone",
         .spoils = kAll,
         .hint = "Is the norm of elements near 1e200 really infinite, or is it something on the way to it?",
         .misconception = "A norm that comes out infinite belongs to gradients that are.",
         .answer =
             [](Given& given) {
               const double norm = std::sqrt(sum_of_squares(given));
               if (std::isfinite(norm)) return clipped_by(given, norm);
               Tensors result = unclipped(given);
               result["norm"] = Tensor::scalar(norm);
               return result;
             }},
        {.id = "root-forgotten",
         .spoils = kAll,
         .hint = "If all gradients are twice as large, how much larger should their norm be?",
         .misconception = "The sum of squares is the norm.",
         .answer = [](Given& given) { return clipped_by(given, sum_of_squares(given)); }},
        {.id = "norm-after-clipping",
         .spoils = {"norm"},
         .hint = "Whoever watches the training wants to know how long the gradient was: when?",
         .misconception = "The norm that is returned is that of the gradients that are returned.",
         .answer = [](Given& given) -> Tensors {
           return {{"norm", Tensor::scalar(std::min(right_norm(given), max_norm(given)))}};
         }},
        {.id = "eps-in-the-factor",
         .spoils = kClipped,
         .hint = "How long exactly should a gradient be after it was clipped, and is division by zero a "
                 "danger where clipping takes place?",
         .misconception = "Every division needs a small number added below, as in other libraries.",
         .answer =
             [](Given& given) {
               return with_factor(given, [&](double norm) { return max_norm(given) / (norm + 1e-6); });
             }},
        {.id = "root-mean-square",
         .spoils = kAll,
         .hint = "Does the norm of a gradient depend on how many parameters there are to share it?",
         .misconception = "The norm is a mean over the elements.",
         .answer =
             [](Given& given) {
               const double count = over_elements(given, [](double so_far, double) { return so_far + 1.0; });
               return clipped_by(given, right_norm(given) / std::sqrt(count));
             }},
        {.id = "sum-of-norms",
         .spoils = kAll,
         .hint = "Two sides of a right triangle: is the third as long as both together?",
         .misconception = "The norms of several tensors add up to the norm of them all.",
         .answer = [](Given& given) { return clipped_by(given, sum_of_norms(given)); }},
        {.id = "largest-element",
         .spoils = kAll,
         .hint = "Which of the many norms does the definition mean, and which one did you take?",
         .misconception = "A gradient is as long as its largest element.",
         .answer =
             [](Given& given) {
               return clipped_by(given, over_elements(given, [](double so_far, double value) {
                                   return std::max(so_far, std::abs(value));
                                 }));
             }},
        {.id = "without-bias",
         .spoils = kAll,
         .hint = "Which of the gradients that were handed in belong to the step that is taken?",
         .misconception = "Clipping, like weight decay, is for weights and leaves biases alone.",
         .answer = without_bias},
        {.id = "factor-upside-down",
         .spoils = kClipped,
         .hint = "Are the gradients shorter after your function than before?",
         .misconception = "The factor is the norm in units of the largest that is allowed.",
         .answer =
             [](Given& given) {
               return with_factor(given, [&](double norm) { return norm / max_norm(given); });
             }},
        {.id = "shortened-to-one",
         .spoils = kClipped,
         .hint = "How long is your result, and how long may it be?",
         .misconception = "To clip is to normalise to length 1.",
         .answer = [](Given& given) { return with_factor(given, [](double norm) { return 1.0 / norm; }); }},
    })};

}  // namespace grader::clip_grad_norm_mistakes
