#include "grader/grading/worker_layers.hpp"

#include <algorithm>
#include <set>

#include "grader/base/strings.hpp"

namespace grader {

bool WorkerLayers::stand_in_for_asked() const {
  return std::ranges::any_of(stand_ins, [&](const StandIn& stand_in) {
    return std::ranges::any_of(asked, [&](const ProblemSpec* graded) {
      return stand_in.layer == graded->op || (stand_in.problem && stand_in.problem->file == graded->file);
    });
  });
}

std::string stand_in_sentence(const std::vector<std::string>& problems) {
  return "Graded with the reference's " + join(problems) +
         " in place of yours, so that a mistake costs points once.";
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
