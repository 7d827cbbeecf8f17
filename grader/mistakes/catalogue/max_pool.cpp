#include <cmath>
#include <utility>

#include "grader/mistakes/catalogue/pooling.hpp"

namespace grader::max_pool_mistakes {

using namespace backprop;

struct Pixel {
  std::size_t row, column;
};

// Returns the pixel that no other of the window beats. `beats` compares a pixel with the best one so far.
template <class Beats>
Pixel best(const PoolCall& call, const PoolWindow& window, Beats beats) {
  Pixel found{window.top, window.left};
  for_each_pixel(window, [&](std::size_t row, std::size_t column) {
    if (beats(call.x(window.n, window.c, row, column), call.x(window.n, window.c, found.row, found.column)))
      found = {row, column};
  });
  return found;
}

Pixel first_largest(const PoolCall& call, const PoolWindow& window) {
  return best(call, window, [](double a, double b) { return a > b; });
}

double& at(PoolCall& call, const PoolWindow& window, Pixel pixel) {
  return call.dx(window.n, window.c, pixel.row, pixel.column);
}

void right(PoolCall& call, const PoolWindow& window) {
  at(call, window, first_largest(call, window)) += call.of(window);
}

void overwritten(PoolCall& call, const PoolWindow& window) {
  at(call, window, first_largest(call, window)) = call.of(window);
}

// Gives each of the largest pixels the window's gradient, or an equal share in it.
void to_all_largest(PoolCall& call, const PoolWindow& window, bool shared) {
  const Pixel first = first_largest(call, window);
  const double largest = call.x(window.n, window.c, first.row, first.column);
  double count = 0.0;
  for_each_pixel(window, [&](std::size_t row, std::size_t column) {
    if (call.x(window.n, window.c, row, column) == largest) count += 1.0;
  });
  for_each_pixel(window, [&](std::size_t row, std::size_t column) {
    if (call.x(window.n, window.c, row, column) != largest) return;
    call.dx(window.n, window.c, row, column) += call.of(window) / (shared ? count : 1.0);
  });
}

// A running maximum that starts from 0 finds no pixel in a window of negative ones.
void starting_from_zero(PoolCall& call, const PoolWindow& window) {
  const Pixel found = first_largest(call, window);
  if (call.x(window.n, window.c, found.row, found.column) > 0.0) at(call, window, found) += call.of(window);
}

void place_in_window_for_place_in_image(PoolCall& call, const PoolWindow& window) {
  const Pixel found = first_largest(call, window);
  at(call, window, {found.row - window.top, found.column - window.left}) += call.of(window);
}

void found_in_first_channel(PoolCall& call, const PoolWindow& window) {
  PoolWindow first = window;
  first.c = 0;
  at(call, window, first_largest(call, first)) += call.of(window);
}

void found_in_first_image(PoolCall& call, const PoolWindow& window) {
  PoolWindow first = window;
  first.n = 0;
  at(call, window, first_largest(call, first)) += call.of(window);
}

Tensors averaged_over_windows(Given& given) {
  PoolCall call(given);
  Tensor4 windows = zeros_like(call.x);
  for_each_window(call, call.param, [&](const PoolWindow& window) {
    const Pixel found = first_largest(call, window);
    windows(window.n, window.c, found.row, found.column) += 1.0;
    right(call, window);
  });
  call.dx /= maximum(windows, 1.0);
  return call.answer();
}

Tensors without_upstream(Given& given) {
  PoolCall call(given);
  for_each_window(call, call.param,
                  [&](const PoolWindow& window) { at(call, window, first_largest(call, window)) += 1.0; });
  return call.answer();
}

const MistakeRegistration registration{
    "max_pool",
    pooling_mistakes_and(
        right,
        {
            {.id = "overwritten",
             .spoils = {"x"},
             .hint = "A bright pixel may be the largest one of several windows: what becomes of the first "
                     "window's gradient when the second arrives?",
             .misconception = "Each pixel lies in one window, so that its gradient can be assigned.",
             .answer = each_window(overwritten)},
            {.id = "every-tie-gets-all",
             .spoils = {"x"},
             .hint =
                 "In a window of equal pixels: how many of them does your dx say the output would follow?",
             .misconception = "A mask of where x equals the maximum has a single 1 in each window.",
             .answer = each_window(
                 [](PoolCall& call, const PoolWindow& window) { to_all_largest(call, window, false); })},
            {.id = "ties-share",
             .spoils = {"x"},
             .hint = "What does the header say about a window in which several pixels are the largest?",
             .misconception =
                 "Equal pixels share the gradient. That is a subgradient too, but not this layer's.",
             .answer = each_window(
                 [](PoolCall& call, const PoolWindow& window) { to_all_largest(call, window, true); })},
            {.id = "last-tie-wins",
             .spoils = {"x"},
             .hint =
                 "Of two equal pixels, which one does your comparison keep, and which one does the header?",
             .misconception = ">= finds the same pixel as >.",
             .answer = each_window([](PoolCall& call, const PoolWindow& window) {
               const auto beats = [](double a, double b) { return a >= b; };
               at(call, window, best(call, window, beats)) += call.of(window);
             })},
            {.id = "starts-from-zero",
             .spoils = {"x"},
             .hint = "Which pixel do you find in a window that has negative ones only?",
             .misconception = "A running maximum may start from 0.",
             .answer = each_window(starting_from_zero)},
            {.id = "place-in-the-window",
             .spoils = {"x"},
             .hint =
                 "The place of the largest pixel is counted from where: the window's corner or the image's?",
             .misconception = "What argmax returns is a place in the image.",
             .answer = each_window(place_in_window_for_place_in_image)},
            {.id = "whole-window",
             .spoils = {"x"},
             .hint = "Move a pixel that is not the largest one by a hair: does the output move?",
             .misconception = "All pixels of a window have taken part in the maximum.",
             .answer = each_window([](PoolCall& call, const PoolWindow& window) {
               for_each_pixel(window, [&](std::size_t row, std::size_t column) {
                 call.dx(window.n, window.c, row, column) += call.of(window);
               });
             })},
            {.id = "averaged-over-the-window",
             .spoils = {"x"},
             .hint = "Of the two kinds of pooling, which one divides by the number of pixels?",
             .misconception = "Each pixel of a window has an equal share in the maximum.",
             .answer = each_window([](PoolCall& call, const PoolWindow& window) {
               for_each_pixel(window, [&](std::size_t row, std::size_t column) {
                 call.dx(window.n, window.c, row, column) += call.of(window) / call.pixels();
               });
             })},
            {.id = "largest-magnitude",
             .spoils = {"x"},
             .hint = "Which is larger for the forward pass: -3 or 1?",
             .misconception = "The strongest pixel of a window is the one furthest from 0.",
             .answer = each_window([](PoolCall& call, const PoolWindow& window) {
               const auto beats = [](double a, double b) { return std::abs(a) > std::abs(b); };
               at(call, window, best(call, window, beats)) += call.of(window);
             })},
            {.id = "smallest",
             .spoils = {"x"},
             .hint = "Which way round is your comparison?",
             .misconception = "argmin and argmax are easily mistaken for one another.",
             .answer = each_window([](PoolCall& call, const PoolWindow& window) {
               const auto beats = [](double a, double b) { return a < b; };
               at(call, window, best(call, window, beats)) += call.of(window);
             })},
            {.id = "times-the-maximum",
             .spoils = {"x"},
             .hint = "The output is a copy of one pixel: what is the slope of a copy?",
             .misconception = "The local gradient of a maximum is the maximum.",
             .answer = each_window([](PoolCall& call, const PoolWindow& window) {
               const Pixel found = first_largest(call, window);
               at(call, window, found) +=
                   call.of(window) * call.x(window.n, window.c, found.row, found.column);
             })},
            {.id = "upstream-ignored",
             .spoils = {"x"},
             .hint = "The switch says where a gradient goes: does your answer say how large it is?",
             .misconception = "The mask of the largest pixels is the gradient of the loss.",
             .answer = without_upstream},
            {.id = "averaged-over-windows",
             .spoils = {"x"},
             .hint = "A pixel that three windows have taken: does it move their outputs by a third each?",
             .misconception = "What several windows want of a pixel is averaged.",
             .answer = averaged_over_windows},
            {.id = "found-in-the-first-channel",
             .spoils = {"x"},
             .hint = "Do all channels have their largest pixel at the same place?",
             .misconception = "A window has one largest pixel, whatever the channel.",
             .answer = each_window(found_in_first_channel)},
            {.id = "found-in-the-first-image",
             .spoils = {"x"},
             .hint = "Do all images of a batch have their largest pixel at the same place?",
             .misconception = "Where the largest pixel is can be found once for the whole batch.",
             .answer = each_window(found_in_first_image)},
        })};

}  // namespace grader::max_pool_mistakes
