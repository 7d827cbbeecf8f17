#include "grader/checks/one_change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/checks/finding.hpp"
#include "grader/checks/places_here.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

// One of the functions is set.
struct Change {
  std::string words;  // after "what it would be"
  std::function<void(Case&)> apply = {};
  std::function<Tensor(const Tensor& right)> rearrange = {};
  std::function<void(Tensors&)> to_upstream = {};
};

// The reference's forward passes, which serve all changes of the upstream gradient.
using ForwardPasses = std::map<const JudgedCase*, Instance>;

const Instance& unchanged(const JudgedGradient& gradient, const JudgedCase& judged, ForwardPasses& passes) {
  const auto found = passes.find(&judged);
  if (found != passes.end()) return found->second;
  return passes.emplace(&judged, gradient.op.start(judged.entry->the_case)).first->second;
}

// A change such as 1 - stride leads to calls that no layer is made for.
bool may_be_called(const Op& op, const Case& the_case) {
  return std::ranges::all_of(op.attributes, [&](const AttributeSpec& attribute) {
    const auto found = the_case.attributes.find(attribute.name);
    return found == the_case.attributes.end() || attribute.allows(found->second);
  });
}

std::optional<Tensor> changed_answer(const JudgedGradient& gradient, const JudgedCase& judged,
                                     const Change& change, ForwardPasses& passes) {
  if (change.rearrange) return change.rearrange(judged.expected.lower);
  try {
    Tensors answers;
    if (change.to_upstream) {
      Tensors upstream = judged.entry->u;
      change.to_upstream(upstream);
      answers = unchanged(gradient, judged, passes).backward(upstream);
    } else {
      Case the_case = judged.entry->the_case;
      change.apply(the_case);
      if (!may_be_called(gradient.op, the_case)) return std::nullopt;
      const Instance instance = gradient.op.start(the_case);
      answers = gradient.is_output ? instance.outputs : instance.backward(judged.entry->u);
    }
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

// Returns the wrong cases, the smallest first, and then the right ones. Nearly all changes are ruled out by
// the first case, which the reference answers for each of them.
std::vector<const JudgedCase*> in_order(const JudgedGradient& gradient) {
  std::vector<const JudgedCase*> cases;
  for (const JudgedCase& judged : gradient.cases) cases.push_back(&judged);
  std::ranges::stable_sort(
      cases, {}, [](const JudgedCase* judged) { return element_count(judged->entry->the_case.inputs); });
  std::ranges::stable_partition(cases, [](const JudgedCase* judged) { return is_wrong(*judged); });
  return cases;
}

// A change that makes no difference in a case says nothing there, and the answer must be right.
bool explains(const JudgedGradient& gradient, const std::vector<const JudgedCase*>& cases,
              const Change& change, ForwardPasses& passes) {
  return std::ranges::all_of(cases, [&](const JudgedCase* judged) {
    const auto changed = changed_answer(gradient, *judged, change, passes);
    return changed && equal(judged->actual, *changed, *judged);
  });
}

void add_attributes(const Op& op, std::vector<Change>& changes) {
  for (const AttributeSpec& attribute : op.attributes) {
    const std::string& name = attribute.name;
    for (const double value : {0.0, 1.0, 0.5, 0.9, 0.99, 0.999, 1e-2, 1e-3, 1e-5, 1e-8}) {
      changes.push_back({fmt::format("if {} were {}", name, format_number(value, 3)),
                         [name, value](Case& the_case) { the_case.attributes[name] = value; }});
    }
    changes.push_back({fmt::format("if {0} were 1 - {0}", name), [name](Case& the_case) {
                         double& value = the_case.attributes[name];
                         value = 1.0 - value;
                       }});
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

Tensor turned(const Tensor& tensor, std::size_t axis) {
  return taken(tensor, axis,
               [](std::size_t place, std::size_t size) { return std::optional(size - 1 - place); });
}

void add_upstream(const Op& op, std::vector<Change>& changes) {
  const std::vector<std::string> outputs = op.differentiable_outputs();
  if (outputs.size() < 2) return;
  for (const std::string& output : outputs) {
    changes.push_back(
        {fmt::format("if {} were 0", gradient_name(output)), {}, {}, [output](Tensors& upstream) {
           for (double& value : upstream.at(output).values) value = 0.0;
         }});
  }
}

using Axes = std::vector<std::size_t>;

// Returns the axes of a tensor that a gradient does not have. Where the gradient is a sum of products, they
// are summed over.
Axes axes_without(const JudgedGradient& gradient, const std::vector<std::string>& symbols) {
  Axes axes;
  for (std::size_t axis = 0; axis < symbols.size(); ++axis) {
    if (std::ranges::find(gradient.shape, symbols[axis]) == gradient.shape.end()) axes.push_back(axis);
  }
  return axes;
}

std::string symbols_at(const Axes& axes, const std::vector<std::string>& symbols) {
  std::vector<std::string> names;
  for (const std::size_t axis : axes) names.push_back(symbols.at(axis));
  return enumerated(names);
}

constexpr const char* kOverwritten = ": does each share add up, or replace the one before it?";

// Returns whether an element lies at the first, or the last, index along all these axes.
bool lies_at(const Shape& shape, std::size_t offset, const Axes& axes, bool last) {
  const Shape place = coordinates(shape, offset);
  return std::ranges::all_of(
      axes, [&](std::size_t axis) { return place[axis] == (last ? shape[axis] - 1 : std::size_t{0}); });
}

// Changes in which `output` has an upstream gradient at one end of some axes only, or everywhere but there.
void add_ends(const OutputSpec& output, const Axes& axes, const std::string& place,
              std::vector<Change>& changes) {
  for (const bool kept : {true, false}) {
    for (const bool last : {true, false}) {
      const std::string name = gradient_name(output.name);
      changes.push_back({fmt::format("if {} were 0 {} the {} {}{}", name, kept ? "except at" : "at",
                                     last ? "last" : "first", place, kept ? kOverwritten : ""),
                         {},
                         {},
                         [name = output.name, axes, kept, last](Tensors& upstream) {
                           Tensor& tensor = upstream.at(name);
                           for (std::size_t i = 0; i < tensor.values.size(); ++i) {
                             if (lies_at(tensor.shape, i, axes, last) != kept) tensor.values[i] = 0.0;
                           }
                         }});
    }
  }
}

// A gradient without some axes of an output is a sum over them. Its terms may be overwritten, left out, or
// taken in another order.
void add_sums(const JudgedGradient& gradient, std::vector<Change>& changes) {
  for (const OutputSpec& output : gradient.op.outputs) {
    if (!output.differentiable) continue;
    const Axes summed = axes_without(gradient, output.shape);
    for (const std::size_t axis : summed) {
      add_ends(output, {axis}, slice_word(output.shape, axis), changes);
      changes.push_back({fmt::format("if {} came in the opposite order along {}", gradient_name(output.name),
                                     output.shape[axis]),
                         {},
                         {},
                         [name = output.name, axis](Tensors& upstream) {
                           Tensor& tensor = upstream.at(name);
                           tensor = turned(tensor, axis);
                         }});
    }
    if (summed.size() > 1)
      add_ends(output, summed, "index along " + symbols_at(summed, output.shape), changes);
  }
  for (const InputSpec& input : gradient.op.inputs) {
    const Axes summed = axes_without(gradient, input.shape);
    if (input.integer || summed.empty() || input.name == gradient.of) continue;
    changes.push_back({fmt::format("if {} were 0 except at the last index along {}{}", input.name,
                                   symbols_at(summed, input.shape), kOverwritten),
                       [name = input.name, summed](Case& the_case) {
                         Tensor& tensor = the_case.inputs.at(name);
                         for (std::size_t i = 0; i < tensor.values.size(); ++i) {
                           if (!lies_at(tensor.shape, i, summed, true)) tensor.values[i] = 0.0;
                         }
                       }});
  }
}

void add_inputs(const Op& op, std::vector<Change>& changes) {
  for (const InputSpec& input : op.inputs) {
    const std::string& name = input.name;
    if (input.integer) {
      if (input.shape.empty()) continue;
      changes.push_back({fmt::format("if {} had its first value everywhere", name), [name](Case& the_case) {
                           std::vector<double>& values = the_case.inputs.at(name).values;
                           std::ranges::fill(values, values.empty() ? 0.0 : values.front());
                         }});
      continue;
    }
    for (const double value : {0.0, 1.0}) {
      changes.push_back({fmt::format("if {} were {} everywhere", name, value), [name, value](Case& the_case) {
                           for (double& each : the_case.inputs.at(name).values) each = value;
                         }});
    }
    for (std::size_t axis = 0; axis < input.shape.size(); ++axis) {
      if (input.shape[axis] != "N" && input.shape[axis] != "T") continue;
      changes.push_back({fmt::format("if {} had the values of its first {} everywhere", name,
                                     slice_word(input.shape, axis)),
                         [name, axis](Case& the_case) {
                           Tensor& tensor = the_case.inputs.at(name);
                           tensor = taken(tensor, axis, [](std::size_t, std::size_t) {
                             return std::optional(std::size_t{0});
                           });
                         }});
      changes.push_back({fmt::format("if {} came in the opposite order along {}", name, input.shape[axis]),
                         [name, axis](Case& the_case) {
                           Tensor& tensor = the_case.inputs.at(name);
                           tensor = turned(tensor, axis);
                         }});
    }
    for (const InputSpec& other : op.inputs) {
      if (other.integer || other.name == name || other.shape != input.shape) continue;
      changes.push_back({fmt::format("if {} had the values of {}", name, other.name),
                         [name, from = other.name](Case& the_case) {
                           the_case.inputs.at(name) = the_case.inputs.at(from);
                         }});
    }
  }
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
  if (!is_judged_by_reference(gradient) || std::ranges::count_if(gradient.cases, is_wrong) < 2) return {};
  std::vector<Change> changes;
  add_attributes(gradient.op, changes);
  if (!gradient.is_output) add_upstream(gradient.op, changes);
  add_inputs(gradient.op, changes);
  add_orders(gradient, changes);
  if (!gradient.is_output) add_sums(gradient, changes);
  ForwardPasses passes;
  const std::vector<const JudgedCase*> cases = in_order(gradient);
  const auto found = std::ranges::find_if(
      changes, [&](const Change& change) { return explains(gradient, cases, change, passes); });
  if (found == changes.end()) return {};
  if (found->rearrange) return fmt::format("Your {} is what it should be, {}.", gradient.name, found->words);
  return fmt::format("Your {} is what it would be {}{}", gradient.name, found->words,
                     found->words.ends_with('?') ? "" : ".");
}

}  // namespace grader
