#include <backprop/rng.hpp>
#include <memory>

#include "grader/mistakes/mistake.hpp"

namespace grader::dropout_mistakes {

using namespace backprop;

Matrix drawn(Given& given, Rng& rng) {
  const Matrix& dout = given.upstream.matrix("out");
  return xt::cast<double>(rng.uniform(dout.shape(0), dout.shape(1)) < given.attributes.at("p"));
}

// Returns 1 where the forward pass kept a unit, else 0.
Matrix kept(Given& given) {
  Rng rng(static_cast<std::uint64_t>(given.attributes.at("seed")));
  return drawn(given, rng);
}

bool in_training(const Given& given) { return given.attributes.at("train") != 0.0; }

Tensors gradient(const Matrix& dx) { return {{"x", from_xtensor(dx)}}; }

// A mistake in the training branch only: train(dout, kept, p) -> dx.
template <class Train>
WrongAnswer in_training_mode(Train train) {
  return [train](Given& given) {
    const Matrix& dout = given.upstream.matrix("out");
    if (!in_training(given)) return gradient(dout);
    return gradient(train(dout, kept(given), given.attributes.at("p")));
  };
}

// A mistake in the test branch only: test(dout, p) -> dx.
template <class Test>
WrongAnswer in_test_mode(Test test) {
  return [test](Given& given) {
    if (in_training(given)) return Tensors{};
    return gradient(test(given.upstream.matrix("out"), given.attributes.at("p")));
  };
}

const MistakeRegistration registration{
    "dropout",
    {
        {.id = "unscaled",
         .spoils = {"x"},
         .hint = "By what number, exactly, did the forward pass multiply a unit that it kept?",
         .misconception = "The mask only switches; the factor 1/p belongs to the forward pass alone.",
         .answer = in_training_mode(
             [](const Matrix& dout, const Matrix& mask, double) -> Matrix { return dout * mask; })},
        {.id = "scaled-twice",
         .spoils = {"x"},
         .hint = "Look at what the cached mask holds where a unit was kept: is the scale in it already?",
         .misconception = "The mask holds ones, so that its scale has to be put in again.",
         .answer = in_training_mode(
             [](const Matrix& dout, const Matrix& mask, double p) -> Matrix { return dout * mask / p / p; })},
        {.id = "mask-forgotten",
         .spoils = {"x"},
         .hint = "A unit that was dropped had no influence on the output: what does that say about its "
                 "gradient?",
         .misconception = "Dropout is a regulariser of the forward pass, and gradients go by it.",
         .answer =
             in_training_mode([](const Matrix& dout, const Matrix&, double) -> Matrix { return dout; })},
        {.id = "scale-without-mask",
         .spoils = {"x"},
         .hint = "All units get a gradient here: did all of them take part in the forward pass?",
         .misconception =
             "On average dropout is a multiplication by a constant, so its gradient is one, too.",
         .answer = in_training_mode(
             [](const Matrix& dout, const Matrix&, double p) -> Matrix { return dout / p; })},
        {.id = "dropped-for-kept",
         .spoils = {"x"},
         .hint = "Which units does a nonzero element of the mask stand for, the kept or the dropped ones?",
         .misconception = "The mask marks what is dropped.",
         .answer = in_training_mode([](const Matrix& dout, const Matrix& mask, double p) -> Matrix {
           return dout * (1.0 - mask) / p;
         })},
        {.id = "scaled-by-dropped-share",
         .spoils = {"x"},
         .hint = "Is p the share of units that stay or that go, and which of them has to make up for the "
                 "others?",
         .misconception = "p is the probability to drop a unit, as in other libraries.",
         .answer = in_training_mode([](const Matrix& dout, const Matrix& mask, double p) -> Matrix {
           return dout * mask / (1.0 - p);
         })},
        {.id = "mask-from-positive-output",
         .spoils = {"x"},
         .hint = "An output that is negative was not dropped: what tells you which ones were?",
         .misconception = "Dropout's backward pass is that of a ReLU: what is not positive is off.",
         .answer =
             [](Given& given) {
               const Matrix& dout = given.upstream.matrix("out");
               if (!in_training(given)) return gradient(dout);
               const double p = given.attributes.at("p");
               const Matrix out = given.in.matrix("x") * kept(given) / p;
               return gradient(dout * (out > 0.0) / p);
             }},
        {.id = "upstream-ignored",
         .spoils = {"x"},
         .hint = "The mask is the local derivative: what does the chain rule multiply it with?",
         .misconception = "The local derivative is the gradient.",
         .answer =
             [](Given& given) {
               const Matrix& dout = given.upstream.matrix("out");
               if (!in_training(given)) return gradient(xt::ones_like(dout));
               return gradient(kept(given) / given.attributes.at("p"));
             }},
        {.id = "scaled-in-test-mode",
         .spoils = {"x"},
         .hint = "This is inverted dropout: what is left to be done to x when the net is used?",
         .misconception = "In test mode the units have to be scaled down by p, as in the first paper.",
         .answer = in_test_mode([](const Matrix& dout, double p) -> Matrix { return dout * p; })},
        {.id = "nothing-in-test-mode",
         .spoils = {"x"},
         .hint = "In test mode the layer passes x on as it is: what is then the gradient with respect to x?",
         .misconception = "There are no gradients in test mode.",
         .answer = in_test_mode([](const Matrix& dout, double) -> Matrix { return xt::zeros_like(dout); })},
        {.id = "fresh-mask",
         .spoils = {"x"},
         .hint = "The gradient belongs to the forward pass that was run: which units did that one keep?",
         .misconception = "Any mask of the same distribution will do, so a new one can be drawn.",
         .answer_with_memory = []() -> WrongAnswer {
           const auto rng = std::make_shared<Rng>(0);
           return [rng](Given& given) {
             const Matrix& dout = given.upstream.matrix("out");
             if (!in_training(given)) return gradient(dout);
             return gradient(dout * drawn(given, *rng) / given.attributes.at("p"));
           };
         }},
    }};

}  // namespace grader::dropout_mistakes
