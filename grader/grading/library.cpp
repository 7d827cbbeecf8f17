#include "grader/grading/library.hpp"

#include <filesystem>
#include <fstream>
#include <set>

#include "grader/base/places.hpp"
#include "grader/ops/registry.hpp"
#include "grader/scenarios/scenario.hpp"

namespace grader {

namespace {

// Returns the layers that a problem runs and that are neither its own nor in its `uses`.
std::set<std::string> library_of(const Assignment& assignment, const ProblemSpec& problem) {
  std::set<std::string> layers(problem.library.begin(), problem.library.end());
  for (const CheckSpec& check : problem.checks) {
    if (check.kind != Kind::scenario) continue;
    for (const std::string& op : find_scenario(problem.scenario)->find(check.id)->ops) {
      if (!assignment.problem_of_op(op)) layers.insert(op);
    }
  }
  return layers;
}

}  // namespace

std::vector<ProblemSpec> library_layers(const Assignment& assignment) {
  std::set<std::string> all;
  for (const ProblemSpec& problem : assignment.problems) all.merge(library_of(assignment, problem));
  std::vector<ProblemSpec> result;
  for (const std::string& op : all) {
    ProblemSpec layer;
    layer.id = layer.title = layer.op = op;
    layer.file = op + ".cpp";
    result.push_back(std::move(layer));
  }
  return result;
}

std::vector<const ProblemSpec*> with_own_library(const Assignment& assignment,
                                                 std::vector<const ProblemSpec*> problems) {
  std::set<std::string> needed;
  for (const ProblemSpec* problem : problems) needed.merge(library_of(assignment, *problem));
  for (const ProblemSpec& layer : assignment.own_library) {
    if (needed.contains(layer.op)) problems.push_back(&layer);
  }
  return problems;
}

namespace {

namespace fs = std::filesystem;

void add_included_ops(const fs::path& file, std::set<std::string>& ops) {
  constexpr std::string_view kInclude = "#include <backprop/";
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t end = line.find(".hpp>");
    if (!line.starts_with(kInclude) || end == std::string::npos) continue;
    const std::string name = line.substr(kInclude.size(), end - kInclude.size());
    if (find_op(name)) ops.insert(name);
  }
}

}  // namespace

std::set<std::string> called_layers(const std::string& op) {
  const fs::path starter = places().course / "starter";
  std::set<std::string> ops;
  add_included_ops(starter / "include/backprop" / (op + ".hpp"), ops);
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(starter, none))
    add_included_ops(entry.path() / (op + ".cpp"), ops);
  ops.erase(op);
  return ops;
}

}  // namespace grader
