#include <backprop/svm_loss.hpp>

#include "grader/mistakes/catalogue/classification.hpp"

namespace grader::svm_loss_mistakes {

using namespace backprop;

// Returns (N, C): max(0, x_nc - x_n,y(n) + 1), and 0 at the right class.
Matrix margins_of(const Classification& c) { return svm_loss_forward(c.x, c.y).cache.margins; }

Matrix violated(const Classification& c) { return xt::cast<double>(margins_of(c) > 0.0); }

// Returns `pushes` (N, C) with minus the sum of its row's other pushes at the right class.
Matrix balanced(const Classification& c, Matrix pushes) {
  const Vector row_sums = sum(pushes, 1);
  for (std::size_t n = 0; n < c.N; ++n) pushes(n, c.right_class(n)) -= row_sums(n);
  return pushes;
}

const MistakeRegistration registration{
    "svm_loss",
    {
        {.id = "right-class-forgotten",
         .spoils = {"x"},
         .hint = "Which scores appear in the margin of a wrong class?",
         .misconception = "Only the classes that violate their margin have a gradient.",
         .answer =
             classification([](const Classification& c) -> Matrix { return c.weight() * violated(c); })},
        {.id = "right-class-pushed-once",
         .spoils = {"x"},
         .hint = "In how many terms of an example's loss does the score of its right class appear?",
         .misconception = "Each example pushes its right class up once, however many margins are violated.",
         .answer = classification([](const Classification& c) -> Matrix {
           Matrix pushes = violated(c);
           const Vector violations = sum(pushes, 1);
           for (std::size_t n = 0; n < c.N; ++n)
             pushes(n, c.right_class(n)) = violations(n) > 0.0 ? -1.0 : 0.0;
           return c.weight() * pushes;
         })},
        {.id = "right-class-counted",
         .spoils = {"x"},
         .hint = "Has the right class a margin to itself, and does your count include it?",
         .misconception = "All C classes take part in the sum, the right one as well: its margin is 1.",
         .answer = classification([](const Classification& c) -> Matrix {
           Matrix pushes = balanced(c, violated(c));
           for (std::size_t n = 0; n < c.N; ++n) pushes(n, c.right_class(n)) -= 1.0;
           return c.weight() * pushes;
         })},
        {.id = "margin-as-slope",
         .spoils = {"x"},
         .hint = "Does a margin that is violated by much pull harder than one that is violated by little?",
         .misconception = "The gradient is proportional to the error, as that of a squared loss is.",
         .answer = classification(
             [](const Classification& c) -> Matrix { return c.weight() * balanced(c, margins_of(c)); })},
        {.id = "every-class-pushed",
         .spoils = {"x"},
         .hint =
             "The cached margins are cut off at 0 already: how do you tell a satisfied one from a violated "
             "one?",
         .misconception = "Whether one asks for > or >= only matters in the kink; but all that is satisfied "
                          "is 0 in the cache.",
         .answer = classification([](const Classification& c) -> Matrix {
           return c.weight() * balanced(c, xt::cast<double>(margins_of(c) >= 0.0));
         })},
        {.id = "margin-of-zero",
         .spoils = {"x"},
         .hint = "Does a wrong class have no loss when its score is only just below the right one's?",
         .misconception = "A class is pushed only where its score exceeds the right one's.",
         .answer = classification([](const Classification& c) -> Matrix {
           return c.weight() * balanced(c, xt::cast<double>(margins_of(c) > 1.0));
         })},
        {.id = "worst-class-only",
         .spoils = {"x"},
         .hint = "Does the forward pass add up the margins of an example or take the largest?",
         .misconception = "Only the strongest rival counts (which is the loss of Crammer and Singer).",
         .answer = classification([](const Classification& c) -> Matrix {
           const Matrix margins = margins_of(c);
           Matrix pushes = zeros(c.N, c.C);
           for (std::size_t n = 0; n < c.N; ++n) {
             std::size_t worst = 0;
             for (std::size_t k = 1; k < c.C; ++k) worst = margins(n, k) > margins(n, worst) ? k : worst;
             pushes(n, worst) = margins(n, worst) > 0.0 ? 1.0 : 0.0;
           }
           return c.weight() * balanced(c, pushes);
         })},
        {.id = "not-averaged",
         .spoils = {"x"},
         .hint = "What does the forward pass do with the losses of the N examples?",
         .misconception = "Each example's gradient is the same whether losses are added or averaged.",
         .answer = classification(
             [](const Classification& c) -> Matrix { return c.dloss * balanced(c, violated(c)); })},
        {.id = "upstream-ignored",
         .spoils = {"x"},
         .hint = "Is your gradient right if the loss is multiplied by 3 afterwards?",
         .misconception = "The loss is always the last node of the graph, so its upstream gradient is 1.",
         .answer = classification([](const Classification& c) -> Matrix {
           return balanced(c, violated(c)) / static_cast<double>(c.N);
         })},
        {.id = "wrong-sign",
         .spoils = {"x"},
         .hint = "What does the loss do when the right class's score rises?",
         .misconception = "The gradient raises the right class's score and lowers the others.",
         .answer = classification(
             [](const Classification& c) -> Matrix { return -c.weight() * balanced(c, violated(c)); })},
        {.id = "right-class-always-pushed-once",
         .spoils = {"x"},
         .hint = "What is the loss of an example that keeps all its margins, and what does it push?",
         .misconception = "Every example pushes its right class up once, and each violated class down.",
         .answer = classification([](const Classification& c) -> Matrix {
           Matrix pushes = violated(c);
           for (std::size_t n = 0; n < c.N; ++n) pushes(n, c.right_class(n)) = -1.0;
           return c.weight() * pushes;
         })},
    }};

}  // namespace grader::svm_loss_mistakes
