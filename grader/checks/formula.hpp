/// What is inside a layer's backward pass: the values that its formulas multiply and the terms that they add.
/// An answer is tried against the formulas with one thing changed. The formulas themselves are in
/// grader/mistakes/formulas, which kits do not have.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "grader/ops/op.hpp"

namespace grader {

/// A value that formulas multiply by: "i", "1 - g^2".
struct FormulaValue {
  std::string name;
  /// Symbols as in the op's shapes. Empty for a number.
  std::vector<std::string> shape;
  Tensor tensor;
};

/// One of the terms whose sum is a gradient or an output.
struct FormulaTerm {
  std::string of;     // "x" for dx, or an output
  std::string words;  // "xhat times its mean product with dxhat"
  Tensor tensor;      // of the gradient's shape
  /// The values whose product, perhaps with others, the term is.
  std::vector<std::string> factors = {};
  /// What else the term may have been, and in which words: "with wq in the place of wk".
  std::vector<std::pair<std::string, Tensor>> instead = {};
};

/// A gradient, or a part of one, that is a product in every row of the batch: dwx of a gate is x times a few
/// values, summed over the batch.
struct FormulaProduct {
  std::vector<std::string> of;  // the gradients
  std::string part = {};        // the gate, or empty for all elements
  std::string through = {};     // the output whose upstream gradient this is about, or empty for all
  std::vector<std::string> factors;
  /// Where two axes of the gradient could hold a value's axis: whether the first does, and not the last.
  bool along_first = false;
};

struct Formula {
  std::function<std::vector<FormulaValue>(const Case&, const Tensors& upstream)> values = {};
  std::function<std::vector<FormulaTerm>(const Case&, const Tensors& upstream)> terms = {};
  std::vector<FormulaProduct> products = {};
  /// For a layer over a sequence: the op of a single step. Its outputs next_h and next_c are the inputs
  /// prev_h and prev_c of the step after it; a state starts from the sequence's h0 or from zeros.
  std::string step = {};
};

/// Returns the formulas of an op, or nullptr when none are known.
const Formula* formula_of(const std::string& op);

/// Registers the formulas of an op: `const FormulaRegistration registration{"lstm_step", {...}};`
struct FormulaRegistration {
  FormulaRegistration(const std::string& op, Formula formula);
};

}  // namespace grader
