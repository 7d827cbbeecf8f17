#include "grader/submission/explanation.hpp"

#include <fmt/format.h>

#include <cctype>

namespace grader {

namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// Returns the text in the n-th pair of quotes, counted from 0, or an empty string.
std::string in_quotes(std::string_view text, int n = 0) {
  while (true) {
    const auto open = text.find('\'');
    if (open == text.npos) return {};
    const auto close = text.find('\'', open + 1);
    if (close == text.npos) return {};
    if (n-- == 0) return std::string(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
}

std::string after(std::string_view text, std::string_view part) {
  const auto at = text.find(part);
  return at == text.npos ? std::string() : std::string(text.substr(at + part.size()));
}

std::string before(std::string_view text, std::string_view part) {
  return std::string(text.substr(0, text.find(part)));
}

/// Returns the helper that a class belongs to: "AsColumn" is as_column,
/// "detail::Reduce<detail::Reduction::max>" is max.
std::string helper_name(std::string type) {
  if (const auto place = type.rfind("::"); place != type.npos) type.erase(0, place + 2);
  type = before(type, ">");
  std::string name;
  for (const char c : type) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0 && !name.empty()) name += '_';
    name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return name;
}

/// Explains "no match for call to '(const Matmul) (const Matrix&)'".
std::string about_helper(const std::string& call, std::string_view note) {
  const std::string type = before(after(call, "(const "), ")");
  std::string words = fmt::format("{} cannot be called with {}", helper_name(type), after(call, ") "));
  const std::string expected = after(note, "candidate: ");
  if (has(expected, "operator()") && !has(type, "<")) {
    words += fmt::format(": it takes {}", before(after(expected, "operator()"), " const'"));
  }
  return words;
}

/// Explains "narrowing conversion of 'N' from 'std::size_t' {aka 'long unsigned int'} to 'double'".
std::string about_narrowing(const std::string& message) {
  std::string value = in_quotes(message);
  constexpr std::string_view kCast = "(std::size_t)";  // the compiler writes it before a name
  if (value.starts_with(kCast)) value.erase(0, kCast.size());
  if (has(message, "to 'double'")) {
    return fmt::format(
        "braces make a list of elements, and the whole number '{0}' is one here: write zeros({0}) for {0} "
        "zeros, and "
        "static_cast<double>({0}) for the element",
        value);
  }
  const std::string type = in_quotes(message.substr(message.rfind(" to '")));
  return fmt::format("'{0}' might not fit into a '{1}', and braces refuse that: write static_cast<{1}>({0})",
                     value, type);
}

/// Explains "use of deleted function '...'".
std::string about_deleted(const std::string& message) {
  if (has(message, "Matmul")) {
    return "matmul multiplies matrices, and a Vector is none: write as_row(v) or as_column(v)";
  }
  if (has(message, "row_at("))
    return "row_at of a tensor that is gone at the end of the line: give the tensor a name first";
  if (has(message, "Reduce<")) {
    return "an axis is a whole number, 0 or 1: for the larger or smaller of two values write maximum or "
           "minimum";
  }
  return message;
}

/// Explains "no matching function for call to 'exp(const Matrix&)'".
std::string about_function(const std::string& message) {
  const std::string name = before(in_quotes(message), "(");
  for (const char* each : {"exp", "log", "tanh", "sqrt", "abs", "max"}) {
    if (name == each) {
      return fmt::format("{}; std::{} takes single numbers: for a tensor write {} without std::", message,
                         name, name);
    }
  }
  return message;
}

}  // namespace

std::string in_plain_words(const std::string& message, std::string_view note) {
  const auto starts = [&](std::string_view words) { return message.starts_with(words); };
  if (starts("expected ',' or ';' before") || starts("expected ';' before")) {
    return "missing ';' before " + after(message, "before ");
  }
  if (starts("expected '}' at end of input"))
    return "missing '}': a block is opened with '{' and never closed";
  if (starts("expected declaration before '}'"))
    return "one '}' too many: there is no open block for it to close";
  if (has(message, "forbids declaration of") && has(message, "with no type")) {
    return fmt::format("the return type is missing before '{}'", in_quotes(message));
  }
  if (starts("no return statement in function") || starts("control reaches end of non-void")) {
    return "this function must return a value, and its end is reached without 'return'";
  }
  if (message.ends_with(": No such file or directory")) {
    return fmt::format(
        "there is no '{}' to include: only <backprop/...>, xtensor and the standard library are there",
        before(message, ": No such file"));
  }
  if (has(message, "was not declared in this scope")) {
    const std::string hint = after(message, "in this scope");
    return fmt::format("'{}' is not declared here: no variable or function of that name is known{}",
                       in_quotes(message), hint);
  }
  if (starts("assignment of read-only location") || has(message, "discards qualifiers")) {
    return "this changes a tensor that is const; inputs and caches must stay as they are, so change a copy";
  }
  if (starts("narrowing conversion of ")) return about_narrowing(message);
  if (starts("use of deleted function")) return about_deleted(message);
  if (starts("could not convert") && message.ends_with("to 'bool'")) {
    return "a condition is one yes or no, and this is a tensor of them: where(condition, a, b) chooses "
           "element by element, and condition * a masks";
  }
  if (starts("no match for call to '(const ")) return about_helper(in_quotes(message), note);
  if (starts("no matching function for call to")) return about_function(message);
  if (starts("ambiguating new declaration of")) {
    return fmt::format("the header declares this function with another return type: '{}'", in_quotes(note));
  }
  if (has(message, "provided for structured binding") && has(note, " decomposes into ")) {
    return fmt::format("{}, but {} has {}", message, in_quotes(note), after(note, " decomposes into "));
  }
  if (starts("conversion from ") && has(message, "to non-scalar type")) {
    return fmt::format("cannot make a '{}' from a '{}'", in_quotes(message, 1), in_quotes(message));
  }
  if (starts("invalid initialization of reference of type")) {
    return fmt::format("'{}' is needed here, and this is '{}'", in_quotes(message), in_quotes(message, 1));
  }
  if (starts("template instantiation depth exceeds")) return "templates that need each other without end";
  return message;
}

}  // namespace grader
