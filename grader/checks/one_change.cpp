#include "grader/checks/one_change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "grader/base/numbers.hpp"
#include "grader/checks/finding.hpp"
#include "grader/checks/right_answers.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

// What the reference is asked.
struct Asked {
  Case the_case;
  Tensors upstream;
};

struct Change {
  std::string words;  // after "what it would be"
  std::function<void(Asked&)> apply = {};
  std::function<Tensor(const Tensor& right)> rearrange = {};
};

std::optional<Tensor> changed_answer(const JudgedGradient& gradient, const JudgedCase& judged,
                                     const Change& change) {
  if (change.rearrange) return change.rearrange(judged.expected.lower);
  Asked asked{judged.entry->the_case, judged.entry->u};
  change.apply(asked);
  try {
    const Instance instance = gradient.op.start(asked.the_case);
    const Tensors answers = gradient.is_output ? instance.outputs : instance.backward(asked.upstream);
    const auto found = answers.find(gradient.of);
    if (found == answers.end() || found->second.shape != judged.actual.shape) return std::nullopt;
    return found->second;
  } catch (const std::exception&) {  // the layer refuses what was changed
    return std::nullopt;
  }
}

bool equal(const Tensor& one, const Tensor& other, const JudgedCase& judged) {
  for (std::size_t i = 0; i < one.values.size(); ++i) {
    if (!(std::abs(one.values[i] - other.values[i]) <= judged.expected.allowed(i))) return false;
  }
  return true;
}

// A change that makes no difference in a case says nothing there, and the answer must be right.
bool explains(const JudgedGradient& gradient, const Change& change) {
  int telling = 0;
  for (const JudgedCase& judged : gradient.cases) {
    const auto changed = changed_answer(gradient, judged, change);
    if (!changed || !equal(judged.actual, *changed, judged)) return false;
    telling += is_wrong(judged);
  }
  return telling >= 2;
}

void add_attributes(const Op& op, std::vector<Change>& changes) {
  for (const AttributeSpec& attribute : op.attributes) {
    const std::string& name = attribute.name;
    for (const double value : {0.0, 1.0, 0.5, 0.9, 0.99, 0.999, 1e-2, 1e-3, 1e-5, 1e-8}) {
      if (!(attribute.least <= value && value <= attribute.most)) continue;
      changes.push_back({fmt::format("if {} were {}", name, format_number(value, 3)),
                         [name, value](Asked& asked) { asked.the_case.attributes[name] = value; }});
    }
    changes.push_back({fmt::format("if {0} were 1 - {0}", name), [name](Asked& asked) {
                         double& value = asked.the_case.attributes[name];
                         value = 1.0 - value;
                       }});
  }
}

void add_upstream(const Op& op, std::vector<Change>& changes) {
  const std::vector<std::string> outputs = op.differentiable_outputs();
  if (outputs.size() < 2) return;
  for (const std::string& output : outputs) {
    changes.push_back({fmt::format("if {} were 0", gradient_name(output)), [output](Asked& asked) {
                         for (double& value : asked.upstream.at(output).values) value = 0.0;
                       }});
  }
}

void add_inputs(const Op& op, std::vector<Change>& changes) {
  for (const InputSpec& input : op.inputs) {
    if (input.integer) continue;
    const std::string& name = input.name;
    for (const double value : {0.0, 1.0}) {
      changes.push_back({fmt::format("if {} were {} everywhere", name, value), [name, value](Asked& asked) {
                           for (double& each : asked.the_case.inputs.at(name).values) each = value;
                         }});
    }
    for (const InputSpec& other : op.inputs) {
      if (other.integer || other.name == name || other.shape != input.shape) continue;
      changes.push_back({fmt::format("if {} had the values of {}", name, other.name),
                         [name, from = other.name](Asked& asked) {
                           asked.the_case.inputs.at(name) = asked.the_case.inputs.at(from);
                         }});
    }
  }
}

// Returns the elements, each taken from another place along one axis.
Tensor taken(const Tensor& right, std::size_t axis,
             const std::function<std::optional<std::size_t>(std::size_t place, std::size_t size)>& from) {
  std::size_t stride = 1;
  for (std::size_t a = axis + 1; a < right.shape.size(); ++a) stride *= right.shape[a];
  Tensor result = right;
  for (std::size_t i = 0; i < right.values.size(); ++i) {
    const std::size_t place = i / stride % right.shape[axis];
    const auto source = from(place, right.shape[axis]);
    result.values[i] = source ? right.values[i - place * stride + *source * stride] : 0.0;
  }
  return result;
}

void add_orders(const JudgedGradient& gradient, std::vector<Change>& changes) {
  using Place = std::optional<std::size_t>;
  for (std::size_t axis = 0; axis < gradient.shape.size(); ++axis) {
    const std::string& symbol = gradient.shape[axis];
    const auto add = [&](const std::string& words, auto from) {
      changes.push_back({words, {}, [axis, from](const Tensor& right) { return taken(right, axis, from); }});
    };
    add(fmt::format("in the opposite order along {}", symbol),
        [](std::size_t place, std::size_t size) -> Place { return size - 1 - place; });
    if (symbol != "T") continue;
    add("one time step later",
        [](std::size_t place, std::size_t) -> Place { return place == 0 ? Place() : Place(place - 1); });
    add("one time step earlier", [](std::size_t place, std::size_t size) -> Place {
      return place + 1 == size ? Place() : Place(place + 1);
    });
  }
}

}  // namespace

std::string one_change(const JudgedGradient& gradient) {
  const bool linked = std::ranges::all_of(
      gradient.cases, [](const JudgedCase& judged) { return judged.entry->right == reference_answers(); });
  if (!linked) return {};
  std::vector<Change> changes;
  add_attributes(gradient.op, changes);
  if (!gradient.is_output) add_upstream(gradient.op, changes);
  add_inputs(gradient.op, changes);
  add_orders(gradient, changes);
  const auto found =
      std::ranges::find_if(changes, [&](const Change& change) { return explains(gradient, change); });
  if (found == changes.end()) return {};
  if (found->rearrange) return fmt::format("Your {} is what it should be, {}.", gradient.name, found->words);
  return fmt::format("Your {} is what it would be {}.", gradient.name, found->words);
}

}  // namespace grader
