#include <algorithm>
#include <functional>

#include "grader/mistakes/catalogue/scatter.hpp"
#include "grader/mistakes/mistake.hpp"

namespace grader::gather_mistakes {

using namespace backprop;

// Returns dq with `value(n)` in the column of each row's action, and zeros elsewhere.
Tensors at_the_actions(Given& given, const std::function<double(std::size_t)>& value) {
  const Labels& a = given.in.labels("a");
  Matrix dq = zeros(a.size(), given.in.matrix("q").shape(1));
  for (std::size_t n = 0; n < a.size(); ++n) dq(n, static_cast<std::size_t>(a(n))) = value(n);
  return {{"q", from_xtensor(dq)}};
}

Matrix dout_in_every_column(Given& given) {
  return in_every_column(given.upstream.vector("out"), given.in.matrix("q").shape(1));
}

const MistakeRegistration registration{
    "gather",
    {
        {.id = "every-column",
         .spoils = {"q"},
         .hint =
             "If you change the value of an action that was not taken, does the output of its row change?",
         .misconception = "The gradient of a row's output belongs to the whole row.",
         .answer = [](Given& given) -> Tensors {
           return {{"q", from_xtensor(dout_in_every_column(given))}};
         }},
        {.id = "everything-but-the-action",
         .spoils = {"q"},
         .hint = "Which elements of a row had a say in its output: the one that was taken, or the others?",
         .misconception = "The mask marks what was taken out, and so what gets no gradient.",
         .answer = [](Given& given) -> Tensors {
           const Matrix dq = dout_in_every_column(given) - to_matrix(given.right.at("q"));
           return {{"q", from_xtensor(dq)}};
         }},
        {.id = "upstream-ignored",
         .spoils = {"q"},
         .hint = "Taking an element has the local gradient 1: what does the chain rule multiply it with?",
         .misconception = "The one-hot matrix is the gradient, and not the local gradient.",
         .answer = [](Given& given) { return at_the_actions(given, [](std::size_t) { return 1.0; }); }},
        {.id = "no-gradient-through-an-index",
         .spoils = {"q"},
         .hint = "There is no slope in the action, but is there one in the value at its place?",
         .misconception = "An index is not differentiable, so nothing flows through a lookup.",
         .answer = [](Given& given) { return at_the_actions(given, [](std::size_t) { return 0.0; }); }},
        {.id = "averaged-over-the-batch",
         .spoils = {"q"},
         .hint = "Does this layer average anything over the batch in its forward pass?",
         .misconception = "Every gradient is divided by the batch size, not just that of a mean.",
         .answer =
             [](Given& given) {
               const Vector& dout = given.upstream.vector("out");
               return at_the_actions(
                   given, [&](std::size_t n) { return dout(n) / static_cast<double>(dout.size()); });
             }},
        {.id = "added-up-by-action",
         .spoils = {"q"},
         .hint = "Two rows took the same action: do they share an element of q, or has each row its own?",
         .misconception =
             "The values of an action are one parameter for all rows, as the rows of a table are.",
         .answer =
             [](Given& given) {
               const Labels& a = given.in.labels("a");
               const Vector& dout = given.upstream.vector("out");
               return at_the_actions(given, [&](std::size_t n) {
                 double total = 0.0;
                 for (std::size_t m = 0; m < a.size(); ++m) total += a(m) == a(n) ? dout(m) : 0.0;
                 return total;
               });
             }},
        {.id = "action-zero-left-out",
         .spoils = {"q"},
         .hint = "The actions are numbered from 0: what does a row get when its action is 0?",
         .misconception = "Action 0 stands for no action, or is skipped as a false condition.",
         .answer =
             [](Given& given) {
               const Labels& a = given.in.labels("a");
               const Vector& dout = given.upstream.vector("out");
               return at_the_actions(given, [&](std::size_t n) { return a(n) != 0 ? dout(n) : 0.0; });
             }},
        {.id = "times-the-action",
         .spoils = {"q"},
         .hint = "An action says where in its row the gradient goes; does its number scale it as well?",
         .misconception = "The index is a factor of the output, so it is a factor of the gradient.",
         .answer =
             [](Given& given) {
               const Labels& a = given.in.labels("a");
               const Vector& dout = given.upstream.vector("out");
               return at_the_actions(given,
                                     [&](std::size_t n) { return static_cast<double>(a(n)) * dout(n); });
             }},
        {.id = "columns-guessed-from-actions",
         .spoils = {"q"},
         .hint = "How many columns does dq have when nobody in the batch took the last action?",
         .misconception = "The number of actions is one more than the largest action of the batch.",
         .answer = [](Given& given) -> Tensors {
           const Labels& a = given.in.labels("a");
           const std::int64_t largest = *std::max_element(a.begin(), a.end());
           return {{"q", from_xtensor(columns(to_matrix(given.right.at("q")), 0,
                                              static_cast<std::size_t>(largest) + 1))}};
         }},
    }};

}  // namespace grader::gather_mistakes
