/// Writes the arguments of a C++ function as a list of tensors, and reads them back: tensors as they are, a
/// number or a Mode as a tensor of rank 0, a random generator as its state, a struct as its members.
#pragma once

#include <backprop/mode.hpp>
#include <backprop/rng.hpp>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "grader/ops/members.hpp"
#include "grader/ops/outside.hpp"
#include "grader/ops/xtensor_bridge.hpp"

namespace grader {

static_assert(std::is_trivially_copyable_v<backprop::Rng> &&
              sizeof(backprop::Rng) % sizeof(std::uint32_t) == 0);
/// A generator's state as 32-bit words, each of which a double stores exactly.
using RngWords = std::array<std::uint32_t, sizeof(backprop::Rng) / sizeof(std::uint32_t)>;

template <class T>
void pack(const T& value, TensorList& list) {
  if constexpr (AnyTensor<T>) {
    list.push_back(from_xtensor(value));
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
    list.push_back(Tensor::scalar(static_cast<double>(value)));
  } else if constexpr (std::same_as<T, backprop::Rng>) {
    const auto words = std::bit_cast<RngWords>(value);
    list.push_back({{words.size()}, {words.begin(), words.end()}});
  } else {
    for_each_member(value, [&](const auto& member) { pack(member, list); });
  }
}

/// Reads values in the order in which they were packed. Throws backprop::ShapeError for a value that cannot
/// be one of the type that is read, and std::out_of_range at the end of the list.
class Unpacker {
 public:
  explicit Unpacker(const TensorList& list) : list_(list) {}

  template <class T>
  T read() {
    if constexpr (AnyTensor<T>) {
      return tensor<T>(next());
    } else if constexpr (std::same_as<T, backprop::Mode>) {
      return number() != 0.0 ? backprop::Mode::test : backprop::Mode::train;
    } else if constexpr (std::is_integral_v<T>) {
      return static_cast<T>(whole(number(), std::uint64_t{1} << 53));
    } else if constexpr (std::is_arithmetic_v<T>) {
      return number();
    } else if constexpr (std::same_as<T, backprop::Rng>) {
      return rng();
    } else {
      return [&]<std::size_t... i>(std::index_sequence<i...>) {
        return T{(static_cast<void>(i), Member{*this})...};
      }
      (std::make_index_sequence<member_count<T>()>());
    }
  }

 private:
  struct Member {
    Unpacker& from;
    template <class T>
    operator T() const {  // NOLINT: a struct's members name their own types
      return from.read<T>();
    }
  };

  const Tensor& next() { return list_.at(place_++); }

  double number() {
    const Tensor& tensor = next();
    if (!tensor.shape.empty())
      throw backprop::ShapeError("a number is needed, not " + shape_text(tensor.shape));
    return tensor.values.front();
  }

  static std::uint64_t whole(double value, std::uint64_t below) {
    if (!(value >= 0.0 && value < static_cast<double>(below) && value == std::floor(value))) {
      throw backprop::ShapeError("a whole number is needed");
    }
    return static_cast<std::uint64_t>(value);
  }

  backprop::Rng rng() {
    RngWords words{};
    const Tensor& tensor = next();
    if (tensor.shape != Shape{words.size()}) throw backprop::ShapeError("a random generator is needed");
    for (std::size_t i = 0; i < words.size(); ++i) {
      words[i] = static_cast<std::uint32_t>(whole(tensor.values[i], std::uint64_t{1} << 32));
    }
    return std::bit_cast<backprop::Rng>(words);
  }

  template <class T>
  static T tensor(const Tensor& tensor) {
    if constexpr (std::same_as<T, backprop::Vector>) {
      return to_vector(tensor);
    } else if constexpr (std::same_as<T, backprop::Matrix>) {
      return to_matrix(tensor);
    } else if constexpr (std::same_as<T, backprop::Tensor3>) {
      return to_tensor3(tensor);
    } else if constexpr (std::same_as<T, backprop::Tensor4>) {
      return to_tensor4(tensor);
    } else if constexpr (std::same_as<T, backprop::Labels>) {
      return to_labels(tensor);
    } else {
      return to_label_matrix(tensor);
    }
  }

  const TensorList& list_;
  std::size_t place_ = 0;
};

/// True if a function returns something through this parameter.
template <class Parameter>
inline constexpr bool kIsChanged =
    std::is_lvalue_reference_v<Parameter> && !std::is_const_v<std::remove_reference_t<Parameter>>;

/// Calls the outside function `name`, which takes and returns what `signature` does. `signature` itself is
/// not called.
template <class Result, class... Parameters>
Result call_outside_as(Result (*)(Parameters...), const char* name,
                       std::type_identity_t<Parameters>... values) {
  TensorList arguments;
  (pack(values, arguments), ...);
  const TensorList answer = call_outside(name, arguments);
  Unpacker reader(answer);
  Result result = reader.read<Result>();
  const auto take_back = [&]<class Parameter>(std::type_identity<Parameter>, auto& value) {
    if constexpr (kIsChanged<Parameter>) value = reader.read<std::remove_reference_t<Parameter>>();
  };
  (take_back(std::type_identity<Parameters>{}, values), ...);
  return result;
}

/// Makes an outside function of a C++ function.
template <class Result, class... Parameters>
OutsideFunction outside_function(Result (*function)(Parameters...)) {
  return [function](const TensorList& arguments) {
    Unpacker reader(arguments);
    std::tuple<std::remove_cvref_t<Parameters>...> values{
        reader.read<std::remove_cvref_t<Parameters>>()...};  // braces evaluate from left to right
    TensorList answer;
    pack(std::apply([&](auto&... each) { return function(each...); }, values), answer);
    const auto give_back = [&]<class Parameter>(std::type_identity<Parameter>, const auto& value) {
      if constexpr (kIsChanged<Parameter>) pack(value, answer);
    };
    std::apply([&](const auto&... each) { (give_back(std::type_identity<Parameters>{}, each), ...); },
               values);
    return answer;
  };
}

}  // namespace grader
