#include "grader/cli/regimes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "grader/base/strings.hpp"
#include "grader/checks/finding.hpp"
#include "grader/checks/transcript.hpp"

namespace grader {

namespace {

constexpr std::uint64_t kSeed = 1;

// One line of a table.
struct Regime {
  std::string probe;
  std::size_t cases = 0;
  std::string sizes = {};
  double scale = 1.0;
  double least = HUGE_VAL;  // magnitude of the inputs, apart from zeros
  double most = 0.0;
  std::map<std::string, std::set<double>> attributes = {};
  std::set<std::string> special = {};
};

bool has_zeros(const Tensors& upstream) {
  return std::any_of(upstream.begin(), upstream.end(), [](const auto& each) {
    const std::vector<double>& values = each.second.values;
    return std::find(values.begin(), values.end(), 0.0) != values.end();
  });
}

void add_inputs(const Op& op, const Case& the_case, Regime& regime) {
  for (const InputSpec& input : op.inputs) {
    if (input.integer) continue;
    for (const double value : the_case.inputs.at(input.name).values) {
      const double size = std::abs(value);
      if (!std::isfinite(size)) {
        regime.special.insert(std::isnan(size) ? "a NaN" : "an infinity");
      } else if (size == 0.0) {
        regime.special.insert("zeros");
      } else {
        regime.least = std::min(regime.least, size);
        regime.most = std::max(regime.most, size);
      }
    }
  }
}

void add_case(const Op& op, const CaseTranscript& entry, Regime& regime) {
  ++regime.cases;
  std::vector<std::string> sizes;
  for (const auto& [symbol, size] : symbol_sizes(op, entry.the_case))
    sizes.push_back(fmt::format("{} {}", symbol, size));
  regime.sizes = join(sizes, ", ");
  add_inputs(op, entry.the_case, regime);
  for (const auto& [name, value] : entry.the_case.attributes) {
    if (name != "seed") regime.attributes[name].insert(value);
  }
  if (on_kink(op, entry.the_case)) regime.special.insert("on a kink");
  if (has_zeros(entry.u)) regime.special.insert("no upstream gradient in places");
  if (!entry.the_case.note.empty()) regime.special.insert(entry.the_case.note);
}

std::string remarks(const Regime& regime) {
  std::vector<std::string> parts;
  for (const auto& [name, values] : regime.attributes) {
    std::vector<std::string> list;
    for (const double value : values) list.push_back(fmt::format("{:.3g}", value));
    parts.push_back(name + " " + join(list, " or "));
  }
  parts.insert(parts.end(), regime.special.begin(), regime.special.end());
  return join(parts, "; ");
}

std::string regime_line(const Regime& regime) {
  const std::string magnitudes =
      regime.most == 0.0 ? "0" : fmt::format("{:.0e} to {:.0e}", regime.least, regime.most);
  std::string line = fmt::format("  {:<20} {:>5}  {:<28} {:<7.3g} {:<16} {}", regime.probe, regime.cases,
                                 regime.sizes, regime.scale, magnitudes, remarks(regime));
  return line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

}  // namespace

std::string regimes_text(const std::vector<Op>& ops) {
  std::string text;
  for (const Op& op : ops) {
    text += fmt::format("{}{}: {}\n  {:<20} {:>5}  {:<28} {:<7} {:<16} {}\n", text.empty() ? "" : "\n",
                        op.name, op.summary, "probe", "cases", "sizes", "scale", "|inputs|", "remarks");
    const Transcript cases = cases::plan(op, kSeed);
    auto entry = cases.begin();
    for (const Probe& probe : op.probes) {
      Regime regime{.probe = probe.id, .scale = probe.scale};
      for (std::size_t i = 0; i < probe.cases; ++i) add_case(op, *entry++, regime);
      text += regime_line(regime);
    }
  }
  return text;
}

}  // namespace grader
