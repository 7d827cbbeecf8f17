#include "datasets/digits/digits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "datasets/gunzip.hpp"
#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"

namespace grader {
namespace {

constexpr std::size_t kPixels = 64;
constexpr std::size_t kColumns = kPixels + 1;
constexpr int kLargestPixel = 16;
constexpr int kLargestClass = 9;

using Row = std::array<int, kColumns>;

int parse_value(std::string_view text, std::size_t column, const std::string& where) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string name = where + ": column " + std::to_string(column + 1);
  if (error == std::errc::invalid_argument || end != text.data() + text.size()) {
    throw InputError(name + " is not a whole number");
  }
  const bool is_pixel = column < kPixels;
  const int largest = is_pixel ? kLargestPixel : kLargestClass;
  if (error != std::errc() || value < 0 || value > largest) {
    throw InputError(name + " is " + std::string(text) + ", expected a " + (is_pixel ? "pixel" : "class") +
                     " from 0 to " + std::to_string(largest));
  }
  return value;
}

Row parse_line(std::string_view line, const std::string& where) {
  const auto columns = static_cast<std::size_t>(std::count(line.begin(), line.end(), ',')) + 1;
  if (line.empty() || columns != kColumns) {
    throw InputError(where + ": has " + std::to_string(line.empty() ? 0 : columns) + " columns, expected " +
                     std::to_string(kColumns));
  }
  Row row{};
  for (std::size_t column = 0; column < kColumns; ++column) {
    const std::size_t comma = line.find(',');
    row[column] = parse_value(line.substr(0, comma), column, where);
    if (comma != std::string_view::npos) line.remove_prefix(comma + 1);
  }
  return row;
}

Digits parse(std::string_view text, const std::string& file) {
  if (text.empty()) throw InputError(file + ": is empty");
  std::vector<Row> rows;
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    std::string_view line = text.substr(0, newline);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    rows.push_back(parse_line(line, file + ":" + std::to_string(rows.size() + 1)));
  }

  Digits digits{backprop::zeros(rows.size(), kPixels), backprop::Labels::from_shape({rows.size()})};
  for (std::size_t n = 0; n < rows.size(); ++n) {
    for (std::size_t d = 0; d < kPixels; ++d) {
      digits.images(n, d) = static_cast<double>(rows[n][d]) / kLargestPixel;
    }
    digits.labels(n) = rows[n][kPixels];
  }
  return digits;
}

}  // namespace

Digits load_digits(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  if (path.extension() != ".gz") return parse(bytes, path.string());
  const std::span compressed(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return parse(gunzip(compressed, path.string()), path.string());
}

const Digits& embedded_digits() {
  static const Digits digits = parse(gunzip(embedded_digits_file(), "digits.csv.gz"), "digits.csv.gz");
  return digits;
}

}  // namespace grader
