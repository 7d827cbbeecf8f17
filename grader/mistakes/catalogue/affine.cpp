#include <memory>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::affine_mistakes {

using namespace backprop;

double rows_of(const Matrix& x) { return static_cast<double>(x.shape(0)); }

// Keeps dw and db from one call to the next, like members of the layer that are never reset to 0.
WrongAnswer never_cleared() {
  auto kept = std::make_shared<Tensors>();
  return [kept](Given& given) -> Tensors {
    Tensors total = {{"w", given.right.at("w")}, {"b", given.right.at("b")}};
    for (auto& [name, tensor] : total) {
      Tensor& before = (*kept)[name];
      if (before.shape != tensor.shape) before = Tensor::filled(tensor.shape, 0.0);  // another layer
      for (std::size_t i = 0; i < tensor.values.size(); ++i) tensor.values[i] += before.values[i];
      before = tensor;
    }
    return total;
  };
}

const MistakeRegistration registration{
    "affine",
    {
        {.id = "transposed-dw",
         .spoils = {"w"},
         .hint = "dw[i, j] belongs to the path from input i to output j: check which index of your product "
                 "is which.",
         .misconception =
             "The two orders of a product are taken for the same; the shapes only agree where D = M.",
         .answer = [](Given& given) -> Tensors {
           return wrong_matrix("w", matmul(transpose(given.upstream.matrix("out")), given.in.matrix("x")));
         }},
        {.id = "transposed-dx",
         .spoils = {"x"},
         .hint = "Each row of dx belongs to one example: which index of your product counts the examples?",
         .misconception = "In a product of matrices the order of the factors only matters for the size.",
         .answer = [](Given& given) -> Tensors {
           return wrong_matrix("x", matmul(given.in.matrix("w"), transpose(given.upstream.matrix("out"))));
         }},
        {.id = "dw-of-last-example",
         .spoils = {"w"},
         .hint = "Every example of the batch meets the same w: what becomes of the contributions of the "
                 "earlier rows?",
         .misconception = "A loop over the batch that assigns dw keeps something of every example.",
         .answer = [](Given& given) -> Tensors {
           const Matrix& x = given.in.matrix("x");
           const Matrix& dout = given.upstream.matrix("out");
           const std::size_t last = x.shape(0) - 1;
           return wrong_matrix("w", outer(xt::row(x, static_cast<std::ptrdiff_t>(last)),
                                          xt::row(dout, static_cast<std::ptrdiff_t>(last))));
         }},
        {.id = "dw-of-averages",
         .spoils = {"w"},
         .hint = "Does the average example with the average gradient give what the examples give one by one?",
         .misconception = "A sum of products is the product of the sums, so one may average over the batch "
                          "first.",
         .answer = [](Given& given) -> Tensors {
           return wrong_matrix("w",
                               outer(mean(given.in.matrix("x"), 0), sum(given.upstream.matrix("out"), 0)));
         }},
        {.id = "parameters-averaged",
         .spoils = {"w", "b"},
         .hint = "Which line of the forward pass divides by the batch size, and is it in this layer?",
         .misconception = "Gradients of parameters are averages over the batch; but it is the loss that "
                          "averages, and dout has the 1/N already.",
         .answer = [](Given& given) -> Tensors {
           const Matrix& x = given.in.matrix("x");
           const Matrix& dout = given.upstream.matrix("out");
           const Matrix dw = matmul(transpose(x), dout) / rows_of(x);
           return {{"w", from_xtensor(dw)}, {"b", from_xtensor(mean(dout, 0))}};
         }},
        {.id = "db-of-first-row",
         .spoils = {"b"},
         .hint =
             "b is added to every row of the batch: what does that mean for the gradients of all those rows?",
         .misconception = "A bias belongs to a single example.",
         .answer = [](Given& given) -> Tensors {
           const Matrix& dout = given.upstream.matrix("out");
           Tensor db = Tensor::filled({dout.shape(1)}, 0.0);
           for (std::size_t j = 0; j < dout.shape(1); ++j) db.values[j] = dout(0, j);
           return {{"b", db}};
         }},
        {.id = "db-averaged",
         .spoils = {"b"},
         .hint = "Moving b a little moves every row of out: do those effects on the loss add up or average?",
         .misconception = "The bias is shared by N examples, so each of them contributes an Nth.",
         .answer = [](Given& given) -> Tensors {
           return wrong_vector("b", mean(given.upstream.matrix("out"), 0));
         }},
        {.id = "db-over-wrong-axis",
         .spoils = {"b"},
         .hint = "b has one number for each output: which axis of dout has to disappear?",
         .misconception = "Axis 1 is the one that a sum over the examples takes away.",
         .answer = [](Given& given) -> Tensors {
           return wrong_vector("b", sum(given.upstream.matrix("out"), 1));
         }},
        {.id = "dx-summed-over-batch",
         .spoils = {"x"},
         .hint = "Which rows of out does a single row of x have an effect on?",
         .misconception = "All gradients of a layer sum over the batch, those of its inputs as well.",
         .answer = [](Given& given) -> Tensors {
           const Matrix& dout = given.upstream.matrix("out");
           const Matrix everywhere = xt::zeros_like(dout) + as_row(sum(dout, 0));
           return wrong_matrix("x", matmul(everywhere, transpose(given.in.matrix("w"))));
         }},
        {.id = "upstream-ignored",
         .spoils = {"x", "w", "b"},
         .hint = "Where does what comes after this layer enter your gradients?",
         .misconception = "The derivative of out is the gradient of the loss.",
         .answer = [](Given& given) -> Tensors {
           const Matrix ones = xt::ones_like(given.upstream.matrix("out"));
           return {{"x", from_xtensor(matmul(ones, transpose(given.in.matrix("w"))))},
                   {"w", from_xtensor(matmul(transpose(given.in.matrix("x")), ones))},
                   {"b", from_xtensor(sum(ones, 0))}};
         }},
        {.id = "descent-step",
         .spoils = {"w", "b"},
         .hint = "Is it the backward pass or the optimiser that knows that the loss is to go down?",
         .misconception = "The backward pass returns the step that lowers the loss.",
         .answer = [](Given& given) -> Tensors {
           const Matrix& dout = given.upstream.matrix("out");
           return {{"w", from_xtensor(matmul(transpose(-given.in.matrix("x")), dout))},
                   {"b", from_xtensor(sum(-dout, 0))}};
         }},
        {.id = "gradients-never-cleared",
         .spoils = {"w", "b"},
         .hint = "Ask the layer the same twice: what has the first call left behind?",
         .misconception = "Gradients are to accumulate, so they may live in a variable that outlasts the "
                          "call.",
         .answer_with_memory = never_cleared},
    }};

}  // namespace grader::affine_mistakes
