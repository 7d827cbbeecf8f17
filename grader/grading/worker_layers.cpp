#include "grader/grading/worker_layers.hpp"

#include <algorithm>
#include <backprop/tensor.hpp>
#include <set>

#include "grader/base/strings.hpp"
#include "grader/ops/registry.hpp"
#include "grader/worker/frame.hpp"

namespace grader {

bool WorkerLayers::stands_in_for(const ProblemSpec& layer) const {
  return std::ranges::find(stand_ins, layer.op, &StandIn::layer) != stand_ins.end();
}

bool WorkerLayers::holds(const ProblemSpec& layer) const {
  return std::ranges::find(asked, &layer) != asked.end() || std::ranges::find(own, &layer) != own.end() ||
         stands_in_for(layer);
}

bool WorkerLayers::stand_in_for_asked() const {
  return std::ranges::any_of(stand_ins, [&](const StandIn& stand_in) {
    return std::ranges::any_of(asked, [&](const ProblemSpec* graded) {
      return stand_in.layer == graded->op || (stand_in.problem && stand_in.problem->file == graded->file);
    });
  });
}

std::string stand_in_sentence(const std::vector<std::string>& problems, const std::set<std::string>& judged) {
  std::vector<std::string> here, elsewhere;
  for (const std::string& problem : problems)
    (judged.contains(problem) ? here : elsewhere).push_back(problem);
  std::vector<std::string> sentences;
  if (!elsewhere.empty()) {
    sentences.push_back("Graded with the reference's " + join(elsewhere) +
                        ": a layer whose own problem is not right costs points once.");
  }
  if (!here.empty()) {
    sentences.push_back("Checks of other layers are graded with the reference's " + join(here) +
                        ", and checks of " + join(here) + " with yours.");
  }
  return join(sentences, " ");
}

std::vector<std::string> answering_functions(const Op& asked, const Op& used) {
  const auto same_tensors = [](const auto& one, const auto& other) {
    return std::ranges::equal(one, other, [](const auto& a, const auto& b) {
      return a.name == b.name && a.shape == b.shape && a.differentiable == b.differentiable;
    });
  };
  if (!same_tensors(asked.inputs, used.inputs) || !same_tensors(asked.outputs, used.outputs)) return {};
  return {used.functions.back()};
}

OutsideCaller WorkerLayers::outside() const {
  std::set<std::string> offered;
  std::set<std::string> withheld;
  for (const ProblemSpec* problem : asked) {
    const Op& op = *find_op(problem->op);
    offered.insert(op.outside.begin(), op.outside.end());
    for (const StandIn& each : stand_ins) {
      const Op& used = *find_op(each.layer);
      offered.insert(used.functions.begin(), used.functions.end());
      for (std::string& function : answering_functions(op, used)) withheld.insert(std::move(function));
    }
  }
  return [offered, withheld](const std::string& function, const TensorList& arguments) {
    if (withheld.contains(function)) throw backprop::NotImplemented(function);
    if (!offered.contains(function)) throw ProtocolError("it calls a function that is not its own");
    return call_outside(function, arguments);
  };
}

WorkerLayers worker_layers(const Assignment& assignment, const std::vector<const ProblemSpec*>& asked,
                           const Statuses& statuses) {
  WorkerLayers layers{.asked = asked, .own = {}, .stand_ins = {}};
  std::set<const ProblemSpec*> known(asked.begin(), asked.end());
  for (const ProblemSpec* problem : asked) {
    for (const std::string& id : problem->uses) {
      const ProblemSpec* used = assignment.find(id);
      if (!known.insert(used).second) continue;
      if (statuses.at(id) == Status::pass) {
        layers.own.push_back(used);
      } else {
        layers.stand_ins.push_back({used->op, used});
      }
    }
  }

  std::set<std::string> library;
  for (const ProblemSpec* problem : known) library.insert(problem->library.begin(), problem->library.end());
  for (const std::string& layer : library) {
    const ProblemSpec* own = assignment.own_library_layer(layer);
    if (!own) {
      layers.stand_ins.push_back({layer, nullptr});
    } else if (known.insert(own).second) {
      layers.own.push_back(own);
    }
  }
  return layers;
}

}  // namespace grader
