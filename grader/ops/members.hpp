/// Visits the members of plain structs: caches, gradients, settings.
#pragma once

#include <backprop/tensor.hpp>
#include <concepts>
#include <cstddef>
#include <type_traits>

namespace grader {

template <class T>
concept AnyTensor = std::same_as<T, backprop::Vector> || std::same_as<T, backprop::Matrix> ||
    std::same_as<T, backprop::Tensor3> || std::same_as<T, backprop::Tensor4> ||
    std::same_as<T, backprop::Labels> || std::same_as<T, backprop::LabelMatrix>;

struct Anything {
  template <class T>
  operator T() const;  // NOLINT: converts to any member while members are counted
};

/// Counts the members of a plain struct.
template <class T, class... Found>
consteval std::size_t member_count() {
  if constexpr (requires { T{Found{}..., Anything{}}; }) {
    return member_count<T, Found..., Anything>();
  } else {
    return sizeof...(Found);
  }
}

/// Calls visit(member) for each member of a plain struct.
template <class T, class Visit>
void for_each_member(T& whole, Visit visit) {
  constexpr std::size_t kCount = member_count<std::remove_const_t<T>>();
  static_assert(kCount >= 1 && kCount <= 10, "a struct of up to ten members");
  const auto all = [&](auto&... members) { (visit(members), ...); };
  if constexpr (kCount == 1) {
    auto& [a] = whole;
    all(a);
  } else if constexpr (kCount == 2) {
    auto& [a, b] = whole;
    all(a, b);
  } else if constexpr (kCount == 3) {
    auto& [a, b, c] = whole;
    all(a, b, c);
  } else if constexpr (kCount == 4) {
    auto& [a, b, c, d] = whole;
    all(a, b, c, d);
  } else if constexpr (kCount == 5) {
    auto& [a, b, c, d, e] = whole;
    all(a, b, c, d, e);
  } else if constexpr (kCount == 6) {
    auto& [a, b, c, d, e, f] = whole;
    all(a, b, c, d, e, f);
  } else if constexpr (kCount == 7) {
    auto& [a, b, c, d, e, f, g] = whole;
    all(a, b, c, d, e, f, g);
  } else if constexpr (kCount == 8) {
    auto& [a, b, c, d, e, f, g, h] = whole;
    all(a, b, c, d, e, f, g, h);
  } else if constexpr (kCount == 9) {
    auto& [a, b, c, d, e, f, g, h, i] = whole;
    all(a, b, c, d, e, f, g, h, i);
  } else {
    auto& [a, b, c, d, e, f, g, h, i, j] = whole;
    all(a, b, c, d, e, f, g, h, i, j);
  }
}

}  // namespace grader
