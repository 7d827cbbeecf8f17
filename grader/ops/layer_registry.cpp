// The half of the registry that workers also have.
#include <list>

#include "grader/ops/entries.hpp"
#include "grader/ops/registry.hpp"

// The linker defines these names at a section's ends. They are weak, since a program without layers has no
// such section.
extern "C" {
[[gnu::weak]] extern const grader::LayerEntry* const __start_backprop_layers[];
[[gnu::weak]] extern const grader::LayerEntry* const __stop_backprop_layers[];
}

namespace grader {

Layer make_layer(const LayerEntry& entry) {
  Layer layer = entry.layer();
  layer.name = entry.name;
  if (layer.functions.empty()) {
    if (layer.gradients().empty()) {
      layer.functions = {layer.name};
    } else {
      layer.functions = {layer.name + "_forward", layer.name + "_backward"};
    }
  }
  layer.start = [call = entry.call, described = layer](const Case& the_case) {
    return call(described, the_case);
  };
  return layer;
}

const Layer* find_layer(std::string_view name) {
  static std::list<Layer> made;
  for (const Layer& layer : made) {
    if (layer.name == name) return &layer;
  }
  for (auto entry = __start_backprop_layers; entry != __stop_backprop_layers; ++entry) {
    if ((*entry)->name == name) return &made.emplace_back(make_layer(**entry));
  }
  return nullptr;
}

}  // namespace grader
