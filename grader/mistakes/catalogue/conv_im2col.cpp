#include <set>
#include <string>

#include "grader/mistakes/catalogue/filtering.hpp"

namespace grader::conv_im2col_mistakes {

using namespace backprop;

// The matrices that this form of the layer works with.
struct Product {
  Filtering conv;
  std::size_t R, Q;

  explicit Product(Given& given)
      : conv(convolution_of(given)),
        R(conv.windows.N * conv.windows.down() * conv.windows.across()),
        Q(conv.windows.C * conv.windows.HH * conv.windows.WW) {}

  std::size_t row(const Tap& tap) const {
    return (tap.n * conv.windows.down() + tap.i) * conv.windows.across() + tap.j;
  }
  std::size_t column(const Tap& tap) const {
    return (tap.c * conv.windows.HH + tap.k) * conv.windows.WW + tap.l;
  }

  Matrix cols() const {
    Matrix result = zeros(R, Q);
    conv.windows.for_each_tap([&](const Tap& tap) {
      result(row(tap), column(tap)) = pixel(conv.image, tap.n, tap.c, right_place(tap));
    });
    return result;
  }
  // (F, Q), each filter a row.
  Matrix filters() const { return reshape(to_tensor4(conv.w), {conv.filters(), Q}); }
  // (R, F), the rows in the order of n, i, j.
  Matrix drows() const {
    Matrix result = zeros(R, conv.filters());
    for (std::size_t r = 0; r < R; ++r) {
      const std::size_t places = conv.windows.down() * conv.windows.across();
      for (std::size_t f = 0; f < conv.filters(); ++f)
        result(r, f) = conv.numbers.flat((r / places * conv.filters() + f) * places + r % places);
    }
    return result;
  }
  Tensor4 col2im(const Matrix& dcols) const {
    return scattered(conv.windows, right_place, [&](const Tap& tap) { return dcols(row(tap), column(tap)); });
  }
};

Tensors from_rows(const Product& product, const Matrix& drows) {
  const Filtering& conv = product.conv;
  const Matrix dw = matmul(transpose(drows), product.cols());
  return {
      {"x", from_xtensor(product.col2im(matmul(drows, product.filters())))},
      {"w", from_xtensor(reshape(dw, {conv.filters(), conv.windows.C, conv.windows.HH, conv.windows.WW}))}};
}

Tensors dout_reshaped(Given& given) {
  const Product product(given);
  const Matrix drows = reshape(product.conv.numbers, {product.R, product.conv.filters()});
  Tensors wrong = from_rows(product, drows);
  wrong["b"] = from_xtensor(sum(drows, 0));
  return wrong;
}

// The rows in the order of i, j, n, as of CS231n's x_cols, while cols has them in the order of n, i, j.
Tensors rows_in_another_order(Given& given) {
  const Product product(given);
  const Matrix right = product.drows();
  const std::size_t N = product.conv.windows.N, places = product.R / N;
  Matrix drows = zeros_like(right);
  for (std::size_t n = 0; n < N; ++n)
    for (std::size_t r = 0; r < places; ++r)
      for (std::size_t f = 0; f < product.conv.filters(); ++f) drows(r * N + n, f) = right(n * places + r, f);
  return from_rows(product, drows);
}

Tensors filters_reshaped(Given& given) {
  const Product product(given);
  const Matrix columns = reshape(to_tensor4(product.conv.w), {product.Q, product.conv.filters()});
  return {{"x", from_xtensor(product.col2im(matmul(product.drows(), transpose(columns))))}};
}

Tensors dw_not_transposed(Given& given) {
  const Product product(given);
  const Filtering& conv = product.conv;
  const Matrix dw = matmul(transpose(product.cols()), product.drows());  // (Q, F)
  return {
      {"w", from_xtensor(reshape(dw, {conv.filters(), conv.windows.C, conv.windows.HH, conv.windows.WW}))}};
}

Tensors channels_last(Given& given) {
  const Product product(given);
  const Windows& windows = product.conv.windows;
  const Matrix dcols = matmul(product.drows(), product.filters());
  return {{"x", from_xtensor(scattered(windows, right_place, [&](const Tap& tap) {
             return dcols(product.row(tap), (tap.k * windows.WW + tap.l) * windows.C + tap.c);
           }))}};
}

Tensors db_of_first_window(Given& given) {
  const Matrix drows = Product(given).drows();
  Vector db = zeros(drows.shape(1));
  for (std::size_t f = 0; f < db.size(); ++f) db(f) = drows(0, f);
  return {{"b", from_xtensor(db)}};
}

// Of the mistakes of loops, those that somebody with matrices makes as well.
std::vector<KnownMistake> mistakes() {
  std::vector<KnownMistake> all = {
      {.id = "dout-reshaped",
       .spoils = {"x", "w", "b"},
       .hint = "dout has the filters before the places, and your rows have them after: does a new shape move "
               "anything?",
       .misconception =
           "(N, F, H_out, W_out) reshaped to (N H_out W_out, F) has the outputs of one window in a row.",
       .answer = dout_reshaped},
      {.id = "rows-in-another-order",
       .spoils = {"x", "w"},
       .hint = "Does row r of cols mean the same window of the same image as row r of your dout?",
       .misconception = "The axes of dout may be brought into any order, as long as there are R rows of F.",
       .answer = rows_in_another_order},
      {.id = "filters-reshaped",
       .spoils = {"x"},
       .hint = "In w as a matrix, are the weights of one filter in a row, or in a column?",
       .misconception = "w may be reshaped to (Q, F) as well as to (F, Q).",
       .answer = filters_reshaped},
      {.id = "dw-not-transposed",
       .spoils = {"w"},
       .hint = "Is a row of the product that gives dw one filter, before it gets the shape of w?",
       .misconception = "A matrix of (Q, F) becomes (F, C, HH, WW) by a change of shape.",
       .answer = dw_not_transposed},
      {.id = "channels-last",
       .spoils = {"x"},
       .hint = "In which order do the numbers of a window stand in a row of cols: channel by channel, or "
               "pixel by pixel?",
       .misconception = "A row has the channels of a pixel side by side.",
       .answer = channels_last},
      {.id = "db-of-first-window",
       .spoils = {"b"},
       .hint = "b is added to every row: what does that mean for the gradients of all those rows?",
       .misconception = "A bias belongs to a single example.",
       .answer = db_of_first_window},
  };
  const std::set<std::string_view> shared = {"dx-overwritten",
                                             "cropped-at-the-corner",
                                             "padding-kept",
                                             "dx-stride-forgotten",
                                             "border-windows-left-out",
                                             "dx-averaged-over-windows",
                                             "zeros-taken-for-padding",
                                             "dw-flipped",
                                             "dw-of-last-example",
                                             "weights-averaged-over-batch",
                                             "weights-averaged-over-places",
                                             "db-for-each-place",
                                             "upstream-ignored",
                                             "never-cleared"};
  for (KnownMistake& mistake : convolution_mistakes()) {
    if (shared.contains(mistake.id)) all.push_back(std::move(mistake));
  }
  return all;
}

const MistakeRegistration registration{"conv_im2col", mistakes()};

}  // namespace grader::conv_im2col_mistakes
