#include <backprop/dqn_loss.hpp>

#include "grader/mistakes/catalogue/scatter.hpp"
#include "grader/mistakes/catalogue/wrong_tensors.hpp"
#include "grader/mistakes/mistake.hpp"

namespace grader::dqn_loss_mistakes {

using namespace backprop;

DqnLossCache cache_of(Given& given) {
  const Transitions batch{given.in.labels("s"), given.in.labels("a"), given.in.vector("reward"),
                          given.in.labels("s_next"), given.in.labels("done")};
  return dqn_loss_forward(given.in.matrix("table"), given.in.matrix("target_table"), batch,
                          given.attributes.at("gamma"), given.attributes.at("delta"))
      .cache;
}

double batch_size(Given& given) { return static_cast<double>(given.in.labels("s").size()); }

// Computes dtable from dq: (N).
Tensors down_to_table(const Vector& dq, const DqnLossCache& cache) {
  return {{"table", from_xtensor(gather_rows_backward(gather_backward(dq, cache.actions), cache.rows))}};
}

// Returns d loss / d (values of all actions), (N, A).
Matrix dq_all(Given& given, const DqnLossCache& cache) {
  return gather_backward(huber_loss_backward(given.upstream.number("loss"), cache.huber), cache.actions);
}

// Returns the right dtable times `factor`.
Tensors times(Given& given, double factor) { return scaled(given.right, {"table"}, factor); }

const MistakeRegistration registration{
    "dqn_loss",
    {
        {.id = "into-the-target",
         .spoils = {"table"},
         .hint = "The target is data, as a label is: what business have the next states in dtable?",
         .misconception = "Everything that a loss was computed from gets a gradient, with the opposite sign "
                          "in a difference.",
         // Uses the actions taken instead of the best ones. The cache has only the rows of the next states.
         .answer = [](Given& given) -> Tensors {
           const DqnLossCache cache = cache_of(given);
           const Matrix dq = dq_all(given, cache);
           const Matrix dtable =
               gather_rows_backward(dq, cache.rows) - gather_rows_backward(dq, cache.next_rows);
           return {{"table", from_xtensor(dtable)}};
         }},
        {.id = "next-states-added",
         .spoils = {"table"},
         .hint = "Not every cache needs a use: from which of the two tables did the next states come?",
         .misconception =
             "Two lookups in the forward pass make two lookups in the backward pass, and branches add.",
         .answer = [](Given& given) -> Tensors {
           const DqnLossCache cache = cache_of(given);
           const Matrix dq = dq_all(given, cache);
           const Matrix dtable =
               gather_rows_backward(dq, cache.rows) + gather_rows_backward(dq, cache.next_rows);
           return {{"table", from_xtensor(dtable)}};
         }},
        {.id = "scattered-to-next-states",
         .spoils = {"table"},
         .hint = "Whose values do you correct: those of the states you were in, or of those you came to?",
         .misconception =
             "The last lookup of the forward pass is the first one back, so its cache is the right one.",
         .answer = [](Given& given) -> Tensors {
           const DqnLossCache cache = cache_of(given);
           return {{"table", from_xtensor(gather_rows_backward(dq_all(given, cache), cache.next_rows))}};
         }},
        {.id = "repeats-overwritten",
         .spoils = {"table"},
         .hint = "Several transitions of a batch start in the same state: what becomes of the first of them?",
         .misconception = "Each state occurs once in a batch.",
         .answer = [](Given& given) -> Tensors {
           const DqnLossCache cache = cache_of(given);
           return {{"table", from_xtensor(scattered_overwriting(dq_all(given, cache), cache.rows.r,
                                                                cache.rows.rows))}};
         }},
        {.id = "every-action",
         .spoils = {"table"},
         .hint = "Which value of its state does a transition say something about?",
         .misconception = "The error belongs to the state, and so to all of its actions.",
         .answer = [](Given& given) -> Tensors {
           const DqnLossCache cache = cache_of(given);
           const Vector dq = huber_loss_backward(given.upstream.number("loss"), cache.huber);
           const Matrix spread = in_every_column(dq, cache.actions.actions);
           return {{"table", from_xtensor(gather_rows_backward(spread, cache.rows))}};
         }},
        {.id = "error-not-clipped",
         .spoils = {"table"},
         .hint = "How hard does a huge TD error pull, and how hard may it?",
         .misconception =
             "The TD error itself is the gradient, as of a squared error; the Huber loss is left out.",
         .answer =
             [](Given& given) {
               const DqnLossCache cache = cache_of(given);
               const Vector& error = cache.huber.error;
               const double dloss = given.upstream.number("loss");
               return down_to_table(-dloss * error / batch_size(given), cache);
             }},
        {.id = "zero-beyond-delta",
         .spoils = {"table"},
         .hint = "Which transitions have most to teach, and do they reach the table?",
         .misconception = "The TD error is clipped before it is squared, as the published code had it.",
         .answer =
             [](Given& given) {
               const DqnLossCache cache = cache_of(given);
               const Vector& error = cache.huber.error;
               const Vector kept = error * (backprop::abs(error) <= cache.huber.delta);
               const double dloss = given.upstream.number("loss");
               return down_to_table(-dloss * kept / batch_size(given), cache);
             }},
        {.id = "sign",
         .spoils = {"table"},
         .hint = "A target lies above its prediction: does a step of gradient descent raise the prediction?",
         .misconception = "The TD error is the direction to go, and so the gradient.",
         .answer = [](Given& given) { return times(given, -1.0); }},
        {.id = "sum-for-mean",
         .spoils = {"table"},
         .hint = "Twice as many transitions must not pull twice as hard: which layer sees to that?",
         .misconception = "The losses of the transitions are added up.",
         .answer = [](Given& given) { return times(given, batch_size(given)); }},
        {.id = "averaged-twice",
         .spoils = {"table"},
         .hint = "Which of the layers that you call divides by the number of transitions already?",
         .misconception = "Each layer made of others takes its own mean over the batch.",
         .answer = [](Given& given) { return times(given, 1.0 / batch_size(given)); }},
        {.id = "upstream-twice",
         .spoils = {"table"},
         .hint = "In how many of the layers that you call does the upstream gradient of the loss come in?",
         .misconception =
             "The upstream gradient is multiplied on at the end, although the first layer got it.",
         .answer = [](Given& given) { return times(given, given.upstream.number("loss")); }},
        {.id = "upstream-ignored",
         .spoils = {"table"},
         .hint = "The first of the layers that you call takes an upstream gradient: is it the one that you "
                 "were given?",
         .misconception = "The backward pass begins with 1, since a loss is the end of the graph.",
         .answer =
             [](Given& given) {
               const DqnLossCache cache = cache_of(given);
               return down_to_table(huber_loss_backward(1.0, cache.huber), cache);
             }},
        {.id = "target-from-the-trained-table",
         .spoils = {"table"},
         .hint = "There are two tables: which of them stays fixed while the other is trained, and which one "
                 "made your target?",
         .misconception = "Both lookups go to the same table, the one that is being trained.",
         .answer = [](Given& given) -> Tensors {
           const Transitions batch{given.in.labels("s"), given.in.labels("a"), given.in.vector("reward"),
                                   given.in.labels("s_next"), given.in.labels("done")};
           const Matrix& table = given.in.matrix("table");
           const DqnLossCache cache = dqn_loss_forward(table, table, batch, given.attributes.at("gamma"),
                                                       given.attributes.at("delta"))
                                          .cache;
           return down_to_table(huber_loss_backward(given.upstream.number("loss"), cache.huber), cache);
         }},
    }};

}  // namespace grader::dqn_loss_mistakes
