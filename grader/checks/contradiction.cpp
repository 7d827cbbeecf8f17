#include "grader/checks/contradiction.hpp"

#include <algorithm>

namespace grader {

namespace {

// Returns whether other gradients are made of this one: it is a node, or a step of a chain.
bool on_the_way(const Op& op, const std::string& name) {
  return std::ranges::find(op.nodes, name, &NodeSpec::name) != op.nodes.end() ||
         std::ranges::any_of(op.chain, [&](const std::vector<std::string>& step) {
           return std::ranges::find(step, name) != step.end();
         });
}

}  // namespace

bool contradicts(const Op& op, const std::vector<std::string>& spoils, const Signs& signs) {
  std::vector<std::string> names = op.gradients();
  for (const NodeSpec& node : op.nodes) names.push_back(node.name);
  return std::ranges::any_of(names, [&](const std::string& name) {
    if (std::ranges::find(spoils, name) != spoils.end())
      return signs.is_spoiled(name) && signs.is_right(name);
    // Beside a chain, another mistake in another line explains it.
    return on_the_way(op, name) && !signs.is_right(name) && !signs.has_own(name);
  });
}

}  // namespace grader
