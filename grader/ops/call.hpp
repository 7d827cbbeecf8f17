/// Calls a layer's functions with the tensors of a case. The functions' signatures say how: the first tensor
/// parameter takes the first input, the first number the first attribute, and so on. A struct parameter takes
/// as many attributes or tensors as it has members. An Rng is made from the attribute that is its seed. A
/// Mode is training when its attribute is not 0.
///
/// A layer's file begins with one of
///
///     BACKPROP_LAYER(affine)           backprop::affine_forward and backprop::affine_backward
///     BACKPROP_FUNCTION(he_init)       backprop::he_init, without a backward pass
///     BACKPROP_LAYER_BY_HAND(deep_net) whatever the file's own call() calls
///
/// and then defines `layer()` and `probing()`. grader/ops/layers/example_test.cpp explains each line.
#pragma once

#include <backprop/mode.hpp>
#include <backprop/rng.hpp>
#include <backprop/step.hpp>
#include <concepts>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

#include "grader/ops/arguments.hpp"
#include "grader/ops/entries.hpp"
#include "grader/ops/members.hpp"

namespace grader {

/// Returns the attribute as a count.
inline std::size_t size_attribute(const Case& the_case, const std::string& name) {
  return static_cast<std::size_t>(the_case.attributes.at(name));
}

/// A layer that has run its forward pass. `backward` is empty for a function without a backward pass.
Instance instance_of(std::shared_ptr<Arguments> inputs, Tensors outputs,
                     std::function<Tensors(Arguments& upstream)> backward = {});

/// Returns `values` under `names`. Throws std::logic_error when their numbers differ.
Tensors named(const std::vector<std::string>& names, std::vector<Tensor> values);

/// Returns the names of the outputs, in order.
std::vector<std::string> output_names(const Layer& layer);

/// Reads inputs and attributes in the order in which the layer lists them.
class CallReader {
 public:
  CallReader(const Layer& layer, const Case& the_case, Arguments& inputs);
  template <class T>
  const T& tensor() {
    return inputs_.get<T>(next_input());
  }
  double number();

 private:
  const std::string& next_input();

  const Layer& layer_;
  const Case& case_;
  Arguments& inputs_;
  std::size_t input_ = 0;
  std::size_t attribute_ = 0;
};

/// Reads a parameter's value from the call.
template <class T>
T read_value(CallReader& from);

/// Reads a value of the member's type when it is converted to that type.
struct NextMember {
  CallReader& from;
  template <class T>
  operator T() const {  // NOLINT: a struct's members name their own types
    return read_value<T>(from);
  }
};

template <class T>
T read_value(CallReader& from) {
  if constexpr (AnyTensor<T>) {
    return from.tensor<T>();
  } else if constexpr (std::same_as<T, backprop::Mode>) {
    return from.number() != 0.0 ? backprop::Mode::train : backprop::Mode::test;
  } else if constexpr (std::same_as<T, backprop::Rng>) {
    return backprop::Rng(static_cast<std::uint64_t>(from.number()));
  } else if constexpr (std::is_arithmetic_v<T>) {
    return static_cast<T>(from.number());
  } else {
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
      return T{(static_cast<void>(i), NextMember{from})...};
    }
    (std::make_index_sequence<member_count<T>()>());
  }
}

/// One parameter of a call. A tensor is passed by reference, since it is watched for changes. Everything else
/// is passed by value.
template <class Parameter>
class Argument {
 public:
  using Value = std::remove_cvref_t<Parameter>;
  explicit Argument(CallReader& from) : value_(read(from)) {}
  Parameter get() {
    if constexpr (std::is_lvalue_reference_v<Parameter>) {
      return static_cast<Parameter>(value_);
    } else {
      return value_;
    }
  }

 private:
  using Stored = std::conditional_t<AnyTensor<Value>, const Value&, Value>;
  static Stored read(CallReader& from) {
    if constexpr (AnyTensor<Value>) {
      return from.tensor<Value>();
    } else {
      return read_value<Value>(from);
    }
  }
  Stored value_;
};

/// Returns a function's result as a list of tensors. An optimiser's step gives the parameter and the
/// config for the next step, settings and state.
template <class T>
std::vector<Tensor> values_of(const T& result) {
  std::vector<Tensor> values;
  if constexpr (AnyTensor<T> || std::is_arithmetic_v<T>) {
    values.push_back(from_xtensor(result));
  } else {
    for_each_member(result, [&](const auto& member) { values.push_back(from_xtensor(member)); });
  }
  return values;
}

template <class Config>
std::vector<Tensor> values_of(const backprop::Step<Config>& step) {
  std::vector<Tensor> values = {from_xtensor(step.next_w)};
  for_each_member(step.config, [&](const auto& member) {
    if constexpr (AnyTensor<std::remove_cvref_t<decltype(member)>>) {
      values.push_back(from_xtensor(member));
    } else {
      values.push_back(Tensor::scalar(static_cast<double>(member)));
    }
  });
  return values;
}

/// Calls the function with arguments read from the call.
template <class Result, class... Parameters>
Result call_with(CallReader reader, Result (*function)(Parameters...)) {
  std::tuple<Argument<Parameters>...> arguments{
      Argument<Parameters>(reader)...};  // braces evaluate from left to right
  return std::apply([&](auto&... each) -> Result { return function(each.get()...); }, arguments);
}

/// Calls backward(upstream gradients..., cache).
template <class Gradients, class... Parameters, std::size_t... i>
std::vector<Tensor> call_back(const std::vector<std::string>& outputs, Arguments& upstream,
                              Gradients (*backward)(Parameters...), const auto& cache,
                              std::index_sequence<i...>) {
  using All = std::tuple<std::remove_cvref_t<Parameters>...>;
  const auto read_one = [&]<class T>(const std::string& name, std::type_identity<T>) -> decltype(auto) {
    if constexpr (AnyTensor<T>) {
      return upstream.get<T>(name);
    } else {
      return upstream.number(name);
    }
  };
  return values_of(
      backward(read_one(outputs.at(i), std::type_identity<std::tuple_element_t<i, All>>{})..., cache));
}

/// Runs a layer's forward pass. The backward pass can then be run any number of times.
template <class Out, class Cache, class... Parameters, class Gradients, class... Backwards>
Instance call_layer(const Layer& layer, const Case& the_case,
                    backprop::Forward<Out, Cache> (*forward)(Parameters...),
                    Gradients (*backward)(Backwards...)) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  auto [out, made] = call_with(CallReader(layer, the_case, *inputs), forward);
  return instance_of(
      std::move(inputs), named(output_names(layer), values_of(out)),
      [backward, cache = std::make_shared<const Cache>(std::move(made)), gradients = layer.gradients(),
       outputs = layer.differentiable_outputs()](Arguments& upstream) {
        return named(gradients, call_back(outputs, upstream, backward, *cache,
                                          std::make_index_sequence<sizeof...(Backwards) - 1>()));
      });
}

/// Runs a function without a backward pass.
template <class Result, class... Parameters>
Instance call_function(const Layer& layer, const Case& the_case, Result (*function)(Parameters...)) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  std::vector<Tensor> values = values_of(call_with(CallReader(layer, the_case, *inputs), function));
  return instance_of(std::move(inputs), named(output_names(layer), std::move(values)));
}

}  // namespace grader

#define BACKPROP_LAYER_BY_HAND(NAME) BACKPROP_ENTER_LAYER(NAME)

#define BACKPROP_LAYER(NAME)                                                                     \
  BACKPROP_ENTER_LAYER(NAME)                                                                     \
  namespace grader {                                                                             \
  namespace {                                                                                    \
  Instance call(const Layer& the_layer, const Case& the_case) {                                  \
    return call_layer(the_layer, the_case, backprop::NAME##_forward, backprop::NAME##_backward); \
  }                                                                                              \
  }                                                                                              \
  }

#define BACKPROP_FUNCTION(NAME)                                 \
  BACKPROP_ENTER_LAYER(NAME)                                    \
  namespace grader {                                            \
  namespace {                                                   \
  Instance call(const Layer& the_layer, const Case& the_case) { \
    return call_function(the_layer, the_case, backprop::NAME);  \
  }                                                             \
  }                                                             \
  }
