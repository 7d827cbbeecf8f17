#include <backprop/receptive_field.hpp>

#include <algorithm>
#include <map>

#include "grader/ops/call.hpp"

BACKPROP_FUNCTION(receptive_field)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "the pixels that one output of a stack of windows sees, and how many outputs see each",
          .inputs = {integers("kernel", {"L"}), integers("stride", {"L"}), integers("pad", {"L"})},
          .attributes = {{"W", "pixels of the image along this axis", 1, 4096, true},
                         {"output", "of the last layer, counted from 0", 0, 4095, true}},
          .outputs = {{"sees", {"W"}}, {"seen_by", {"W"}}}};
}

// Layers over W pixels, the one next to the image first.
struct Stack {
  std::size_t W;
  std::vector<double> kernel, stride, pad;
};

std::size_t outputs_of(const Stack& stack) {
  std::size_t size = stack.W;
  for (std::size_t l = 0; l < stack.kernel.size(); ++l) {
    size =
        1 + (size + 2 * static_cast<std::size_t>(stack.pad[l]) - static_cast<std::size_t>(stack.kernel[l])) /
                static_cast<std::size_t>(stack.stride[l]);
  }
  return size;
}

// Returns up to four layers of which each has something to look at.
Stack random_stack(backprop::Rng& rng, const Probe& probe) {
  Stack stack{.W = 8 + probe.t + rng.index(20), .kernel = {}, .stride = {}, .pad = {}};
  const std::size_t layers = 2 + probe.index % 3;
  for (std::size_t l = 0; l < layers; ++l) {
    const std::size_t room = std::min<std::size_t>(outputs_of(stack), 5);
    const auto kernel = static_cast<double>(1 + rng.index(room));
    stack.stride.push_back(static_cast<double>(1 + rng.index(3)));
    stack.pad.push_back(static_cast<double>(rng.index(3)));
    stack.kernel.push_back(kernel);
  }
  return stack;
}

Stack stack_of(backprop::Rng& rng, const Probe& probe) {
  static const std::map<std::string, Stack> stacks = {
      {"window", {9, {3}, {1}, {0}}},
      {"padded", {8, {5}, {1}, {2}}},
      {"strided", {11, {3}, {2}, {1}}},
      {"skipping", {13, {2}, {3}, {1}}},
      {"left-over", {12, {4}, {3}, {0}}},
      {"full-size", {6, {6}, {1}, {0}}},
      {"pointwise", {7, {1}, {1}, {0}}},
      {"beside-the-image", {5, {2}, {1}, {3}}},
      {"one-pixel", {1, {3, 3}, {1, 1}, {1, 1}}},
      {"stack", {13, {3, 3, 3}, {1, 1, 1}, {0, 0, 0}}},
      {"stack-padded", {10, {3, 5, 3}, {1, 1, 1}, {1, 2, 1}}},
      {"stack-strided", {29, {3, 2, 3}, {2, 2, 1}, {1, 0, 1}}},
      {"stride-late", {25, {3, 3, 4}, {1, 1, 3}, {0, 1, 2}}},
      {"stride-early", {27, {4, 3, 3}, {3, 1, 1}, {2, 1, 0}}},
      {"pooled", {34, {5, 2, 5, 2}, {1, 2, 1, 2}, {0, 0, 0, 0}}},
      {"wide-kernel", {31, {15}, {2}, {3}}},
      {"wide-kernels", {40, {9, 11}, {1, 1}, {4, 0}}},
      {"wide-kernels-above", {73, {16, 16, 40}, {1, 1, 1}, {0, 0, 0}}},
      {"wide-stride", {45, {9, 2}, {8, 1}, {0, 0}}},
      {"holes", {17, {1, 3}, {2, 1}, {0, 0}}},
      {"deep", {60, std::vector<double>(24, 3), std::vector<double>(24, 1), std::vector<double>(24, 1)}},
      {"wide-holes", {40, {2, 3, 2}, {4, 2, 3}, {1, 1, 0}}},
      {"many-outputs", {300, {3, 5}, {1, 1}, {1, 2}}},
      {"seen-by-many", {400, {131}, {1}, {0}}},
  };
  // In "deep" the outermost pixel is seen on one of 3^24 ways. In "wide-kernels-above" an output sees some
  // pixels on 256 ways, for who counts ways in a byte. In "many-outputs" there are more outputs than a word
  // has bits and a byte has values, and in "seen-by-many" more than a word has bits see one pixel.
  const bool above = probe.id == "wide-kernels" && probe.index == 3;
  const auto found = stacks.find(above ? "wide-kernels-above" : probe.id);
  return found == stacks.end() ? random_stack(rng, probe) : found->second;
}

// The first output, the last one, and those in between in turn.
std::size_t output_of(const Probe& probe, std::size_t outputs) {
  if (probe.index < 2) return probe.index == 0 ? 0 : outputs - 1;
  return std::min(outputs - 1, outputs * (probe.index - 1) / 3);
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const Stack stack = stack_of(rng, probe);
  const Shape shape = {stack.kernel.size()};
  return {{{"kernel", {shape, stack.kernel}}, {"stride", {shape, stack.stride}}, {"pad", {shape, stack.pad}}},
          {{"W", static_cast<double>(stack.W)},
           {"output", static_cast<double>(output_of(probe, outputs_of(stack)))}}};
}

std::vector<Probe> probes() {
  std::vector<Probe> result;
  for (const char* id : {"window",        "padded",      "wide-kernel", "strided",          "skipping",
                         "left-over",     "full-size",   "pointwise",   "beside-the-image", "pooled",
                         "one-pixel",     "stack",       "holes",       "stack-padded",     "wide-kernels",
                         "stack-strided", "wide-stride", "stride-late", "wide-holes",       "stride-early"})
    result.push_back({.id = id, .cases = std::string_view(id) == "wide-kernels" ? 4U : 3U});
  result.push_back({.id = "random", .cases = 9});
  result.push_back({.id = "deep", .cases = 2});
  for (const char* id : {"many-outputs", "seen-by-many"}) result.push_back({.id = id, .cases = 3});
  return result;
}

Probing probing() {
  return {
      .probes = probes(),
      .sample = sample,
      .known_answers = {
          {.source = "two layers of three see five pixels; the middle of seven is seen by all three outputs",
           .inputs = {{"kernel", {{2}, {3, 3}}}, {"stride", {{2}, {1, 1}}}, {"pad", {{2}, {0, 0}}}},
           .attributes = {{"W", 7}, {"output", 1}},
           .outputs = {{"sees", {{7}, {0, 1, 1, 1, 1, 1, 0}}}, {"seen_by", {{7}, {1, 2, 3, 3, 3, 2, 1}}}}},
          {.source =
               "a layer that takes every second pixel, under one of two: pixel 1 lies between what is seen",
           .inputs = {{"kernel", {{2}, {1, 2}}}, {"stride", {{2}, {2, 1}}}, {"pad", {{2}, {0, 0}}}},
           .attributes = {{"W", 5}, {"output", 0}},
           .outputs = {{"sees", {{5}, {1, 0, 1, 0, 0}}}, {"seen_by", {{5}, {1, 0, 2, 0, 1}}}}}}};
}

}  // namespace
}  // namespace grader
