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

/// Reads a .csv or .csv.gz file in the format of README.md beside this header. Throws `InputError` for a file
/// that cannot be read or decompressed, that is empty, or that holds anything but 64 pixels in 0..16 and a
/// class in 0..9 on each line. The error names the file, and the line when one line is wrong.
Digits load_digits(const std::filesystem::path& path);

/// Returns the digits of the committed digits.csv.gz, which is part of this library: N = 1797. Reads them on
/// first use.
const Digits& embedded_digits();

/// Returns the bytes of that file, still compressed.
std::span<const unsigned char> embedded_digits_file();

}  // namespace grader
