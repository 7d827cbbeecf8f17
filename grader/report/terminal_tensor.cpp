#include "grader/report/terminal_tensor.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "grader/base/layout.hpp"
#include "grader/base/numbers.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxExtent = 6;
constexpr int kTensorDigits = 4;
constexpr std::size_t kColumnGap = 4;

/// A matrix: the last two axes of a tensor at one index of the axes before them.
struct Slice {
  std::size_t rows = 1;
  std::size_t columns = 1;
  std::size_t offset = 0;
  std::string name;  // "[1, :, :]"; empty when it is the whole tensor
};

Slice slice_at_worst(const Evidence& evidence) {
  const std::vector<std::size_t>& shape = evidence.shape;
  Slice slice;
  if (!shape.empty()) slice.columns = shape.back();
  if (shape.size() > 1) slice.rows = shape[shape.size() - 2];
  if (shape.size() <= 2) return slice;
  std::vector<std::string> place;
  std::size_t matrix = 0;
  for (std::size_t axis = 0; axis + 2 < shape.size(); ++axis) {
    const bool known = evidence.worst && evidence.worst->index.size() == shape.size();
    const std::size_t at = known ? evidence.worst->index[axis] : 0;
    matrix = matrix * shape[axis] + at;
    place.push_back(std::to_string(at));
  }
  slice.offset = matrix * slice.rows * slice.columns;
  slice.name = fmt::format("[{}, :, :]", fmt::join(place, ", "));
  return slice;
}

/// `marks` holds a character to write after each number, '*' or a space.
std::vector<std::string> block(const std::string& title, const Slice& slice,
                               const std::vector<double>& values, const std::vector<char>& marks) {
  std::vector<std::string> cells;
  for (std::size_t i = 0; i < slice.rows * slice.columns; ++i) {
    cells.push_back(format_number(values[slice.offset + i], kTensorDigits));
  }
  const std::size_t cell_width = width_of(cells);
  std::vector<std::string> lines{title};
  for (std::size_t row = 0; row < slice.rows; ++row) {
    std::string line;
    for (std::size_t column = 0; column < slice.columns; ++column) {
      const std::size_t i = row * slice.columns + column;
      line += (column == 0 ? "  " : " ") + pad_left(cells[i], cell_width) + marks[i];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(line);
  }
  return lines;
}

}  // namespace

std::vector<bool> marked_elements(const Evidence& evidence) {
  std::vector<bool> marked(std::min(evidence.expected_values.size(), evidence.actual_values.size()));
  for (const std::size_t at : evidence.wrong_elements) {
    if (at < marked.size()) marked[at] = true;
  }
  for (std::size_t i = 0; i < marked.size() && evidence.wrong_elements.empty(); ++i)
    marked[i] = evidence.expected_values[i] != evidence.actual_values[i];
  return marked;
}

std::vector<std::string> tensor_lines(const Evidence& evidence, std::size_t width) {
  const Slice slice = slice_at_worst(evidence);
  const std::size_t end = slice.offset + slice.rows * slice.columns;
  if (slice.rows > kMaxExtent || slice.columns > kMaxExtent || slice.offset == end) return {};
  if (evidence.expected_values.size() < end || evidence.actual_values.size() < end) return {};

  const std::vector<char> unmarked(end - slice.offset, ' ');
  std::vector<char> marks = unmarked;
  const std::vector<bool> marked = marked_elements(evidence);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marked[slice.offset + i]) marks[i] = '*';
  }
  const std::string where = slice.name.empty() ? "" : " " + slice.name;
  const auto expected = block("expected" + where, slice, evidence.expected_values, unmarked);
  const auto actual = block("yours (* = wrong)", slice, evidence.actual_values, marks);
  if (width_of(expected) + kColumnGap + width_of(actual) <= width)
    return side_by_side(expected, actual, kColumnGap);
  std::vector<std::string> stacked = expected;
  stacked.insert(stacked.end(), actual.begin(), actual.end());
  return stacked;
}

}  // namespace grader
