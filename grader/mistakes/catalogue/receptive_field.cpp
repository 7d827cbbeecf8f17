#include <algorithm>
#include <vector>

#include "grader/mistakes/mistake.hpp"

namespace grader::receptive_field_mistakes {

using Row = std::vector<double>;

// The layers, with signed numbers so that places outside of the image can be written down.
struct Stack {
  std::vector<std::ptrdiff_t> kernel, stride, pad;
  std::vector<std::ptrdiff_t> sizes;  // of the image, and of each layer's outputs
  std::ptrdiff_t output;

  explicit Stack(Given& given) : output(static_cast<std::ptrdiff_t>(given.attributes.at("output"))) {
    for (const auto value : given.in.labels("kernel")) kernel.push_back(value);
    for (const auto value : given.in.labels("stride")) stride.push_back(value);
    for (const auto value : given.in.labels("pad")) pad.push_back(value);
    sizes = {static_cast<std::ptrdiff_t>(given.attributes.at("W"))};
    for (std::size_t l = 0; l < kernel.size(); ++l)
      sizes.push_back(1 + (sizes.back() + 2 * pad[l] - kernel[l]) / stride[l]);
  }
  std::size_t width() const { return static_cast<std::size_t>(sizes.front()); }
};

// Hands each layer's marks down to the places that it sees. With `count`, a place has the sum of the marks
// that see it, and else 1 if there is one. Only layers in [from, to) count; the others are taken to see their
// own place.
Row seen_from(const Stack& stack, std::ptrdiff_t output, bool count, std::size_t from, std::size_t to) {
  Row marks(static_cast<std::size_t>(stack.sizes[to]), 0.0);
  if (output < static_cast<std::ptrdiff_t>(marks.size())) marks[static_cast<std::size_t>(output)] = 1.0;
  for (std::size_t l = to; l-- > from;) {
    Row below(static_cast<std::size_t>(stack.sizes[l]), 0.0);
    for (std::size_t o = 0; o < marks.size(); ++o) {
      for (std::ptrdiff_t k = 0; k < stack.kernel[l]; ++k) {
        const std::ptrdiff_t place = stack.stride[l] * static_cast<std::ptrdiff_t>(o) + k - stack.pad[l];
        if (place < 0 || place >= stack.sizes[l] || marks[o] == 0.0) continue;
        double& mark = below[static_cast<std::size_t>(place)];
        mark = count ? mark + marks[o] : 1.0;
      }
    }
    marks = below;
  }
  marks.resize(stack.width(), 0.0);
  return marks;
}

Row right_sees(const Stack& stack, std::ptrdiff_t output) {
  return seen_from(stack, output, false, 0, stack.kernel.size());
}

// The sum of sees(stack, output) over all outputs of the last layer.
template <class Sees>
Row over_outputs(const Stack& stack, Sees sees) {
  Row total(stack.width(), 0.0);
  for (std::ptrdiff_t o = 0; o < stack.sizes.back(); ++o) {
    const Row row = sees(stack, o);
    for (std::size_t i = 0; i < total.size(); ++i) total[i] += row[i];
  }
  return total;
}

Tensor tensor(const Row& row) { return {{row.size()}, row}; }

// Answers with sees(stack, output) for one output, and with its sum over all outputs.
template <class Sees>
WrongAnswer both(Sees sees) {
  return [sees](Given& given) -> Tensors {
    const Stack stack(given);
    return {{"sees", tensor(sees(stack, stack.output))}, {"seen_by", tensor(over_outputs(stack, sees))}};
  };
}

// Marks `size` pixels from `first` on, as far as they are in the image.
Row interval(const Stack& stack, std::ptrdiff_t first, std::ptrdiff_t size) {
  Row row(stack.width(), 0.0);
  for (std::ptrdiff_t i = std::max<std::ptrdiff_t>(first, 0); i < std::min(first + size, stack.sizes.front());
       ++i)
    row[static_cast<std::size_t>(i)] = 1.0;
  return row;
}

// The usual summary of a stack: the field's size, its first pixel for output 0, and how far the next one is.
struct Summary {
  std::ptrdiff_t size = 1, first = 0, jump = 1;
};

Summary summary_of(const Stack& stack) {
  Summary summary;
  for (std::size_t l = 0; l < stack.kernel.size(); ++l) {
    summary.size += (stack.kernel[l] - 1) * summary.jump;
    summary.first -= stack.pad[l] * summary.jump;
    summary.jump *= stack.stride[l];
  }
  return summary;
}

Row without_holes(const Stack& stack, std::ptrdiff_t output) {
  const Summary summary = summary_of(stack);
  return interval(stack, summary.first + summary.jump * output, summary.size);
}

Row sum_of_kernels(const Stack& stack, std::ptrdiff_t output) {
  const Summary summary = summary_of(stack);
  std::ptrdiff_t size = 1;
  for (const std::ptrdiff_t kernel : stack.kernel) size += kernel - 1;
  return interval(stack, summary.first + summary.jump * output, size);
}

// Each layer's own stride already counts for its own kernel.
Row stride_too_early(const Stack& stack, std::ptrdiff_t output) {
  Summary summary;
  for (std::size_t l = 0; l < stack.kernel.size(); ++l) {
    summary.jump *= stack.stride[l];
    summary.size += (stack.kernel[l] - 1) * summary.jump;
    summary.first -= stack.pad[l] * summary.jump;
  }
  return interval(stack, summary.first + summary.jump * output, summary.size);
}

Row padding_forgotten(const Stack& stack, std::ptrdiff_t output) {
  Stack bare = stack;
  std::fill(bare.pad.begin(), bare.pad.end(), 0);
  return right_sees(bare, output);
}

Row padding_not_scaled(const Stack& stack, std::ptrdiff_t output) {
  Summary summary = summary_of(stack);
  summary.first = 0;
  for (const std::ptrdiff_t pad : stack.pad) summary.first -= pad;
  return interval(stack, summary.first + summary.jump * output, summary.size);
}

Row centred(const Stack& stack, std::ptrdiff_t output) {
  const Summary summary = summary_of(stack);
  return interval(stack, summary.jump * output - (summary.size - 1) / 2, summary.size);
}

Row stride_forgotten(const Stack& stack, std::ptrdiff_t output) {
  const Summary summary = summary_of(stack);
  return interval(stack, summary.first + output, summary.size);
}

Row moved_to_the_edge(const Stack& stack, std::ptrdiff_t output) {
  const Summary summary = summary_of(stack);
  const std::ptrdiff_t last = std::max<std::ptrdiff_t>(stack.sizes.front() - summary.size, 0);
  return interval(stack, std::clamp<std::ptrdiff_t>(summary.first + summary.jump * output, 0, last),
                  summary.size);
}

Row last_layer_only(const Stack& stack, std::ptrdiff_t output) {
  Row row = seen_from(stack, output, false, stack.kernel.size() - 1, stack.kernel.size());
  row.resize(stack.width(), 0.0);
  return row;
}

Row first_layer_only(const Stack& stack, std::ptrdiff_t output) {
  return seen_from(stack, output, false, 0, 1);
}

Row upside_down(const Stack& stack, std::ptrdiff_t output) {
  Stack turned = stack;
  std::reverse(turned.kernel.begin(), turned.kernel.end());
  std::reverse(turned.stride.begin(), turned.stride.end());
  std::reverse(turned.pad.begin(), turned.pad.end());
  const Summary summary = summary_of(turned);
  return interval(stack, summary.first + summary.jump * output, summary.size);
}

Row paths(const Stack& stack, std::ptrdiff_t output) {
  return seen_from(stack, output, true, 0, stack.kernel.size());
}

const MistakeRegistration registration{
    "receptive_field",
    {
        {.id = "sum-of-kernels",
         .spoils = {"sees", "seen_by"},
         .hint =
             "How many pixels of the image lie between two neighbouring places that an upper layer looks at?",
         .misconception =
             "Each layer adds its kernel less one to the field, whatever the strides below it are.",
         .answer = both(sum_of_kernels)},
        {.id = "stride-too-early",
         .spoils = {"sees", "seen_by"},
         .hint = "Does a layer's own stride make its own window any larger?",
         .misconception =
             "The distance between places is multiplied by a layer's stride before its kernel is counted.",
         .answer = both(stride_too_early)},
        {.id = "without-holes",
         .spoils = {"sees", "seen_by"},
         .hint = "Let a layer take every second pixel, and put a window of two on top of it: has it seen the "
                 "pixel in between?",
         .misconception = "What an output sees is an interval, from its first pixel to its last.",
         .answer = both(without_holes)},
        {.id = "padding-forgotten",
         .spoils = {"sees", "seen_by"},
         .hint =
             "Where does the first window begin when there is a border: at the first pixel, or before it?",
         .misconception = "Padding only changes how many outputs there are.",
         .answer = both(padding_forgotten)},
        {.id = "padding-not-scaled",
         .spoils = {"sees", "seen_by"},
         .hint = "One place of padding in an upper layer: how many pixels of the image is that?",
         .misconception = "The paddings of all layers add up to one border around the image.",
         .answer = both(padding_not_scaled)},
        {.id = "centred",
         .spoils = {"sees", "seen_by"},
         .hint = "Is the window of output 0 centred on pixel 0 for every padding?",
         .misconception = "An output sees as much on its left as on its right.",
         .answer = both(centred)},
        {.id = "stride-forgotten",
         .spoils = {"sees", "seen_by"},
         .hint = "How far does the window move in the image from one output to the next?",
         .misconception = "The window of output o begins o pixels further on.",
         .answer = both(stride_forgotten)},
        {.id = "moved-to-the-edge",
         .spoils = {"sees", "seen_by"},
         .hint = "A window that begins in the padding: does it see as many pixels as one in the middle?",
         .misconception =
             "Every output sees the same number of pixels, and windows at the edge are moved inwards.",
         .answer = both(moved_to_the_edge)},
        {.id = "last-layer-only",
         .spoils = {"sees", "seen_by"},
         .hint = "What the last layer looks at are outputs: what have those seen?",
         .misconception = "The field of an output is its own layer's window.",
         .answer = both(last_layer_only)},
        {.id = "first-layer-only",
         .spoils = {"sees", "seen_by"},
         .hint = "Does the number of layers make no difference to what an output sees?",
         .misconception = "The field is the window on the image.",
         .answer = both(first_layer_only)},
        {.id = "upside-down",
         .spoils = {"sees", "seen_by"},
         .hint = "Which end of the list of layers is next to the image?",
         .misconception =
             "The order of the layers makes no difference, or the last one is next to the image.",
         .answer = both(upside_down)},
        {.id = "paths-counted",
         .spoils = {"sees", "seen_by"},
         .hint = "If an output sees a pixel by three ways, how many outputs are that?",
         .misconception = "Going back through the layers adds up, so each way to a pixel counts.",
         .answer = both(paths)},
        {.id = "ways-for-outputs",
         .spoils = {"seen_by"},
         .hint = "Are you counting the outputs that see a pixel, or the ways on which they do?",
         .misconception = "The number of outputs that see a pixel is the sum of all ways to it.",
         .answer = [](Given& given) -> Tensors {
           return {{"seen_by", tensor(over_outputs(Stack(given), paths))}};
         }},
        {.id = "as-in-the-middle",
         .spoils = {"seen_by"},
         .hint = "Is a pixel at the edge seen by as many outputs as one in the middle?",
         .misconception =
             "The number of outputs that see a pixel is the same everywhere: size over distance.",
         .answer = [](Given& given) -> Tensors {
           const Stack stack(given);
           const Summary summary = summary_of(stack);
           const auto count = static_cast<double>((summary.size + summary.jump - 1) / summary.jump);
           return {{"seen_by", Tensor::filled({stack.width()}, count)}};
         }},
        {.id = "share-of-outputs",
         .spoils = {"seen_by"},
         .hint = "Is a number of outputs asked for, or which part of them?",
         .misconception = "How well a pixel is seen is measured as a fraction.",
         .answer = [](Given& given) -> Tensors {
           const Stack stack(given);
           Row row = over_outputs(stack, right_sees);
           for (double& value : row) value /= static_cast<double>(stack.sizes.back());
           return {{"seen_by", tensor(row)}};
         }},
        {.id = "first-output-always",
         .spoils = {"sees"},
         .hint = "Which output is asked about?",
         .misconception = "All outputs have the same field.",
         .answer = [](Given& given) -> Tensors {
           return {{"sees", tensor(right_sees(Stack(given), 0))}};
         }},
    }};

}  // namespace grader::receptive_field_mistakes
