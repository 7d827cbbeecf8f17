#include "grader/submission/clang_words.hpp"

#include <fmt/format.h>

#include <cctype>
#include <optional>

#include "grader/submission/spelling.hpp"

namespace grader {

namespace {

bool mentions(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

// Returns the text in the n-th pair of quotes, counted from 0, or an empty string.
std::string quoted_text(std::string_view text, int n = 0) {
  for (std::size_t open = text.find('\''); open != text.npos; open = text.find('\'', open)) {
    const std::size_t close = text.find('\'', open + 1);
    if (close == text.npos) break;
    if (n-- == 0) return std::string(text.substr(open + 1, close - open - 1));
    open = close + 1;
  }
  return {};
}

std::string_view rest_after(std::string_view text, std::string_view part) {
  const auto at = text.find(part);
  return at == text.npos ? std::string_view() : text.substr(at + part.size());
}

bool is_tensor(std::string_view type) {
  for (const char* name : {"Vector", "Matrix", "Tensor3", "Tensor4", "Labels", "xtensor expression"}) {
    if (mentions(type, name)) return true;
  }
  return false;
}

std::string identifier_at_the_start(std::string_view source) {
  std::size_t end = 0;
  while (end < source.size() && (std::isalnum(static_cast<unsigned char>(source[end])) || source[end] == '_'))
    ++end;
  return std::string(source.substr(0, end));
}

// Returns the element of a list in braces that begins here: "N * 2" for "N * 2}, 3);".
std::string element_at_the_start(std::string_view source) {
  int depth = 0;
  std::size_t end = 0;
  for (; end < source.size(); ++end) {
    const char c = source[end];
    if (depth == 0 && (c == ',' || c == '}')) break;
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
  }
  return std::string(source.substr(0, end));
}

// Returns the first character, which may have several bytes.
std::string character_at_the_start(std::string_view source) {
  std::size_t end = source.empty() ? 0 : 1;
  while (end < source.size() && (source[end] & 0xC0) == 0x80) ++end;
  return std::string(source.substr(0, end));
}

// g++ suggests the helper, `matmul`, where clang++ finds the class that it belongs to, `Matmul`.
std::string suggestion(std::string_view message, std::string_view name) {
  std::string hint(rest_after(message, "did you mean "));
  if (hint.empty()) return {};
  const std::string suggested = quoted_text(hint);
  const std::string helper = helper_name(suggested);
  if (helper != name && letters_off(helper, name) < letters_off(suggested, name))
    hint = fmt::format("'{}'?", helper);
  return "; did you mean " + hint;
}

std::optional<std::string> about_names(std::string_view message) {
  const std::string name = quoted_text(message);
  if (message.starts_with("use of undeclared identifier"))
    return fmt::format("'{}' was not declared in this scope{}", name, suggestion(message, name));
  if (message.starts_with("unknown type name"))
    return fmt::format("'{}' does not name a type{}", name, suggestion(message, name));
  if (message.starts_with("no member named") && !mentions(message, "in namespace")) {
    return fmt::format("'{}' has no member named '{}'{}", quoted_text(message, 1), name,
                       suggestion(message, name));
  }
  if (message.ends_with("' file not found")) return name + ": No such file or directory";
  return std::nullopt;
}

std::optional<std::string> about_grammar(std::string_view message, std::string_view source) {
  if (message == "expected '}'") return "expected '}' at end of input";
  if (message.starts_with("extraneous closing brace")) return "expected declaration before '}'";
  if (message.starts_with("a type specifier is required") || message.starts_with("C++ requires a type spec"))
    return fmt::format("ISO C++ forbids declaration of '{}' with no type", identifier_at_the_start(source));
  if (message.starts_with("non-void function does not return")) return "no return statement in function";
  if (message.starts_with("indirection requires pointer operand"))
    return "invalid type argument of unary '*'";
  const bool foreign = message.starts_with("unexpected character <") ||
                       message.starts_with("character <U+") || message.starts_with("non-ASCII character");
  if (foreign && !source.empty())
    return fmt::format("extended character {} is not valid in an identifier", character_at_the_start(source));
  if (message.starts_with("unexpected namespace name")) return "expected primary-expression before ':'";
  if (message.starts_with("recursive template instantiation exceeded"))
    return "template instantiation depth exceeds the maximum";
  return std::nullopt;
}

std::optional<std::string> about_conversions(std::string_view message, std::string_view source) {
  const std::string from = quoted_text(message);
  const std::string to = quoted_text(message, 1);
  if (message.starts_with("no viable conversion from returned value of type")) {
    if (from.starts_with("tuple<") || from.starts_with("std::tuple<"))
      return fmt::format("could not convert 'make_tuple' from '{}' to '{}'", from, to);
    if (to.ends_with("Gradients") || to == "bool")
      return fmt::format("could not convert 'this' from '{}' to '{}'", from, to);
    return fmt::format("cannot convert '{}' to '{}' in return", from, to);
  }
  if (message.starts_with("no viable conversion from '"))
    return fmt::format("conversion from '{}' to non-scalar type '{}'", from, to);
  if (mentions(message, "is not contextually convertible to 'bool'") && is_tensor(from))
    return fmt::format("could not convert 'this' from '{}' to 'bool'", from);
  if (mentions(message, "cannot be narrowed")) {
    const bool constant = message.starts_with("constant expression evaluates");
    return fmt::format("narrowing conversion of '{}' from '{}' to '{}'", element_at_the_start(source),
                       constant ? "int" : from, constant ? from : to);
  }
  if (message.starts_with("cannot assign to return value")) return "assignment of read-only location";
  if (message.starts_with("binding reference of type") && message.ends_with("drops 'const' qualifier"))
    return "binding a reference discards qualifiers";
  return std::nullopt;
}

// The note names the argument that is const, and what would have to change it.
bool is_const_only(std::string_view note) {
  const bool not_const = mentions(note, "but method is not marked const") ||
                         mentions(note, "but function is not marked const") ||
                         mentions(note, "would lose const qualifier");
  return not_const || mentions(note, "does not match adjusted type 'const ") ||
         (mentions(note, "no known conversion from 'const ") && mentions(note, "for object argument"));
}

std::optional<std::string> about_calls(std::string_view message, std::string_view note,
                                       std::string_view source) {
  if (message.starts_with("no matching function for call to object of type"))
    return fmt::format("no match for call to '({}) '", quoted_text(message));
  if (message.starts_with("no matching constructor for initialization of") && is_tensor(quoted_text(message)))
    return "no matching function for call to 'xtensor_container()'";
  if (message.starts_with("call to deleted function"))
    return fmt::format("use of deleted function '{}('", quoted_text(message));
  if (message.starts_with("reference to non-static member function must be called") ||
      message.starts_with("reference to overloaded function could not be resolved"))
    return "<unresolved overloaded function type>";
  if (message.starts_with("invalid operands to binary expression") &&
      (source.starts_with('^') || mentions(note, "bitwise_xor")))
    return "invalid operands to binary 'operator^'";
  const bool changes = message.starts_with("no viable overloaded '") ||
                       message.starts_with("no matching member function for call to '") ||
                       message.starts_with("'this' argument to member function");
  if (changes && (is_const_only(note) || is_const_only(message))) return "this discards qualifiers";
  return std::nullopt;
}

// "candidate function not viable: requires 2 arguments, but 1 was provided" says what g++ says by the types
// of both.
std::string about_candidate(std::string_view note) { return std::string(rest_after(note, "not viable: ")); }

}  // namespace

CompilerWords in_words_of_gcc(CompilerWords words, std::string_view source) {
  const std::string_view message = words.message;
  if (message.starts_with("expected ';' at end of "))
    return {fmt::format("missing ';' at the end of this {}", message.substr(23)), words.note};
  if (message.starts_with("expected ';' after "))
    return {fmt::format("missing ';' after this {}", message.substr(19)), words.note};
  if (message.starts_with("functions that differ only in their return type"))
    return {"ambiguating new declaration of this function", ""};
  if (mentions(message, " names were provided") || mentions(message, " name was provided")) {
    const std::string_view given = rest_after(message, ", but ");
    const std::string_view held = rest_after(message.substr(0, message.find(", but ")), "type ");
    return {fmt::format("{} provided for structured binding", given.substr(0, given.find(" w"))),
            std::string(held)};
  }
  for (const auto& known : {about_names(message), about_grammar(message, source),
                            about_conversions(message, source), about_calls(message, words.note, source)}) {
    if (!known) continue;
    std::string note = words.note;
    if (known->starts_with("no match for call to")) note = about_candidate(note);
    return {*known, std::move(note)};
  }
  return words;
}

}  // namespace grader
