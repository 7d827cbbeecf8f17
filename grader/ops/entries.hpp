/// Enters both halves of a layer's file into the registry.
///
/// Each half is an entry, and the linker gathers the pointers to all entries of one kind in a section. A
/// worker reads the layers' section only. Its linker drops the other section, with everything that only that
/// section refers to.
#pragma once

#include "grader/ops/layer.hpp"
#include "grader/ops/probing.hpp"

namespace grader {

struct LayerEntry {
  const char* name;
  Layer (*layer)();
  Instance (*call)(const Layer&, const Case&);
};

struct ProbingEntry {
  const char* name;
  Probing (*probing)();
};

/// Returns the entry's layer, with its name, its functions and its call.
Layer make_layer(const LayerEntry& entry);

}  // namespace grader

/// Registers the layer of this file. Needs `Instance call(const Layer&, const Case&)`, `Layer layer()` and
/// `Probing probing()` in the file's unnamed namespace. A worker's link line names the C symbol to ask for
/// the layers that it needs: `-u backprop_op_affine`.
#define BACKPROP_ENTER_LAYER(NAME)                                                                          \
  namespace grader {                                                                                        \
  namespace {                                                                                               \
  Instance call(const Layer& layer, const Case& the_case);                                                  \
  Layer layer();                                                                                            \
  Probing probing();                                                                                        \
  }                                                                                                         \
  extern "C" const LayerEntry backprop_op_##NAME;                                                           \
  extern "C" const LayerEntry backprop_op_##NAME = {#NAME, layer, call};                                    \
  namespace {                                                                                               \
  const ProbingEntry probing_of_this_file = {#NAME, probing};                                               \
  [[gnu::used, gnu::section("backprop_layers")]] const LayerEntry* const layer_entry = &backprop_op_##NAME; \
  [[gnu::used, gnu::section("backprop_probings")]] const ProbingEntry* const probing_entry =                \
      &probing_of_this_file;                                                                                \
  }                                                                                                         \
  }
