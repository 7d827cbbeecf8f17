#include <algorithm>

#include "grader/mistakes/catalogue/td_error.hpp"

namespace grader::clipped_delta_loss_mistakes {

using namespace backprop;

double min_delta(const Given& given) { return given.attributes.at("min_delta"); }
double max_delta(const Given& given) { return given.attributes.at("max_delta"); }

// Returns 1 where the error is not clipped, else 0.
Vector inside(const Given& given, const Vector& error) {
  return xt::cast<double>((error > min_delta(given)) && (error < max_delta(given)));
}

Vector right_slope(const Given& given, const Vector& error) { return 2.0 * error * inside(given, error); }

const MistakeRegistration registration{
    "clipped_delta_loss",
    td_loss_mistakes_and(
        right_slope,
        {
            {.id = "gradient-clipped",
             .spoils = {"q"},
             .hint =
                 "This pulls beyond the clip, too: by how much does this loss change there with the error?",
             .misconception =
                 "Clipping the error clips the gradient; or the mask is made from errors that are "
                 "clipped already, so that it lets all of them through.",
             .answer = dq_with_slope([](Given& given, const Vector& error) -> Vector {
               return 2.0 * clipped(error, min_delta(given), max_delta(given));
             })},
            {.id = "clip-ignored",
             .spoils = {"q"},
             .hint = "Between the error and its square there is a step more: what is its local gradient?",
             .misconception = "The clip limits numbers in the forward pass and is none of the backward "
                              "pass's business.",
             .answer = dq_with_slope([](Given&, const Vector& error) -> Vector { return 2.0 * error; })},
            {.id = "mask-inverted",
             .spoils = {"q"},
             .hint = "Where is a clip flat: between its ends, or beyond them?",
             .misconception = "The mask marks the errors that were clipped.",
             .answer = dq_with_slope([](Given& given, const Vector& error) -> Vector {
               return 2.0 * error * (1.0 - inside(given, error));
             })},
            {.id = "lower-end-forgotten",
             .spoils = {"q"},
             .hint = "What happens to a very negative error?",
             .misconception = "To clip is to limit from above.",
             .answer = dq_with_slope([](Given& given, const Vector& error) -> Vector {
               return 2.0 * error * (error < max_delta(given));
             })},
            {.id = "ends-taken-for-opposite",
             .spoils = {"q"},
             .hint = "Must the two ends of the clip be at the same distance from 0?",
             .misconception = "The lower end is minus the upper end, so the size of the error decides.",
             .answer = dq_with_slope([](Given& given, const Vector& error) -> Vector {
               return 2.0 * error * (backprop::abs(error) < max_delta(given));
             })},
            {.id = "two-forgotten",
             .spoils = {"q"},
             .hint = "The forward pass has no factor 1/2: what is the derivative of a square?",
             .misconception = "Squared errors come with a half that cancels the exponent.",
             .answer = dq_times([](double) { return 0.5; })},
            {.id = "averaged-over-the-unclipped",
             .spoils = {"q"},
             .hint = "Over how many examples does the forward pass take its mean, the clipped ones included?",
             .misconception = "Examples that get no gradient do not count in the mean.",
             .answer = dq_with_slope([](Given& given, const Vector& error) -> Vector {
               const Vector counted = inside(given, error);
               return 2.0 * error * counted * batch_size(error) / std::max(1.0, sum(counted));
             })},
        })};

}  // namespace grader::clipped_delta_loss_mistakes
