/// Makes an Instance from a layer's forward and backward functions: the part that all ops share.
#pragma once

#include <backprop/rng.hpp>
#include <concepts>
#include <memory>
#include <utility>

#include "grader/ops/arguments.hpp"
#include "grader/ops/op.hpp"

namespace grader {

/// forward(Arguments& inputs) -> backprop::Forward<Output, Cache>;
/// outputs_of(const Output&) -> Tensors of outputs;
/// backward(Arguments& upstream, const Cache&) -> Tensors of gradients.
template <class Outputs, class Run, class Back>
requires(!std::convertible_to<Outputs, std::string>) Instance
    run_layer(const Case& the_case, Outputs outputs_of, Run forward, Back backward) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  auto result = forward(*inputs);
  auto cache = std::make_shared<decltype(result.cache)>(std::move(result.cache));
  auto overwritten = std::make_shared<std::vector<std::string>>();
  return {
      .outputs = outputs_of(std::as_const(result.out)),
      .backward =
          [cache, backward, overwritten](const Tensors& upstream) {
            Arguments arguments(upstream);
            Tensors gradients = backward(arguments, std::as_const(*cache));
            for (const std::string& name : arguments.modified()) overwritten->push_back("d" + name);
            return gradients;
          },
      .modified =
          [inputs, overwritten] {
            std::vector<std::string> names = inputs->modified();
            names.insert(names.end(), overwritten->begin(), overwritten->end());
            return names;
          },
  };
}

/// The same, for a layer whose single output has the name `output`.
template <class Run, class Back>
Instance run_layer(const Case& the_case, const std::string& output, Run forward, Back backward) {
  const auto outputs_of = [&](const auto& out) { return Tensors{{output, from_xtensor(out)}}; };
  return run_layer(the_case, outputs_of, forward, backward);
}

/// For a function without a backward pass: compute(Arguments& inputs) -> Tensors of outputs.
template <class Compute>
Instance run_function(const Case& the_case, Compute compute) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  Tensors outputs = compute(*inputs);
  return {.outputs = std::move(outputs), .backward = {}, .modified = [inputs] { return inputs->modified(); }};
}

/// The attribute as a count.
inline std::size_t size_attribute(const Case& the_case, const std::string& name) {
  return static_cast<std::size_t>(the_case.attributes.at(name));
}

}  // namespace grader
