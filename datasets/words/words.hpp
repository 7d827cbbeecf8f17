/// English words of 3 to 10 letters, for the character model to read.
#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace grader {

struct Words {
  std::vector<std::string> training;  ///< nine in ten, in order
  std::vector<std::string> held_out;  ///< every tenth, to measure with
};

inline constexpr std::size_t kShortestWord = 3;
inline constexpr std::size_t kLongestWord = 10;

/// Reads a .txt or .txt.gz file in the format of README.md beside this header. Throws `InputError` for a file
/// that cannot be read or decompressed, that is empty, or that holds anything but words of 3 to 10 letters a
/// to z, one a line, in alphabetical order without repetition. The error names the file, and the line when
/// one line is wrong.
Words load_words(const std::filesystem::path& path);

/// Returns the words of the committed words.txt.gz, which is part of this library: 3611 for training and 401
/// held out. Reads them on first use.
const Words& embedded_words();

/// Returns the bytes of that file, still compressed.
std::span<const unsigned char> embedded_words_file();

}  // namespace grader
