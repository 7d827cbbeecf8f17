#include <backprop/mean_loss_accumulation.hpp>
#include <functional>

#include "grader/mistakes/mistake.hpp"

namespace grader::mean_loss_accumulation_mistakes {

using namespace backprop;

// The micro-batches of a case.
struct Cut {
  std::vector<MicroBatch> parts;
  double N;  // examples
  double K;  // micro-batches

  double size(std::size_t k) const { return static_cast<double>(parts[k].error.size()); }
  // Returns the gradient of the mean loss of micro-batch k alone.
  Vector own_gradient(std::size_t k) const { return mean(parts[k].x * as_column(parts[k].error), 0); }
};

Cut cut_of(Given& given) {
  auto parts = mean_loss_accumulation_forward(given.in.matrix("x"), given.in.vector("y"),
                                              given.in.vector("w"), given.in.labels("counts"))
                   .cache.micro_batches;
  const double K = static_cast<double>(parts.size());
  return {std::move(parts), static_cast<double>(given.in.vector("y").size()), K};
}

using Weight = std::function<double(const Cut&, std::size_t)>;

double right_weight(const Cut& cut, std::size_t k) { return cut.size(k) / cut.N; }

// Returns the sum of the micro-batches' own gradients, each with a weight that somebody believes to be right.
Vector accumulated(Given& given, const Weight& weight) {
  const Cut cut = cut_of(given);
  Vector dw = zeros(given.in.vector("w").size());
  for (std::size_t k = 0; k < cut.parts.size(); ++k) dw += weight(cut, k) * cut.own_gradient(k);
  return dw;
}

Tensors weighted(Given& given, const Weight& weight) {
  const Vector dw = given.upstream.number("loss") * accumulated(given, weight);
  return {{"w", from_xtensor(dw)}};
}

const MistakeRegistration registration{
    "mean_loss_accumulation",
    {
        {.id = "mean-of-means",
         .spoils = {"w"},
         .hint = "How much does one example count in a small micro-batch, and how much in a large one?",
         .misconception = "A mean of means is the mean.",
         .answer =
             [](Given& given) {
               return weighted(given, [](const Cut& cut, std::size_t) { return 1.0 / cut.K; });
             }},
        {.id = "sum-of-means",
         .spoils = {"w"},
         .hint = "Cut the same batch into more pieces: does your gradient grow?",
         .misconception = "Gradients are accumulated, so they are added up and nothing else.",
         .answer = [](Given& given) { return weighted(given, [](const Cut&, std::size_t) { return 1.0; }); }},
        {.id = "own-gradient-taken-for-a-sum",
         .spoils = {"w"},
         .hint = "Is the gradient of one micro-batch's own loss a sum over its examples, or a mean already?",
         .misconception = "The micro-batches bring sums, which are divided by all examples once, at the end.",
         .answer =
             [](Given& given) {
               return weighted(given, [](const Cut& cut, std::size_t) { return 1.0 / cut.N; });
             }},
        {.id = "sum-over-examples",
         .spoils = {"w"},
         .hint = "You have the gradient of the sum of all losses: which loss is asked for?",
         .misconception = "Each mean is turned back into a sum, and the loss of the whole batch is that sum.",
         .answer =
             [](Given& given) {
               return weighted(given, [](const Cut& cut, std::size_t k) { return cut.size(k); });
             }},
        {.id = "averaged-once-more",
         .spoils = {"w"},
         .hint = "What do your weights add up to, over all micro-batches?",
         .misconception = "After weighting by size, one still divides by the number of accumulation steps.",
         .answer =
             [](Given& given) {
               return weighted(given,
                               [](const Cut& cut, std::size_t k) { return right_weight(cut, k) / cut.K; });
             }},
        {.id = "all-as-large-as-the-first",
         .spoils = {"w"},
         .hint = "Does the size of the first micro-batch hold for the last one as well?",
         .misconception = "The batch is cut into equal pieces, so one size is enough to know.",
         .answer =
             [](Given& given) {
               return weighted(given, [](const Cut& cut, std::size_t) { return cut.size(0) / cut.N; });
             }},
        {.id = "last-only",
         .spoils = {"w"},
         .hint = "What is left of the first micro-batch's gradient when the last one has been computed?",
         .misconception = "Each step of the loop assigns the gradient, as if it were the only one.",
         .answer =
             [](Given& given) {
               return weighted(given, [](const Cut& cut, std::size_t k) {
                 return k + 1 == cut.parts.size() ? right_weight(cut, k) : 0.0;
               });
             }},
        {.id = "divided-inside-the-loop",
         .spoils = {"w"},
         .hint = "How often is the first micro-batch's gradient divided by the time that the loop ends?",
         .misconception =
             "Dividing what has been accumulated so far in each step is dividing each part once.",
         .answer =
             [](Given& given) {
               const Cut cut = cut_of(given);
               Vector dw = zeros(given.in.vector("w").size());
               for (std::size_t k = 0; k < cut.parts.size(); ++k) {
                 dw += cut.size(k) * cut.own_gradient(k);
                 dw /= cut.N;
               }
               dw *= given.upstream.number("loss");
               return Tensors{{"w", from_xtensor(dw)}};
             }},
        {.id = "upstream-ignored",
         .spoils = {"w"},
         .hint = "Somebody multiplies your loss by 1000: does the gradient that you accumulate follow?",
         .misconception = "A loss is the end of the graph, so nothing comes from upstream.",
         .answer =
             [](Given& given) {
               return Tensors{{"w", from_xtensor(accumulated(given, right_weight))}};
             }},
    }};

}  // namespace grader::mean_loss_accumulation_mistakes
