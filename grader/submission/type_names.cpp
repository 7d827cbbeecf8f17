#include "grader/submission/type_names.hpp"
#include "grader/base/strings.hpp"

#include <array>
#include <cctype>
#include <optional>
#include <vector>

namespace grader {

namespace {

constexpr std::size_t kDeepest = 40;

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Returns where the '<' at `open` is closed, or npos.
std::size_t closing_bracket(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < text.size(); ++at) {
    if (text[at] == '<') ++depth;
    if (text[at] == '>' && text[at - 1] != '-' && --depth == 0) return at;
  }
  return std::string_view::npos;
}

/// Returns the parts between commas that are outside all brackets.
std::vector<std::string_view> arguments(std::string_view list) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= list.size(); ++at) {
    if (at == list.size() || (list[at] == ',' && depth == 0)) {
      std::string_view part = list.substr(begin, at - begin);
      while (part.starts_with(' ')) part.remove_prefix(1);
      while (part.ends_with(' ')) part.remove_suffix(1);
      if (!part.empty()) parts.push_back(part);
      begin = at + 1;
    } else if (list[at] == '<' || list[at] == '(') {
      ++depth;
    } else if (list[at] == '>' || list[at] == ')') {
      --depth;
    }
  }
  return parts;
}

std::optional<std::string> tensor_name(const std::vector<std::string_view>& parts) {
  if (parts.size() < 2 || parts[1].empty()) return std::nullopt;
  const char rank = parts[1].front();
  const bool integers = parts[0].starts_with("long") || parts[0].starts_with("xt::uvector<long");
  if (integers) return rank == '1' ? "Labels" : rank == '2' ? "LabelMatrix" : "an integer tensor";
  constexpr std::array<const char*, 4> names = {"Vector", "Matrix", "Tensor3", "Tensor4"};
  if (rank < '1' || rank > '4') return std::nullopt;
  return names[static_cast<std::size_t>(rank - '1')];
}

std::string simplify(std::string_view text, std::size_t depth);

std::string short_name(std::string_view name) {
  for (const std::string_view inner : {"std::__cxx11::", "std::__1::"}) {
    if (name.starts_with(inner)) return "std::" + std::string(name.substr(inner.size()));
  }
  if (name.starts_with("backprop::")) return std::string(name.substr(10));
  return std::string(name);
}

std::string template_name(std::string_view name, std::string_view inside, std::size_t depth) {
  const std::vector<std::string_view> parts = arguments(inside);
  // clang++ leaves namespaces out.
  const std::string_view without_space = name.starts_with("xt::") ? name.substr(4) : name;
  if (without_space == "xtensor_container" || without_space == "xtensor") {
    if (auto known = tensor_name(parts)) return *known;
  }
  if (short_name(name) == "Dense" && parts.size() == 1) {
    if (auto known = tensor_name({"double", parts.front()})) return *known;
  }
  if (name == "xt::xexpression" || name == "xt::xcontainer" || name == "xt::xsemantic_base") {
    return parts.empty() ? std::string(name) : simplify(parts.front(), depth + 1);
  }
  if (name.starts_with("xt::") && name.substr(name.rfind(':') + 1).starts_with('x'))
    return "an xtensor expression";
  if (short_name(name) == "std::basic_string") return "std::string";

  std::vector<std::string> arguments;
  for (const std::string_view part : parts) {
    // The default arguments of the standard library's containers.
    if (part.starts_with("std::allocator<") || part.starts_with("std::less<")) continue;
    arguments.push_back(simplify(part, depth + 1));
  }
  return short_name(name) + '<' + join(arguments) + '>';
}

std::string simplify(std::string_view text, std::size_t depth) {
  if (depth > kDeepest) return std::string(text);
  std::string result;
  while (!text.empty()) {
    std::size_t end = 0;
    while (end < text.size() && (is_word_character(text[end]) || (end > 0 && text[end] == ':'))) ++end;
    if (end == 0) {
      result += text.front();
      text.remove_prefix(1);
      continue;
    }
    while (text[end - 1] == ':') --end;
    const std::string_view name = text.substr(0, end);
    const bool is_template = end < text.size() && text[end] == '<' && !name.ends_with("operator");
    const std::size_t close = is_template ? closing_bracket(text, end) : std::string_view::npos;
    if (close != std::string_view::npos) {
      result += template_name(name, text.substr(end + 1, close - end - 1), depth);
      text.remove_prefix(close + 1);
    } else {
      // g++ says "struct Cache"; students write "Cache".
      const bool drop = (name == "struct" || name == "class") && text.substr(end).starts_with(' ');
      if (!drop) result += short_name(name);
      text.remove_prefix(drop ? end + 1 : end);
    }
  }
  return result;
}

/// Returns `text` without every part from `open` to its `close`, both included.
std::string without(std::string text, std::string_view open, std::string_view close) {
  for (std::size_t at = 0; (at = text.find(open, at)) != std::string::npos;) {
    const std::size_t end = text.find(close, at + open.size());
    if (end == std::string::npos) break;
    text.erase(at, end + close.size() - at);
  }
  return text;
}

}  // namespace

std::string simplify_types(std::string_view text) {
  std::string plain = without(std::string(text), " {aka '", "'}");
  plain = without(std::move(plain), " (aka '", "')");
  plain = without(std::move(plain), " [with ", "]");
  return simplify(plain, 0);
}

}  // namespace grader
