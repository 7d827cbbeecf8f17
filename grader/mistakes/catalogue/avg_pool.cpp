#include "grader/mistakes/catalogue/pooling.hpp"

namespace grader::avg_pool_mistakes {

using namespace backprop;

void spread(PoolCall& call, const PoolWindow& window, double share) {
  for_each_pixel(window, [&](std::size_t row, std::size_t column) {
    call.dx(window.n, window.c, row, column) += share;
  });
}

void right(PoolCall& call, const PoolWindow& window) {
  spread(call, window, call.of(window) / call.pixels());
}

// Returns how many windows cover each pixel.
Tensor4 covered(const PoolCall& call) {
  Tensor4 windows = zeros_like(call.x);
  for_each_window(call, call.param, [&](const PoolWindow& window) {
    for_each_pixel(window, [&](std::size_t row, std::size_t column) {
      windows(window.n, window.c, row, column) += 1.0;
    });
  });
  return windows;
}

Tensors averaged_over_windows(Given& given) {
  PoolCall call(given);
  for_each_window(call, call.param, [&](const PoolWindow& window) { right(call, window); });
  call.dx /= maximum(covered(call), 1.0);
  return call.answer();
}

Tensors from_dout_of_wrong_image(Given& given) {
  PoolCall call(given);
  const std::size_t N = call.x.shape(0);
  for_each_window(call, call.param, [&](const PoolWindow& window) {
    spread(call, window, call.dout(N - 1 - window.n, window.c, window.i, window.j) / call.pixels());
  });
  return call.answer();
}

const MistakeRegistration registration{
    "avg_pool",
    pooling_mistakes_and(
        right,
        {
            {.id = "overwritten",
             .spoils = {"x"},
             .hint =
                 "A pixel may lie in several windows: what becomes of its first share when the second comes?",
             .misconception = "Each pixel lies in one window, so that its gradient can be assigned.",
             .answer = each_window([](PoolCall& call, const PoolWindow& window) {
               for_each_pixel(window, [&](std::size_t row, std::size_t column) {
                 call.dx(window.n, window.c, row, column) = call.of(window) / call.pixels();
               });
             })},
            {.id = "not-divided",
             .spoils = {"x"},
             .hint = "The output is a mean: by how much does it move when one pixel moves by 1?",
             .misconception = "The gradient of a mean is handed to all its terms in full, as that of a sum.",
             .answer = each_window(
                 [](PoolCall& call, const PoolWindow& window) { spread(call, window, call.of(window)); })},
            {.id = "divided-by-height-squared",
             .spoils = {"x"},
             .hint = "How many pixels does a window have that is wider than it is high?",
             .misconception = "A window has as many columns as rows.",
             .answer = each_window([](PoolCall& call, const PoolWindow& window) {
               const auto height = static_cast<double>(call.param.height);
               spread(call, window, call.of(window) / (height * height));
             })},
            {.id = "divided-by-image",
             .spoils = {"x"},
             .hint = "The mean of how many pixels is an output: those of the image, or those of its window?",
             .misconception = "An average is over all pixels of an image.",
             .answer = each_window([](PoolCall& call, const PoolWindow& window) {
               spread(call, window, call.of(window) / static_cast<double>(call.H() * call.W()));
             })},
            {.id = "divided-by-outputs",
             .spoils = {"x"},
             .hint = "The mean of how many pixels is one output?",
             .misconception = "What is averaged are the outputs of an image.",
             .answer = each_window([](PoolCall& call, const PoolWindow& window) {
               const auto outputs = static_cast<double>(call.dout.shape(2) * call.dout.shape(3));
               spread(call, window, call.of(window) / outputs);
             })},
            {.id = "divided-by-stride-squared",
             .spoils = {"x"},
             .hint = "When windows overlap, is a window still as large as the step to the next one?",
             .misconception = "Window and stride are the same number.",
             .answer = each_window([](PoolCall& call, const PoolWindow& window) {
               const auto stride = static_cast<double>(call.param.stride);
               spread(call, window, call.of(window) / (stride * stride));
             })},
            {.id = "averaged-over-windows",
             .spoils = {"x"},
             .hint = "A pixel that three windows cover: does it move each of their means by a third of its "
                     "share?",
             .misconception = "What several windows want of a pixel is averaged.",
             .answer = averaged_over_windows},
            {.id = "first-pixel-only",
             .spoils = {"x"},
             .hint = "How many pixels of a window move its mean?",
             .misconception = "A window's gradient belongs to the pixel at its corner.",
             .answer = each_window([](PoolCall& call, const PoolWindow& window) {
               call.dx(window.n, window.c, window.top, window.left) += call.of(window) / call.pixels();
             })},
            {.id = "to-the-largest",
             .spoils = {"x"},
             .hint = "Of the two kinds of pooling, which one takes one pixel and ignores the others?",
             .misconception = "The gradient of a pooling layer goes to the largest pixel.",
             .answer = each_window([](PoolCall& call, const PoolWindow& window) {
               std::size_t row = window.top;
               std::size_t column = window.left;
               for_each_pixel(window, [&](std::size_t h, std::size_t w) {
                 if (call.x(window.n, window.c, h, w) <= call.x(window.n, window.c, row, column)) return;
                 row = h;
                 column = w;
               });
               call.dx(window.n, window.c, row, column) += call.of(window);
             })},
            {.id = "upstream-ignored",
             .spoils = {"x"},
             .hint = "Your shares of a window add up to 1: what should they add up to?",
             .misconception = "The local gradient of the mean is the gradient of the loss.",
             .answer = each_window([](PoolCall& call, const PoolWindow& window) {
               spread(call, window, 1.0 / call.pixels());
             })},
            {.id = "from-another-image",
             .spoils = {"x"},
             .hint = "Which image of the batch does your first image get its gradient from?",
             .misconception = "A loop that runs backwards over its outputs may run forwards over its inputs.",
             .answer = from_dout_of_wrong_image},
        })};

}  // namespace grader::avg_pool_mistakes
