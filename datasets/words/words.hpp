/// English words of 3 to 10 letters: what the character model reads.
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

/// Reads a .txt or .txt.gz file of the format in README.md beside this header. Throws `InputError` naming the
/// file, and the line where there is one, for a file that cannot be read or decompressed, that is empty, or
/// that holds anything but words of 3 to 10 letters a to z, one a line, each after the one before it in the
/// alphabet.
Words load_words(const std::filesystem::path& path);

/// The committed words.txt.gz, which is part of this library: 3611 and 401 words. Read once, on first use.
const Words& embedded_words();

/// Its bytes, still compressed.
std::span<const unsigned char> embedded_words_file();

}  // namespace grader
