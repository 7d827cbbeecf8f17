#include "grader/ops/registry.hpp"

#include <algorithm>

#include "grader/ops/entries.hpp"

extern "C" {
[[gnu::weak]] extern const grader::LayerEntry* const __start_backprop_layers[];
[[gnu::weak]] extern const grader::LayerEntry* const __stop_backprop_layers[];
[[gnu::weak]] extern const grader::ProbingEntry* const __start_backprop_probings[];
[[gnu::weak]] extern const grader::ProbingEntry* const __stop_backprop_probings[];
}

namespace grader {

namespace {

Probing probing_of(const std::string& name) {
  const auto found = std::find_if(__start_backprop_probings, __stop_backprop_probings,
                                  [&](const ProbingEntry* entry) { return entry->name == name; });
  return (*found)->probing();
}

std::vector<Op> make_ops() {
  std::vector<Op> ops;
  for (auto entry = __start_backprop_layers; entry != __stop_backprop_layers; ++entry) {
    const Layer layer = make_layer(**entry);
    Op op{layer, probing_of(layer.name)};
    if (!op.sample) {
      op.sample = [layer](backprop::Rng& rng, const Probe& probe) {
        return sample_normal(layer, rng, probe);
      };
    }
    ops.push_back(std::move(op));
  }
  std::sort(ops.begin(), ops.end(), [](const Op& a, const Op& b) { return a.name < b.name; });
  return ops;
}

}  // namespace

const std::vector<Op>& all_ops() {
  static const std::vector<Op> ops = make_ops();
  return ops;
}

const Op* find_op(std::string_view name) {
  for (const Op& op : all_ops()) {
    if (op.name == name) return &op;
  }
  return nullptr;
}

}  // namespace grader
