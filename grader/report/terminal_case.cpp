#include "grader/report/terminal_case.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "grader/base/layout.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/text.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxGivenName = 60;
constexpr std::size_t kMaxCaseNote = 200;
constexpr int kCaseDigits = 6;
constexpr std::size_t kCaseGap = 4;

std::string shape_words(const NamedTensor& tensor) {
  return tensor.shape.empty() ? "" : fmt::format(" ({})", fmt::join(tensor.shape, ", "));
}

// "[1, 0, :, :]" for matrix 2 of a tensor of shape (2, 2, n, m).
std::string matrix_name(std::size_t matrix, const std::vector<std::size_t>& shape) {
  std::vector<std::string> place{":", ":"};
  for (std::size_t axis = shape.size() - 2; axis-- > 0;) {
    place.insert(place.begin(), std::to_string(matrix % shape[axis]));
    matrix /= shape[axis];
  }
  return fmt::format("[{}]", fmt::join(place, ", "));
}

// Writes a tensor under its title: matrices as rows, tensors of higher rank as their matrices.
std::vector<std::string> tensor_block(const std::string& title, const NamedTensor& tensor,
                                      std::size_t width) {
  if (tensor.values.empty()) return {fmt::format("{}: too large to show", title)};
  std::vector<std::string> cells;
  for (const double value : tensor.values) cells.push_back(format_number(value, kCaseDigits));
  if (tensor.shape.empty()) return {fmt::format("{} = {}", title, cells.front())};
  const std::size_t columns = tensor.shape.back();
  const std::size_t rows = tensor.shape.size() > 1 ? tensor.shape[tensor.shape.size() - 2] : 1;
  const std::size_t cell_width = width_of(cells);
  std::vector<std::string> lines{title};
  if (2 + columns * (cell_width + 1) > width) {  // a long row: its numbers one after another
    for (const std::string& line : wrapped(fmt::format("{}", fmt::join(cells, ", ")), width - 2))
      lines.push_back("  " + line);
    return lines;
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (tensor.shape.size() > 2 && i % (rows * columns) == 0)
      lines.push_back("  " + matrix_name(i / (rows * columns), tensor.shape));
    if (i % columns == 0) lines.push_back(" ");
    lines.back() += " " + pad_left(cells[i], cell_width);
  }
  return lines;
}

void append(std::vector<std::string>& lines, const std::vector<std::string>& more) {
  lines.insert(lines.end(), more.begin(), more.end());
}

std::string title_of(const char* prefix, const NamedTensor& tensor) {
  return prefix + clean(tensor.name, kMaxGivenName) + shape_words(tensor);
}

}  // namespace

std::string case_name(const FailingCase& failing) {
  std::string note = failing.note.empty() ? "" : ": " + clean(failing.note, kMaxCaseNote);
  if (note.ends_with('.')) note.pop_back();  // the sentence goes on
  return fmt::format("inputs of kind \"{}\" (case seed {}){}", clean(failing.probe, kMaxGivenName),
                     failing.case_seed, note);
}

std::vector<std::string> case_lines(const FailingCase& failing, std::size_t width) {
  std::vector<std::string> lines = wrapped(
      (failing.smallest ? "The smallest case that fails, " : "The case, ") + case_name(failing) + ":", width);
  for (const NamedTensor& input : failing.inputs)
    append(lines, tensor_block(title_of("", input), input, width));
  for (const auto& [name, value] : failing.attributes)
    lines.push_back(fmt::format("{} = {}", clean(name, kMaxGivenName), format_number(value, kCaseDigits)));
  for (const NamedTensor& upstream : failing.upstream)
    append(lines, tensor_block(title_of("upstream gradient d", upstream), upstream, width));
  std::vector<std::string> expected;
  std::vector<std::string> actual;
  if (failing.expected)
    expected = tensor_block(title_of("", *failing.expected) + ", expected", *failing.expected, width);
  if (failing.actual)
    actual = tensor_block(title_of("", *failing.actual) + ", yours", *failing.actual, width);
  if (expected.size() > 1 && actual.size() > 1 && width_of(expected) + kCaseGap + width_of(actual) <= width) {
    append(lines, side_by_side(expected, actual, kCaseGap));
  } else {
    append(lines, expected);
    append(lines, actual);
  }
  return lines;
}

}  // namespace grader
