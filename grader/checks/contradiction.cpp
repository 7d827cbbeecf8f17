#include "grader/checks/contradiction.hpp"

#include <algorithm>

namespace grader {

bool contradicts(const Op& op, const std::vector<std::string>& spoils, const Signs& signs) {
  std::vector<std::string> names = op.gradients();
  for (const NodeSpec& node : op.nodes) names.push_back(node.name);
  return std::ranges::any_of(names, [&](const std::string& name) {
    if (std::ranges::find(spoils, name) != spoils.end())
      return signs.is_spoiled(name) && signs.is_right(name);
    return !signs.is_right(name) && !signs.has_own(name);
  });
}

}  // namespace grader
