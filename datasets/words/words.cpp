#include "datasets/words/words.hpp"

#include <algorithm>
#include <string_view>

#include "datasets/gunzip.hpp"
#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"

namespace grader {
namespace {

constexpr std::size_t kHeldOutOneIn = 10;

bool is_word(std::string_view text) {
  return text.size() >= kShortestWord && text.size() <= kLongestWord &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

Words parse(std::string_view text, const std::string& file) {
  if (text.empty()) throw InputError(file + ": is empty");
  Words words;
  std::string previous;
  for (std::size_t count = 1; !text.empty(); ++count) {
    const std::size_t newline = text.find('\n');
    std::string_view line = text.substr(0, newline);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::string where = file + ":" + std::to_string(count) + ": ";
    if (!is_word(line)) throw InputError(where + "is not a word of 3 to 10 letters a to z");
    if (!(previous < line))
      throw InputError(where + "does not come after the word before it in the alphabet");
    previous = line;
    (count % kHeldOutOneIn == 0 ? words.held_out : words.training).push_back(previous);
  }
  return words;
}

}  // namespace

Words load_words(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  if (path.extension() != ".gz") return parse(bytes, path.string());
  const std::span compressed(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return parse(gunzip(compressed, path.string()), path.string());
}

const Words& embedded_words() {
  static const Words words = parse(gunzip(embedded_words_file(), "words.txt.gz"), "words.txt.gz");
  return words;
}

}  // namespace grader
