#include "grader/submission/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "grader/base/text.hpp"
#include "grader/submission/clang_words.hpp"
#include "grader/submission/explanation.hpp"
#include "grader/submission/type_names.hpp"

namespace grader {

namespace {

/// Longer lines of the compiler are cut: their long types help nobody.
constexpr std::size_t kLongestLine = 20000;
constexpr std::size_t kMessageWidth = 200;
constexpr std::size_t kSourceWidth = 240;  ///< Renderers cut what is too long for them.

struct SourcePlace {
  std::size_t line = 0;    ///< From 1; 0 when not known.
  std::size_t column = 0;  ///< In bytes, from 1; 0 when not known.
};

struct Error {
  SourcePlace place;       ///< In the student's file.
  bool in_header = false;  ///< Found elsewhere, on behalf of `place`.
  std::string_view message;
  std::string_view note;
};

std::size_t take_number(std::string_view& text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return 0;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

/// Returns the place and the rest of "affine.cpp:12:20: rest" when `text` begins like that.
std::optional<SourcePlace> take_place(std::string_view& text, std::string_view file) {
  if (!text.starts_with(file) || !text.substr(file.size()).starts_with(':')) return std::nullopt;
  std::string_view rest = text.substr(file.size() + 1);
  SourcePlace place;
  place.line = take_number(rest);
  if (place.line == 0) return std::nullopt;
  if (rest.starts_with(':')) {
    rest.remove_prefix(1);
    place.column = take_number(rest);
  }
  while (rest.starts_with(':') || rest.starts_with(' ') || rest.starts_with(',')) rest.remove_prefix(1);
  text = rest;
  return place;
}

/// Returns the text after `word` in a line "file:line:column: word: text".
std::optional<std::string_view> after(std::string_view line, std::string_view word) {
  const auto at = line.find(word);
  if (at == std::string_view::npos) return std::nullopt;
  // A warning may quote the word.
  if (line.substr(0, at).find(": ") != std::string_view::npos) return std::nullopt;
  return line.substr(at + word.size());
}

bool is_candidate(std::string_view note) {
  for (const char* start :
       {"candidate: ", "candidate function", "candidate constructor", "candidate template"}) {
    if (note.starts_with(start)) return true;
  }
  return false;
}

bool is_template_candidate(std::string_view note) {
  for (const char* start : {"candidate: 'template<", "candidate template", "candidate function template",
                            "candidate constructor template"}) {
    if (note.starts_with(start)) return true;
  }
  return false;
}

std::optional<Error> first_error(std::string_view output, std::string_view file) {
  std::optional<Error> error;
  SourcePlace included;  // where the student's file includes or uses the next header
  SourcePlace required;
  while (!output.empty()) {
    const std::string_view whole_line = output.substr(0, output.find('\n'));
    output.remove_prefix(std::min(output.size(), whole_line.size() + 1));
    const std::string_view line = whole_line.substr(0, kLongestLine);
    if (error) {
      const auto note = after(line, ": note: ");
      if (after(line, "error: ") || after(line, ": warning: ")) return error;  // its notes are over
      if (!note) continue;
      // After an error in a header, clang++ lists what led there, and the student's line is among it.
      if (error->in_header && required.line == 0) {
        if (error->note.empty() || error->note.starts_with("expanded from macro")) error->note = *note;
        std::string_view rest = line;
        const auto place = take_place(rest, file);
        if (!place || !whole_line.ends_with("requested here")) continue;
        error->place = *place;
        return error;
      }
      // A template is the least helpful of several candidates, and so is the note on why it does not fit.
      const bool is_template = is_template_candidate(*note);
      const bool after_template = !error->note.empty() && !is_candidate(*note);
      if (error->note.empty() || (!is_template && !after_template)) error->note = *note;
      if (!is_template && !after_template) return error;
    }

    std::string_view rest = line;
    for (const std::string_view start : {"In file included from ", "                 from "}) {
      if (!rest.starts_with(start)) continue;
      rest.remove_prefix(start.size());
      if (const auto place = take_place(rest, file)) included = *place;
    }
    rest = line;
    const auto place = take_place(rest, file);
    if (place && rest.starts_with("required ")) required = *place;

    auto message = after(line, ": error: ");
    if (!message) message = after(line, ": fatal error: ");
    if (!message) message = after(line, ": internal compiler error: ");
    if (!message) continue;
    error = Error{.place = {}, .in_header = !place, .message = *message, .note = {}};
    error->place = place ? *place : required.line != 0 ? required : included;
  }
  return error;
}

std::string_view source_line(std::string_view source, std::size_t number) {
  for (std::size_t line = 1; line < number; ++line) {
    const auto end = source.find('\n');
    if (end == std::string_view::npos) return {};
    source.remove_prefix(end + 1);
  }
  return source.substr(0, source.find_first_of("\r\n"));
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t") == std::string_view::npos; }

/// g++ notices that something is missing when it reads what comes next, maybe lines later. The student looks
/// for it where it should be, at the end of what came before.
void move_back_over_blanks(SourcePlace& place, std::string_view source) {
  const std::string_view line = source_line(source, place.line);
  if (place.column == 0 || !is_blank(line.substr(0, std::min(line.size(), place.column - 1)))) return;
  for (std::size_t number = place.line - 1; number > 0; --number) {
    std::string_view before = source_line(source, number);
    before = before.substr(0, before.find("//"));
    if (is_blank(before)) continue;
    place = {number, before.find_last_not_of(" \t") + 2};
    return;
  }
}

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// Returns the line, and a caret below the column.
std::string quote(std::string_view line, std::size_t column) {
  if (is_blank(line)) return {};
  std::size_t begin = line.find_first_not_of(" \t");
  if (column > begin + kSourceWidth - 12) begin = std::min(column, line.size()) - (kSourceWidth - 12);
  while (begin < line.size() && (line[begin] & 0xC0) == 0x80) ++begin;
  const std::string_view shown = line.substr(begin);
  std::string text = "\n  " + clean(shown, kSourceWidth);
  if (column > begin) {
    const std::string_view before = shown.substr(0, column - 1 - begin);
    // Cleaning may lengthen the text before the caret and shift the rest.
    text +=
        "\n  " +
        std::string(std::max(count_characters(before), count_characters(clean(before, kSourceWidth))), ' ') +
        '^';
  }
  return text;
}

/// Returns the message without "[-fpermissive]" and the like at its end.
std::string_view without_option(std::string_view message) {
  if (!message.ends_with(']')) return message;
  const auto at = message.rfind(" [-");
  return at == std::string_view::npos ? message : message.substr(0, at);
}

}  // namespace

std::string describe_first_error(std::string_view output, const SourceFile& source) {
  const auto error = first_error(output, source.name);
  if (!error) return {};
  SourcePlace place = error->place;
  const std::string_view line = source_line(source.bytes, place.line);
  std::string_view from_column;
  if (!error->in_header && place.column > 0)
    from_column = line.substr(std::min(line.size(), place.column - 1));
  const auto [message, note] = in_words_of_gcc(
      {simplify_types(without_option(error->message)), simplify_types(error->note)}, from_column);
  std::string words = in_plain_words(message, note);
  if (message.starts_with("expected ") && message.find("';' before") != std::string::npos) {
    move_back_over_blanks(place, source.bytes);
  }
  if (message.starts_with("expected primary-expression before ':'") && line.find(": :") != line.npos)
    words = "'::' is one word: write it without a blank in between";
  const bool compares = line.find("std::max(") != line.npos || line.find("std::min(") != line.npos;
  if (error->in_header && compares && message.ends_with("to 'bool'")) {
    words =
        "std::max and std::min compare single numbers: for tensors write maximum(a, b) or minimum(a, b) "
        "without std";
  } else if (error->in_header && !words.starts_with('^')) {
    words = "this does not compile: " + words;
  }

  if (place.line == 0) return clean(fmt::format("{}: {}", source.name, words), kMessageWidth);
  return clean(fmt::format("{}:{}: {}", source.name, place.line, words), kMessageWidth) +
         quote(source_line(source.bytes, place.line), place.column);
}

}  // namespace grader
