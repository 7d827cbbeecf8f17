/// 8x8 handwritten digits: the course's default data.
#pragma once
#include <backprop/tensor.hpp>
#include <filesystem>
#include <span>

namespace grader {

struct Digits {
  backprop::Matrix images;  ///< (N, 64), row-major 8x8, each pixel in [0, 1]
  backprop::Labels labels;  ///< (N), 0..9
};

/// Reads a .csv or .csv.gz file of the format in README.md beside this header. Throws `InputError` naming the
/// file, and the line where there is one, for a file that cannot be read or decompressed, that is empty, or
/// that holds anything but 64 pixels in 0..16 and a class in 0..9 on each line.
Digits load_digits(const std::filesystem::path& path);

/// The committed digits.csv.gz, which is part of this library: N = 1797. Read once, on first use.
const Digits& embedded_digits();

/// Its bytes, still compressed.
std::span<const unsigned char> embedded_digits_file();

}  // namespace grader
