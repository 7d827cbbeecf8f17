/// Finds places in a JSON document by JSON pointer (RFC 6901), "/problems/0/score", for tests that change one
/// place.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "grader/base/json.hpp"

namespace grader {

/// Returns the value at `pointer`. A missing member is added as null.
inline Json& at_pointer(Json& document, const std::string& pointer) {
  Json* place = &document;
  for (std::size_t begin = 0; begin < pointer.size();) {
    const std::size_t end = std::min(pointer.find('/', begin + 1), pointer.size());
    const std::string step = pointer.substr(begin + 1, end - begin - 1);
    place = place->is_array() ? &(*place)[std::stoul(step)] : &(*place)[step];
    begin = end;
  }
  return *place;
}

/// Returns the pointers to all values except arrays and objects that are not empty.
inline std::vector<std::string> leaves(const Json& document, const std::string& pointer = "") {
  std::vector<std::pair<std::string, const Json*>> inner;
  if (document.is_array()) {
    for (std::size_t i = 0; i < document.size(); ++i) inner.push_back({std::to_string(i), &document[i]});
  } else if (document.is_object()) {
    for (const auto& [name, value] : document.members()) inner.push_back({name, &value});
  }
  if (inner.empty()) return {pointer};
  std::vector<std::string> result;
  for (const auto& [step, value] : inner) {
    for (std::string& leaf : leaves(*value, pointer + "/" + step)) result.push_back(std::move(leaf));
  }
  return result;
}

}  // namespace grader
