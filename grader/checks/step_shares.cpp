#include "grader/checks/step_shares.hpp"

#include <algorithm>
#include <optional>

#include "grader/ops/registry.hpp"

namespace grader {

namespace {

constexpr const char* kBefore = "prev_";
constexpr const char* kAfter = "next_";

// Returns the part of a tensor (N, T, ...) that belongs to one time step, (N, ...).
Tensor at_step(const Tensor& tensor, std::size_t t) {
  const std::size_t N = tensor.shape.at(0), T = tensor.shape.at(1);
  const std::size_t width = tensor.values.size() / (N * T);
  Tensor result{{N}, {}};
  result.shape.insert(result.shape.end(), tensor.shape.begin() + 2, tensor.shape.end());
  for (std::size_t n = 0; n < N; ++n) {
    const auto first = tensor.values.begin() + static_cast<std::ptrdiff_t>((n * T + t) * width);
    result.values.insert(result.values.end(), first, first + static_cast<std::ptrdiff_t>(width));
  }
  return result;
}

bool has_time(const std::vector<std::string>& symbols) { return symbols.size() > 1 && symbols[1] == "T"; }

// A sequence, unrolled with the op of one step.
class Unrolled {
 public:
  Unrolled(const Op& op, const Op& step, const CaseQuestion& question) : step_(step), question_(question) {
    const Tensors& inputs = question.the_case.inputs;
    const Tensor& start = inputs.at("h0");
    Tensors state;
    for (const InputSpec& input : step.inputs) {
      if (!input.name.starts_with(kBefore)) continue;
      const std::string name = input.name.substr(std::string(kBefore).size());
      state[name] = name == "h" ? start : Tensor::filled(start.shape, 0.0);
    }
    const std::size_t T = inputs.at(op.inputs.front().name).shape.at(1);
    for (std::size_t t = 0; t < T; ++t) {
      Case here;
      for (const InputSpec& input : step.inputs) {
        const auto given = inputs.find(input.name);
        if (given == inputs.end()) {
          here.inputs[input.name] = state.at(input.name.substr(std::string(kBefore).size()));
        } else {
          const auto spec = std::ranges::find(op.inputs, input.name, &InputSpec::name);
          here.inputs[input.name] = has_time(spec->shape) ? at_step(given->second, t) : given->second;
        }
      }
      steps_.push_back(step.start(here));
      for (auto& [name, tensor] : state) tensor = steps_.back().outputs.at(kAfter + name);
    }
  }

  std::vector<Tensor> shares(const std::string& of) const {
    std::vector<Tensor> result;
    Tensors carried;  // what the step after this one gives back
    for (std::size_t t = steps_.size(); t-- > 0;) {
      Tensors upstream;
      for (const OutputSpec& output : step_.outputs) {
        const std::string name = output.name.substr(std::string(kAfter).size());
        Tensor tensor = Tensor::filled(steps_[t].outputs.at(output.name).shape, 0.0);
        add(tensor, carried, kBefore + name);
        if (const auto own = question_.u.find(name); own != question_.u.end())
          add(tensor, {{name, at_step(own->second, t)}}, name);
        upstream[output.name] = std::move(tensor);
      }
      carried = steps_[t].backward(upstream);
      result.push_back(carried.at(of));
    }
    std::ranges::reverse(result);
    return result;
  }

 private:
  static void add(Tensor& to, const Tensors& tensors, const std::string& name) {
    const auto found = tensors.find(name);
    if (found == tensors.end()) return;
    for (std::size_t i = 0; i < to.values.size(); ++i) to.values[i] += found->second.values.at(i);
  }

  const Op& step_;
  const CaseQuestion& question_;
  std::vector<Instance> steps_;
};

}  // namespace

std::vector<Tensor> step_shares(const Op& op, const std::string& step, const CaseQuestion& question,
                                const std::string& of) {
  const Op* one = find_op(step);
  const auto input = std::ranges::find(op.inputs, of, &InputSpec::name);
  if (one == nullptr || input == op.inputs.end() || has_time(input->shape) || !one->has_gradient(of))
    return {};
  return Unrolled(op, *one, question).shares(of);
}

}  // namespace grader
