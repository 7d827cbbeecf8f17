#include "grader/submission/warnings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostWarnings = 3;
constexpr std::size_t kMostCharacters = 200;
const char* const kHides = " is a second variable of that name: the one outside of the block stays as it was";

struct Warning {
  std::size_t line = 0;
  std::size_t column = 0;  // from 1; 0 when not known
  std::string_view text;
  std::string_view option;  // "unused-parameter"
};

// Returns the text between the first pair of quotes. g++ writes plain quotes in the C locale.
std::string quoted(std::string_view text) {
  const auto open = text.find('\'');
  const auto close = open == text.npos ? open : text.find('\'', open + 1);
  return close == text.npos ? "this" : std::string(text.substr(open, close - open + 1));
}

// Takes the digits from the front of the text, and what follows them.
std::size_t take_count(std::string_view& text) {
  std::size_t number = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1))
    number = std::min<std::size_t>(10 * number + static_cast<std::size_t>(text.front() - '0'), 1u << 30);
  if (!text.empty()) text.remove_prefix(1);
  return number;
}

// Returns the name at this place of the source in quotes, for a compiler that does not say it.
std::string name_at(const Warning& warning, std::string_view source) {
  const std::vector<std::string_view> lines = lines_of(source);
  if (warning.line == 0 || warning.line > lines.size()) return "this";
  std::string_view rest = lines[warning.line - 1];
  if (warning.column == 0 || warning.column > rest.size()) return "this";
  rest.remove_prefix(warning.column - 1);
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  const auto end = std::ranges::find_if_not(rest, is_part);
  if (end == rest.begin()) return "this";
  return "'" + std::string(rest.begin(), end) + "'";
}

// Returns the statement whose body is empty in quotes. clang++ says "if statement has empty body".
std::string statement_of(std::string_view text) {
  for (const char* each : {"if", "for", "while", "switch"}) {
    if (text.starts_with(each)) return "'" + std::string(each) + "'";
  }
  return text.starts_with("range-based for") ? "'for'" : quoted(text);
}

// Parses "affine.cpp:12:3: warning: unused parameter 'dout' [-Wunused-parameter]".
std::optional<Warning> parse(std::string_view line, std::string_view file) {
  constexpr std::string_view kWord = ": warning: ";
  constexpr std::string_view kOption = " [-W";
  if (!line.starts_with(file) || !line.substr(file.size()).starts_with(':')) return std::nullopt;
  const auto word = line.find(kWord);
  const auto option = line.rfind(kOption);
  if (word == line.npos || option == line.npos || option < word || !line.ends_with(']')) return std::nullopt;
  Warning warning;
  std::string_view place = line.substr(file.size() + 1, word - file.size() - 1);
  warning.line = take_count(place);
  warning.column = take_count(place);
  warning.text = line.substr(word + kWord.size(), option - word - kWord.size());
  warning.option = line.substr(option + kOption.size());
  warning.option.remove_suffix(1);
  return warning;
}

// Returns the warning in a student's words, or an empty string for one that is no slip.
std::string in_words(const Warning& warning, std::string_view source) {
  const std::string_view option = warning.option;
  const std::string name = quoted(warning.text);
  if (option == "unused-parameter") return name + " is never used";
  if (option == "unused-variable") {
    const bool binding =
        warning.text.find("structured binding") != warning.text.npos || name.starts_with("'[");
    return binding ? "" : name + " is never used";
  }
  if (option == "unused-but-set-variable" || option == "unused-but-set-parameter")
    return name + " gets a value that is never used";
  if (option == "uninitialized" || option == "maybe-uninitialized" || option == "sometimes-uninitialized")
    return name + " may be used before it has a value: a number does not start at zero";
  if (option == "shadow=local" || option == "shadow=compatible-local") return name + kHides;
  if (option == "shadow" && warning.text.ends_with("shadows a local variable"))
    return name_at(warning, source) + kHides;
  if (option == "comma-subscript" || option == "deprecated-comma-subscript")
    return "[n, m] uses m alone: an element of a matrix is (n, m), in round brackets";
  if (option == "empty-body")
    return "this " + statement_of(warning.text) + " does nothing: it has a ';' where its body should be";
  if (option == "misleading-indentation")
    return "only the first statement belongs to this " + name +
           ", and the next looks as if it did too: is there "
           "a stray ';', or are braces missing?";
  if (option == "parentheses" && warning.text.find("assignment") != warning.text.npos)
    return "= assigns here: == compares";
  if (option == "unused-value" || option == "unused-comparison")
    return "this line computes something and throws it away";
  return {};
}

}  // namespace

const std::vector<std::string>& warning_flags(bool clang) {
  static const std::vector<std::string> of_gcc = {"-Wall", "-Wextra", "-Wshadow=local"};
  static const std::vector<std::string> of_clang = {"-Wall", "-Wextra", "-Wshadow"};
  return clang ? of_clang : of_gcc;
}

std::vector<std::string> describe_warnings(std::string_view output, const SourceFile& source) {
  std::vector<std::pair<std::size_t, std::string>> found;
  std::set<std::size_t> comma;  // a comma in brackets is also a value thrown away
  while (!output.empty()) {
    const std::string_view line = output.substr(0, output.find('\n'));
    output.remove_prefix(std::min(output.size(), line.size() + 1));
    const auto warning = parse(line, source.name);
    if (!warning) continue;
    if (warning->option.ends_with("comma-subscript")) comma.insert(warning->line);
    if (warning->option == "unused-value" && comma.contains(warning->line)) continue;
    const std::string words = in_words(*warning, source.bytes);
    if (words.empty()) continue;
    std::pair<std::size_t, std::string> entry(
        warning->line, clean(fmt::format("line {}: {}", warning->line, words), kMostCharacters));
    if (std::ranges::find(found, entry) == found.end()) found.push_back(std::move(entry));
  }
  std::ranges::stable_sort(found, {}, [](const auto& entry) { return entry.first; });
  std::vector<std::string> sentences;
  for (auto& [line, words] : found) {
    if (sentences.size() < kMostWarnings) sentences.push_back(std::move(words));
  }
  return sentences;
}

}  // namespace grader
