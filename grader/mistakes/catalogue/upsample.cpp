#include <algorithm>
#include <utility>

#include "grader/mistakes/catalogue/pooling.hpp"

namespace grader::upsample_mistakes {

using namespace backprop;

// A call, and the dx that a mistake fills.
struct Copies {
  explicit Copies(Given& given)
      : x(given.in.tensor4("x")),
        dout(given.upstream.tensor4("out")),
        rows(static_cast<std::size_t>(given.attributes.at("rows"))),
        columns(static_cast<std::size_t>(given.attributes.at("columns"))),
        dx(zeros_like(x)) {}

  const Tensor4& x;     // (N, C, H, W)
  const Tensor4& dout;  // (N, C, H rows, W columns)
  std::size_t rows;
  std::size_t columns;
  Tensor4 dx;
};

// A copy: its place in the output, its gradient, and the pixel that it was made from.
struct Copy {
  std::size_t n, c, i, j;
  double gradient;
  double& dpixel;
};

// Calls visit(copy) for each pixel of the output. `from(copies, i, j)` is where the pixel is taken to be
// from.
template <class Visit, class From>
Tensors walk(Given& given, Visit visit, From from) {
  Copies copies(given);
  for (std::size_t n = 0; n < copies.x.shape(0); ++n) {
    for (std::size_t c = 0; c < copies.x.shape(1); ++c) {
      for (std::size_t i = 0; i < copies.dout.shape(2); ++i) {
        for (std::size_t j = 0; j < copies.dout.shape(3); ++j) {
          const auto [row, column] = from(copies, i, j);
          visit(copies, Copy{n, c, i, j, copies.dout(n, c, i, j), copies.dx(n, c, row, column)});
        }
      }
    }
  }
  return {{"x", from_xtensor(copies.dx)}};
}

using Place = std::pair<std::size_t, std::size_t>;

Place its_block(const Copies& copies, std::size_t i, std::size_t j) {
  return {i / copies.rows, j / copies.columns};
}
// The pixels of the image again and again, as numpy's tile lays them.
Place tiled(const Copies& copies, std::size_t i, std::size_t j) {
  return {i % copies.x.shape(2), j % copies.x.shape(3)};
}
Place blocks_turned(const Copies& copies, std::size_t i, std::size_t j) {
  return {std::min(i / copies.columns, copies.x.shape(2) - 1),
          std::min(j / copies.rows, copies.x.shape(3) - 1)};
}
Place blocks_square(const Copies& copies, std::size_t i, std::size_t j) {
  return {i / copies.rows, std::min(j / copies.rows, copies.x.shape(3) - 1)};
}
// Blocks centred on their pixel: (i + rows / 2) / rows, cut off at the end.
Place rounded(const Copies& copies, std::size_t i, std::size_t j) {
  return {std::min((i + copies.rows / 2) / copies.rows, copies.x.shape(2) - 1),
          std::min((j + copies.columns / 2) / copies.columns, copies.x.shape(3) - 1)};
}

void add(Copies&, const Copy& copy) { copy.dpixel += copy.gradient; }

WrongAnswer walks(void (*visit)(Copies& copies, const Copy& copy)) {
  return [visit](Given& given) { return walk(given, visit, its_block); };
}
WrongAnswer adds_from(Place (*from)(const Copies& copies, std::size_t i, std::size_t j)) {
  return [from](Given& given) { return walk(given, add, from); };
}

WrongAnswer dx_times(double (*factor)(const Copies& copies)) {
  return [factor](Given& given) -> Tensors {
    Tensor dx = given.right.at("x");
    const double by = factor(Copies(given));
    for (double& value : dx.values) value *= by;
    return {{"x", std::move(dx)}};
  };
}

const MistakeRegistration registration{
    "upsample",
    {
        {.id = "overwritten",
         .spoils = {"x"},
         .hint =
             "A pixel has several copies: what becomes of the first copy's gradient when the second comes?",
         .misconception = "The gradient of a copy is assigned to its pixel.",
         .answer = walks([](Copies&, const Copy& copy) { copy.dpixel = copy.gradient; })},
        {.id = "first-copy-only",
         .spoils = {"x"},
         .hint = "Every second pixel of dout would be downsampling: is that what undoes the copies?",
         .misconception = "The backward pass of upsampling is to take one pixel of each block.",
         .answer = walks([](Copies& copies, const Copy& copy) {
           if (copy.i % copies.rows == 0 && copy.j % copies.columns == 0) copy.dpixel = copy.gradient;
         })},
        {.id = "averaged",
         .spoils = {"x"},
         .hint = "Move a pixel by 1: by how much does each of its copies move?",
         .misconception = "The backward pass of upsampling is average pooling.",
         .answer = dx_times(
             [](const Copies& copies) { return 1.0 / static_cast<double>(copies.rows * copies.columns); })},
        {.id = "averaged-over-rows",
         .spoils = {"x"},
         .hint = "What is copied several times gets a sum: along both axes of a block?",
         .misconception = "Copies of a row are averaged, copies of a column are added up.",
         .answer = dx_times([](const Copies& copies) { return 1.0 / static_cast<double>(copies.rows); })},
        {.id = "largest-of-the-block",
         .spoils = {"x"},
         .hint = "Does only one copy of a pixel matter to the loss?",
         .misconception = "The backward pass of upsampling is max pooling.",
         .answer = walks([](Copies& copies, const Copy& copy) {
           const bool first = copy.i % copies.rows == 0 && copy.j % copies.columns == 0;
           if (first || copy.gradient > copy.dpixel) copy.dpixel = copy.gradient;
         })},
        {.id = "tiled",
         .spoils = {"x"},
         .hint = "Do the copies of a pixel lie beside each other, or one image apart?",
         .misconception = "Upsampling lays copies of the whole image side by side.",
         .answer = adds_from(tiled)},
        {.id = "rows-and-columns-swapped",
         .spoils = {"x"},
         .hint = "Which of the two sizes of a block divides the row index?",
         .misconception = "The first size of a block counts its columns.",
         .answer = adds_from(blocks_turned)},
        {.id = "blocks-square",
         .spoils = {"x"},
         .hint = "A block may be wider than it is high: does your code know both of its sizes?",
         .misconception = "Blocks are squares.",
         .answer = adds_from(blocks_square)},
        {.id = "quotient-rounded-to-nearest",
         .spoils = {"x"},
         .hint = "Which pixel is the last one of a block a copy of?",
         .misconception = "Nearest neighbour means that the quotient is rounded to the nearest whole number.",
         .answer = adds_from(rounded)},
        {.id = "first-row-of-the-block",
         .spoils = {"x"},
         .hint = "Two loops run over a block: does each of them run over all of it?",
         .misconception = "A block has one row.",
         .answer = walks([](Copies& copies, const Copy& copy) {
           if (copy.i % copies.rows == 0) copy.dpixel += copy.gradient;
         })},
        {.id = "first-column-of-the-block",
         .spoils = {"x"},
         .hint = "Two loops run over a block: does each of them run over all of it?",
         .misconception = "A block has one column.",
         .answer = walks([](Copies& copies, const Copy& copy) {
           if (copy.j % copies.columns == 0) copy.dpixel += copy.gradient;
         })},
        {.id = "number-of-copies",
         .spoils = {"x"},
         .hint =
             "Your answer says how often a pixel was copied: where does it say what the loss wants of it?",
         .misconception =
             "The local derivative of a copy, which is one, is taken for the gradient of the loss.",
         .answer = walks([](Copies&, const Copy& copy) { copy.dpixel += 1.0; })},
        {.id = "times-the-pixel",
         .spoils = {"x"},
         .hint = "What is the slope of a copy: does it depend on what is copied?",
         .misconception = "The gradient of a layer holds its input.",
         .answer = walks([](Copies& copies, const Copy& copy) {
           copy.dpixel +=
               copy.gradient * copies.x(copy.n, copy.c, copy.i / copies.rows, copy.j / copies.columns);
         })},
        {.id = "divided-by-n",
         .spoils = {"x"},
         .hint = "Does the forward pass of this layer take any mean over the batch?",
         .misconception = "Every gradient is to be averaged over the batch.",
         .answer =
             dx_times([](const Copies& copies) { return 1.0 / static_cast<double>(copies.x.shape(0)); })},
        {.id = "leftover",
         .spoils = {"x"},
         .hint = "What is in your dx at the moment when the backward pass begins?",
         .misconception = "A gradient that is added up may live on from one call to the next.",
         .answer_with_memory = dx_left_over},
    }};

}  // namespace grader::upsample_mistakes
