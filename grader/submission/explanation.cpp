#include "grader/submission/explanation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grader/submission/spelling.hpp"

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

std::string text_after(std::string_view text, std::string_view part) {
  const auto at = text.find(part);
  return at == text.npos ? std::string() : std::string(text.substr(at + part.size()));
}

std::string before(std::string_view text, std::string_view part) {
  return std::string(text.substr(0, text.find(part)));
}

/// Explains "no match for call to '(const Matmul) (const Matrix&)'". clang++ does not say what it is called
/// with, but what does not fit.
std::string about_helper(const std::string& call, std::string_view note) {
  const std::string type = before(text_after(call, "(const "), ")");
  const std::string arguments = text_after(call, ") ");
  std::string words = fmt::format("{} cannot be called with {}", helper_name(type),
                                  arguments.empty() ? "these arguments" : arguments);
  if (has(type, "<")) return words;  // it takes several kinds
  const std::string expected = text_after(note, "candidate: ");
  if (has(expected, "operator()")) {
    words += fmt::format(": it takes {}", before(text_after(expected, "operator()"), " const'"));
  } else if (note.starts_with("requires single argument")) {
    words += ": it takes one argument" + std::string(note.substr(std::min(note.find(','), note.size())));
  } else if (note.starts_with("requires ")) {
    words += ": it takes " + text_after(note, "requires ");
  } else if (note.starts_with("no known conversion from")) {
    const std::string which = before(text_after(note, " for "), " argument");
    words +=
        fmt::format(": the {} is a '{}', and it takes a '{}'", which, in_quotes(note), in_quotes(note, 1));
  }
  return words;
}

/// Explains "narrowing conversion of 'N' from 'std::size_t' {aka 'long unsigned int'} to 'double'".
std::string about_narrowing(const std::string& message) {
  std::string value = in_quotes(message);
  constexpr std::string_view kCast = "(std::size_t)";  // the compiler writes it before a name
  if (value.starts_with(kCast)) value.erase(0, kCast.size());
  // The compiler spells out what has no name.
  const bool spelled_out = has(value, "::") || has(value, "(");
  if (has(message, "to 'double'") && spelled_out) {
    return "braces make a list of elements, and a whole number is one here: write zeros(N) for N zeros, and "
           "static_cast<double>(N) for the element";
  }
  if (has(message, "to 'double'")) {
    return fmt::format(
        "braces make a list of elements, and the whole number '{0}' is one here: write zeros({0}) for {0} "
        "zeros, and "
        "static_cast<double>({0}) for the element",
        value);
  }
  const std::string type = in_quotes(message.substr(message.rfind(" to '")));
  if (spelled_out) {
    return fmt::format(
        "a value might not fit into a '{0}', and braces refuse that: write static_cast<{0}>(...)", type);
  }
  return fmt::format("'{0}' might not fit into a '{1}', and braces refuse that: write static_cast<{1}>({0})",
                     value, type);
}

/// Explains "use of deleted function '...'".
std::string about_deleted(const std::string& message) {
  if (has(message, "Matmul")) {
    return "matmul multiplies matrices, and a Vector is not one: write as_row(v) or as_column(v)";
  }
  if (has(message, "row_at("))
    return "row_at of a tensor that is gone at the end of the line: give the tensor a name first";
  if (has(message, "Reduce<")) {
    return "an axis is a whole number, 0 or 1: for the larger or smaller of two values write maximum or "
           "minimum";
  }
  return message;
}

/// Explains "'const Matrix' has no member named 'T'", where numpy or Eigen has one.
std::string about_member(const std::string& message) {
  struct Word {
    const char* theirs;
    const char* ours;
  };
  constexpr Word kWords[] = {{"T", "transpose(x)"},
                             {"transpose", "transpose(x)"},
                             {"t", "transpose(x)"},
                             {"dot", "matmul(a, b)"},
                             {"sum", "sum(x) or sum(x, axis)"},
                             {"mean", "mean(x) or mean(x, axis)"},
                             {"max", "max(x) or max(x, axis)"},
                             {"min", "min(x) or min(x, axis)"},
                             {"copy", "Matrix y = x"},
                             {"rows", "x.shape(0)"},
                             {"cols", "x.shape(1)"},
                             {"length", "x.size()"}};
  const std::string member = in_quotes(message.substr(message.find("no member named")));
  for (const auto& [theirs, ours] : kWords) {
    if (member == theirs) return fmt::format("a tensor has no .{}: write {}", theirs, ours);
  }
  return message;
}

/// Explains "extended character X is not valid in an identifier", for a character that looks like another.
std::string about_character(const std::string& message) {
  struct Character {
    const char* pasted;
    const char* words;
  };
  constexpr Character kCharacters[] = {{"\u00a0", "a no-break space (U+00A0): type a blank"},
                                       {"\u2009", "a thin space (U+2009): type a blank"},
                                       {"\u200b", "a space of no width (U+200B): delete it"},
                                       {"\u2018", "a curly quote (U+2018): type '"},
                                       {"\u2019", "a curly quote (U+2019): type '"},
                                       {"\u201c", "a curly quote (U+201C): type \""},
                                       {"\u201d", "a curly quote (U+201D): type \""},
                                       {"\u2212", "a minus of print (U+2212): type -"},
                                       {"\u2013", "a dash (U+2013): type -"},
                                       {"\u00d7", "a multiplication sign (U+00D7): type *"},
                                       {"\u00b7", "a middle dot (U+00B7): type *"}};
  for (const auto& [pasted, words] : kCharacters) {
    if (has(message, pasted)) return fmt::format("here is {}; it comes with text that is pasted", words);
  }
  return message;
}

std::string only_in_backprop(const std::string& name) {
  return fmt::format(
      "'{}' is known in namespace backprop only: the file must include its header, and say `namespace "
      "backprop "
      "{{` before this line, in that spelling",
      name);
}

/// Returns whether the vocabulary has a type of this name. g++ suggests nothing for a type of another
/// namespace.
bool is_type_of_the_vocabulary(const std::string& name) {
  for (const char* type : {"Vector", "Matrix", "Tensor3", "Tensor4", "Labels", "LabelMatrix", "Forward",
                           "Rng", "Mode", "Step"}) {
    if (name == type) return true;
  }
  return false;
}

/// Explains a name that Python's code has and C++ has not, or returns an empty string.
std::string about_python(const std::string& name) {
  for (const char* each : {"axis", "keepdims", "keepdim", "dim"}) {
    if (name == each)
      return fmt::format("'{}' is not declared here; C++ has no arguments by name: write sum(x, 0)", name);
  }
  for (const char* each : {"np", "numpy", "torch", "nn", "tf", "jnp"}) {
    if (name == each)
      return fmt::format("'{}' is not declared here; the course's functions need no module: write sum(x, 0)",
                         name);
  }
  return {};
}

/// Explains a name that is not known, in its quotes, with what g++ suggests after it.
std::string about_unknown(const std::string& message) {
  const std::string name = in_quotes(message);
  for (const char* space : {"backprop", "std"}) {
    if (name != space && name.size() > 2 && letters_off(name, space) == 1)
      return fmt::format("'{}' is not known; did you mean '{}'?", name, space);
  }
  if (std::string words = about_python(name); !words.empty()) return words;
  std::string hint = text_after(message, "in this scope");
  if (in_quotes(hint) == name) {
    return only_in_backprop(name);
  }
  return fmt::format("'{}' is not declared here: no variable or function of that name is known{}", name,
                     hint);
}

/// Explains "no matching function for call to 'exp(const Matrix&)'".
std::string about_function(const std::string& message) {
  const std::string name = before(in_quotes(message), "(");
  for (const char* each : {"max", "min"}) {
    if (name != each) continue;
    return fmt::format(
        "std::{0} compares two single numbers of one type: for tensors write {0}imum(a, b) without std, and "
        "{0}(x) or {0}(x, axis) for the {1} element",
        name, name == "max" ? "largest" : "smallest");
  }
  if (has(message, "xtensor_container(") || name == "Matrix::Matrix") {
    return "a tensor takes its shape as a list: `Matrix dw({D, M})`, and zeros(D, M) makes one of zeros";
  }
  for (const char* each : {"exp", "log", "tanh", "sqrt", "abs"}) {
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
    return "missing ';' before " + text_after(message, "before ");
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
  if (message.ends_with(": No such file or directory") && starts("xtensor/")) {
    return fmt::format(
        "there is no '{}' in this version of xtensor: leave the line out, since <backprop/...> brings "
        "xtensor's tensors with it",
        before(message, ": No such file"));
  }
  if (message.ends_with(": No such file or directory")) {
    return fmt::format(
        "there is no '{}' to include: only <backprop/...>, xtensor and the standard library are there",
        before(message, ": No such file"));
  }
  if (has(message, "was not declared in this scope")) {
    return about_unknown(message);
  }
  if (has(message, "does not name a type") || has(message, "has not been declared")) {
    if (is_type_of_the_vocabulary(in_quotes(message))) return only_in_backprop(in_quotes(message));
    const std::string words = about_unknown(message);
    return has(words, "did you mean") ? words : message;
  }
  if (has(message, "has no member named")) return about_member(message);
  if (has(message, "is not valid in an identifier")) return about_character(message);
  if (has(message, "to binary 'operator^'")) return "^ is no power in C++: write square(z), or z * z";
  if (starts("invalid type argument of unary '*'")) return "** is no power in C++: write square(z), or z * z";
  if (starts("could not convert") && has(message, "make_tuple"))
    return "a tuple is not what this function returns: name its members in braces, in the order of the "
           "struct";
  if (starts("assignment of read-only location") || has(message, "discards qualifiers")) {
    return "this changes a tensor that is const; inputs and caches must stay as they are, so change a copy";
  }
  if (starts("narrowing conversion of ")) return about_narrowing(message);
  if (starts("use of deleted function")) return about_deleted(message);
  if (starts("could not convert") && message.ends_with("to 'bool'")) {
    return "a condition is one yes or no, and this is a tensor of them: where(condition, a, b) chooses "
           "element by element, and condition * a masks";
  }
  if (starts("could not convert") && message.ends_with("Gradients'")) {
    return fmt::format(
        "this is one '{}', and a '{}' has a member for each gradient: name all of them in braces, in "
        "the order of the header",
        in_quotes(message, 1), in_quotes(message, 2));
  }
  if (has(message, "<unresolved overloaded function type>")) {
    return "a function is named here and not called: are its brackets () missing?";
  }
  if (starts("no match for call to '(const ")) return about_helper(in_quotes(message), note);
  if (starts("no matching function for call to")) return about_function(message);
  if (starts("ambiguating new declaration of")) {
    const std::string words = "the header declares this function with another return type";
    return in_quotes(note).empty() ? words : fmt::format("{}: '{}'", words, in_quotes(note));
  }
  if (has(message, "provided for structured binding") && has(note, " decomposes into ")) {
    return fmt::format("{}, but {} has {}", message, in_quotes(note), text_after(note, " decomposes into "));
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
