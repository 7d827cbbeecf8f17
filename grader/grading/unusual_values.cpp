#include "grader/grading/unusual_values.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace grader {

namespace {

constexpr double kMostOfASeed = 0x1p50;
constexpr double kNearOne = 1e-5;
// Beyond these, other values of a case must suit the attribute's: probes do that.
constexpr double kLeast = 1e-6;
constexpr double kMost = 1e6;
// A small number that is added to one as large as this loses nine of its sixteen digits, so that too few of
// the nine that count are left.
constexpr double kFarLarger = 1e9;

void fill_with_zeros(Tensor& tensor, backprop::Rng&) { std::ranges::fill(tensor.values, 0.0); }

void fill_with_ones(Tensor& tensor, backprop::Rng&) { std::ranges::fill(tensor.values, 1.0); }

void thin_out(Tensor& tensor, backprop::Rng& rng) {
  for (double& value : tensor.values) {
    if (rng.uniform() < 0.5) value = 0.0;
  }
}

void keep_one(Tensor& tensor, backprop::Rng& rng) {
  if (tensor.values.empty()) return;
  double& kept = tensor.values[rng.index(tensor.values.size())];
  const double value = kept;
  std::ranges::fill(tensor.values, 0.0);
  kept = value;
}

// Returns the size of the last axis.
std::size_t row_length(const Tensor& tensor) {
  return tensor.shape.empty() ? tensor.values.size() : tensor.shape.back();
}

// Returns all rows but the first and the last one.
std::span<double> middle_of(Tensor& tensor) {
  const std::size_t length = tensor.shape.size() == 1 ? 1 : row_length(tensor);
  const std::span<double> all(tensor.values);
  return all.size() > 2 * length ? all.subspan(length, all.size() - 2 * length) : std::span<double>();
}

void make_ends_equal(Tensor& tensor, backprop::Rng&) {
  const std::size_t length = row_length(tensor);
  if (length < 2) return;
  const std::size_t rows = tensor.values.size() / length;
  for (std::size_t j = 0; j < length && rows > 1; ++j)
    tensor.values[(rows - 1) * length + j] = tensor.values[j];
  for (std::size_t i = 0; i < rows; ++i) tensor.values[(i + 1) * length - 1] = tensor.values[i * length];
}

// A sum over a row is exactly 0, and so is one over all rows.
void cancel_in_rows(Tensor& tensor, backprop::Rng&) {
  const std::size_t length = row_length(tensor);
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    const std::size_t column = i % length;
    if (column % 2 == 1) tensor.values[i] = -tensor.values[i - 1];
    if (column % 2 == 0 && column + 1 == length) tensor.values[i] = 0.0;
  }
}

// In a sequence, (N, T, D), a slice is a step, and elsewhere a row. The first and the last are kept.
void clear_slices(Tensor& tensor, backprop::Rng&) {
  if (tensor.shape.empty() || tensor.values.empty()) return;
  const std::size_t axis = tensor.shape.size() == 3 ? 1 : 0;
  std::size_t below = 1;
  for (std::size_t i = axis + 1; i < tensor.shape.size(); ++i) below *= tensor.shape[i];
  const std::size_t slices = tensor.shape[axis];
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    const std::size_t slice = i / below % slices;
    if (slice > 0 && slice + 1 < slices) tensor.values[i] = 0.0;
  }
}

// Such a row looks like a label, and is none: it has other numbers, too.
void sum_to_the_largest(Tensor& tensor, backprop::Rng& rng) {
  if (tensor.shape.size() < 2) return;
  const std::size_t length = row_length(tensor);
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    const std::size_t column = i % length;
    double& value = tensor.values[i];
    if (column == 0) {
      value = 1.0;
    } else if (column % 2 == 0) {
      value = -tensor.values[i - 1];
    } else {
      value = column + 1 == length ? 0.0 : 0.1 + 0.8 * rng.uniform();
    }
  }
}

// As a row of ones does, a scale that has not been trained yet. A sum or a mean does not tell the two apart.
void sum_like_ones(Tensor& tensor, backprop::Rng& rng) {
  const std::size_t length = row_length(tensor);
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    const std::size_t column = i % length;
    if (column % 2 == 1) tensor.values[i] = 2.0 - tensor.values[i - 1];
    if (column % 2 == 0)
      tensor.values[i] = column + 1 == length ? 1.0 : 0.25 * static_cast<double>(rng.index(16));
  }
}

// Nothing comes back to the first sequence after its first step, and something to the others.
void end_the_first_early(Tensor& tensor, backprop::Rng&) {
  if (tensor.shape.size() != 3 || tensor.shape[0] == 0) return;
  const std::size_t sequence = tensor.values.size() / tensor.shape[0];
  for (std::size_t i = tensor.shape[2]; i < sequence; ++i) tensor.values[i] = 0.0;
}

// A sum over the first axis is exactly 0.
void cancel_in_columns(Tensor& tensor, backprop::Rng&) {
  if (tensor.shape.empty() || tensor.values.empty()) return;
  const std::size_t rows = tensor.shape.front();
  const std::size_t length = tensor.values.size() / rows;
  for (std::size_t i = length; i < tensor.values.size(); ++i) {
    if (i / length % 2 == 1) tensor.values[i] = -tensor.values[i - length];
  }
  if (rows % 2 == 1)
    std::fill(tensor.values.end() - static_cast<std::ptrdiff_t>(length), tensor.values.end(), 0.0);
}

void cancel_in_rows_and_columns(Tensor& tensor, backprop::Rng& rng) {
  cancel_in_rows(tensor, rng);
  if (!tensor.shape.empty() && tensor.shape.front() > 1) cancel_in_columns(tensor, rng);
}

// An example of zeros, and a step of zeros in another. Its bias counts all the same.
void clear_some_rows(Tensor& tensor, backprop::Rng&) {
  const std::size_t length = row_length(tensor);
  if (length == 0 || tensor.shape.empty()) return;
  const std::size_t rows = tensor.shape.size() < 2 ? 1 : tensor.values.size() / length;
  const std::size_t in_each = rows / std::max<std::size_t>(tensor.shape.front(), 1);
  for (std::size_t i = 0; rows > 1 && i < rows; ++i) {
    const bool is_clear = in_each > 1 ? i / in_each % 2 == 1 || i % in_each % 2 == 1 : i % 2 == 1;
    if (is_clear) std::fill_n(tensor.values.begin() + static_cast<std::ptrdiff_t>(i * length), length, 0.0);
  }
}

// Features in units of their own.
void enlarge_columns(Tensor& tensor, backprop::Rng&) {
  const std::size_t length = row_length(tensor);
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    if (i % length % 2 == 1) tensor.values[i] *= kFarLarger;
  }
}

// One in each image and in each sequence, with others before and behind it.
void enlarge_few(Tensor& tensor, backprop::Rng&) {
  std::size_t block = tensor.values.size();
  for (std::size_t axis = 0; axis + 2 < tensor.shape.size(); ++axis)
    block /= std::max<std::size_t>(tensor.shape[axis], 1);
  if (block < 2) return;
  for (std::size_t i = block / 3; i < tensor.values.size(); i += block) tensor.values[i] *= kFarLarger;
}

void repeat_the_first(Tensor& tensor, backprop::Rng&) {
  if (!tensor.values.empty()) std::ranges::fill(tensor.values, tensor.values.front());
}

}  // namespace

const std::vector<UnusualValue>& unusual_numbers() {
  static const std::vector<UnusualValue> values = {
      {"{} is 0 everywhere", fill_with_zeros},
      {"{} holds small whole numbers", draw_small_whole_numbers},
      {"{} is 1 everywhere", fill_with_ones},
      {"about half of {} is 0", thin_out},
      {"the first and the last elements of {} are equal", make_ends_equal},
      {"each two rows of {} cancel", cancel_in_columns},
      {"each row of {} has a 1 and sums to it", sum_to_the_largest},
      {"each row of {} has the mean 1", sum_like_ones},
  };
  return values;
}

const std::vector<UnusualValue>& unusual_scales() {
  static const std::vector<UnusualValue> values = {
      {"every second column of {} is 1e9 times as large", enlarge_columns},
      {"a few elements of {} are 1e9 times as large as the others", enlarge_few},
  };
  return values;
}

const std::vector<UnusualValue>& unusual_examples() {
  static const std::vector<UnusualValue> values = {{"some rows of {} are 0", clear_some_rows}};
  return values;
}

const std::vector<UnusualValue>& unusual_upstream() {
  static const std::vector<UnusualValue> values = {
      {"{} is 0 everywhere", fill_with_zeros},
      {"{} holds small whole numbers", draw_small_whole_numbers},
      {"{} is 1 everywhere", fill_with_ones},
      {"about half of {} is 0", thin_out},
      {"all but one of the elements of {} are 0", keep_one},
      {"the elements of each row of {} cancel, and those of each column", cancel_in_rows_and_columns},
      {"{} is 0 between its first and its last slice", clear_slices},
      {"{} is 0 after the first step of the first sequence", end_the_first_early},
  };
  return values;
}

const std::vector<UnusualValue>& unusual_indices() {
  static const std::vector<UnusualValue> values = {{"all elements of {} are equal", repeat_the_first}};
  return values;
}

void draw_small_whole_numbers(Tensor& tensor, backprop::Rng& rng) {
  for (double& value : tensor.values) {
    value = static_cast<double>(rng.index(5)) - 2.0;
    if (value == 0.0 && rng.uniform() < 0.5) value = -0.0;
  }
}

void redraw_the_middle(Tensor& tensor, backprop::Rng& rng) {
  for (double& value : middle_of(tensor)) value = rng.normal();
}

void halve_the_middle(Tensor& tensor) {
  for (double& value : middle_of(tensor)) value *= 0.5;
}

std::vector<double> unusual_values(const AttributeSpec& attribute) {
  if (attribute.most >= kMostOfASeed) return {};
  std::vector<double> values;
  if (attribute.whole) {
    values = {0.0, 1.0, 2.0, 3.0, 7.0, 50001.0};
  } else {
    values = {attribute.least, -1.0, 0.0, 1e-6, 1e-3, 0.5, 1.0, attribute.most};
    // What decays by a factor for many steps.
    if (attribute.most == 1.0) values.push_back(1.0 - kNearOne);
  }
  std::erase_if(values, [&](double value) {
    const bool is_moderate = value == 0.0 || (std::abs(value) >= kLeast && std::abs(value) <= kMost);
    return !(is_moderate && attribute.allows(value));
  });
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

}  // namespace grader
