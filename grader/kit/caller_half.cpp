#include "grader/kit/caller_half.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "grader/base/input_error.hpp"
#include "grader/base/pattern.hpp"
#include "grader/base/strings.hpp"

namespace grader {

namespace {

constexpr std::array<std::string_view, 3> kGradersAlone = {"standard_probes.cpp", "checked_gradients.cpp",
                                                           "checked_gradients.hpp"};
constexpr std::string_view kLayer = "\nLayer layer() {";

struct Cut {
  std::size_t at;  // where the grader's half begins
  bool layer;      // whether the file describes a layer
};

std::optional<Cut> find_cut(std::string_view text) {
  if (const std::size_t layer = text.find(kLayer); layer != std::string_view::npos) {
    const std::size_t line_end = text.find('\n', layer + 1);
    const bool one_line = text.substr(0, line_end).ends_with('}');
    const std::size_t end = one_line ? line_end : text.find("\n}\n", layer) + 2;
    return Cut{end + 1, true};
  }
  const std::size_t marker = text.find("\n" + std::string(kGradersHalf));
  if (marker == std::string_view::npos) return std::nullopt;
  return Cut{marker + 1, false};
}

// Removes the lines that include a file which the kit lacks.
std::string without_graders_includes(std::string_view text) {
  std::string kept;
  for (const std::string_view line : lines_of(text)) {
    const bool lacks = line.starts_with("#include \"grader/ops/") &&
                       std::ranges::any_of(kGradersAlone, [&](std::string_view file) {
                         return line.ends_with("/" + std::string(file) + "\"");
                       });
    if (!lacks) (kept += line) += '\n';
  }
  return kept;
}

std::string text_of_probes(const std::set<std::string>& probes) {
  std::vector<std::string> list;
  for (const std::string& probe : probes) list.push_back("{.id = \"" + probe + "\"}");
  return fmt::format(
      "\n// The cases of these probes are golden answers. This grader draws none of its own.\n"
      "Probing probing() {{\n  return {{.probes = {{{}}}}};\n}}\n\n}}  // namespace\n",
      join(list, ",\n                     "));
}

void require_no_probes(std::string_view text, const std::string& name) {
  static const Pattern telling(R"(\b([Pp]robes?|Probing|KnownAnswer|known_answers|random_\w+)\b)");
  for (const std::string_view line : lines_of(text)) {
    const std::string code(line.substr(0, line.find("//")));
    if (telling.find_all(code).empty()) continue;
    throw InputError(fmt::format(
        "no kit can be made: grader/ops/layers/{} speaks of probes before the grader's half begins: {}. A "
        "layer's file has layer() first, and a header the line \"{}\"",
        name, code, kGradersHalf));
  }
}

}  // namespace

bool is_graders_alone(const std::filesystem::path& file) {
  return std::ranges::find(kGradersAlone, file.string()) != kGradersAlone.end();
}

std::string_view graders_half(std::string_view text) {
  const auto cut = find_cut(text);
  return cut ? text.substr(cut->at) : std::string_view();
}

std::string caller_half(std::string_view text, const std::string& name, const std::set<std::string>& probes) {
  const auto cut = find_cut(text);
  std::string half = without_graders_includes(cut ? text.substr(0, cut->at) : text);
  require_no_probes(half, name);
  if (!cut) return half;
  if (cut->layer) half += text_of_probes(probes);
  return half + "}  // namespace grader\n";
}

}  // namespace grader
