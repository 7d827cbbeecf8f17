#include "grader/grading/assignment.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/json_reader.hpp"
#include "grader/base/strings.hpp"
#include "grader/grading/hint_steps.hpp"
#include "grader/grading/library.hpp"
#include "grader/ops/registry.hpp"
#include "grader/report/report.hpp"
#include "grader/scenarios/scenario.hpp"

namespace grader {

namespace {

// Returns the names as a list, "affine, relu, tanh", or "none".
template <class Range, class Name>
std::string names_of(const Range& range, const Name& name) {
  return range.empty() ? "none" : join(range, name);
}

std::string known_ops() { return names_of(all_ops(), &Op::name); }

std::string member_of(const Json& object, const char* member) {
  const Json* found = object.find(member);
  return found && found->is_string() ? found->string() : "";
}

// Returns the id by which messages name a check, also when the id follows from the check's kind.
std::string name_of_check(const Json& check) {
  if (std::string id = member_of(check, "id"); !id.empty()) return id;
  const std::string gradient = member_of(check, "gradient");
  return gradient.empty() ? member_of(check, "kind") : "d" + gradient;
}

std::string name_of_problem(const Json& problem) { return member_of(problem, "id"); }

template <class Range>
bool contains(const Range& range, const std::string& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

// Returns whether an id is fit to be the name of a folder.
bool is_plain_name(const std::string& id) {
  return !id.empty() && id.size() <= 100 && std::ranges::all_of(id, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_';
  });
}

std::vector<std::string> strings(const JsonReader& object, std::string_view member) {
  std::vector<std::string> result;
  if (const auto list = object.find(member)) {
    for (const JsonReader& element : list->elements()) result.push_back(element.string());
  }
  return result;
}

std::string optional_string(const JsonReader& object, std::string_view member) {
  const auto found = object.find(member);
  return found ? found->string() : std::string();
}

void require_probes(const JsonReader& json, const CheckSpec& check, const Op& op) {
  for (const std::string& probe : check.probes) {
    const bool known =
        std::any_of(op.probes.begin(), op.probes.end(), [&](const Probe& p) { return p.id == probe; });
    if (!known) {
      json["probes"].fail("names \"" + probe + "\", which is no probe of " + op.name + "; there is " +
                          names_of(op.probes, &Probe::id));
    }
  }
}

std::vector<std::string> gradients_of(const Op& op) {
  std::vector<std::string> names = op.gradients();
  std::ranges::transform(op.nodes, std::back_inserter(names), &NodeSpec::name);
  return names;
}

void require_fit(const JsonReader& json, const CheckSpec& check, const ProblemSpec& problem) {
  if (check.kind == Kind::scenario) {
    const Scenario* scenario = find_scenario(problem.scenario);
    if (!scenario) json["kind"].fail("needs a scenario, and this problem has none");
    if (!scenario->find(check.id)) {
      json["id"].fail("is no part of " + scenario->name + "; there is " +
                      names_of(scenario->parts, &ScenarioPart::id));
    }
    if (!check.probes.empty()) json["probes"].fail("is for checks of a layer: a part has its own inputs");
    return;
  }
  const Op* op = find_op(problem.op);
  if (!op) json["kind"].fail("needs an op, and this problem has none");
  if (check.kind == Kind::gradient && !op->has_gradient(check.gradient)) {
    json["gradient"].fail("is no input or node of " + op->name + " that has a gradient; there is " +
                          names_of(gradients_of(*op), std::identity()));
  }
  require_probes(json, check, *op);
}

// Reads "fail", "pass", or the share of the points that a gradient found by finite differences gets.
double read_numerical_differentiation(const JsonReader& parent, double otherwise) {
  const auto json = parent.find("numerical_differentiation");
  if (!json) return otherwise;
  if (json->json() == "fail") return 0.0;
  if (json->json() == "pass") return 1.0;
  const double share = json->json().is_number() ? json->number() : -1.0;
  if (!(share >= 0.0 && share <= 1.0))
    json->fail("is not one of \"fail\", \"pass\" and a number from 0 to 1");
  return share;
}

// Reads how many steps of a hint students get: 0 to 3. The words of old, true and false, mean all and none.
std::size_t read_hints(const JsonReader& parent, std::size_t otherwise) {
  const auto json = parent.find("hints");
  if (!json) return otherwise;
  if (json->json().is_boolean()) return json->boolean() ? kMaxHints : 0;
  const bool fits = json->json().is_unsigned() && json->json().get<std::uint64_t>() <= kMaxHints;
  if (!fits) json->fail("is not one of 0, 1, 2 and 3");
  return json->json().get<std::size_t>();
}

// Reads which share of a layer's points its contract carries.
double read_forward_share(const JsonReader& parent, double otherwise) {
  const auto share = parent.find("forward_share");
  if (!share) return otherwise;
  if (!(share->number() >= 0.0 && share->number() < 1.0)) share->fail("is not a number from 0 to below 1");
  return share->number();
}

// Moves the share of the gradients' points to the contract. A contract with points of its own keeps them.
void share_points(const JsonReader& json, ProblemSpec& problem) {
  const auto contract = std::ranges::find(problem.checks, Kind::contract, &CheckSpec::kind);
  if (problem.forward_share == 0.0) return;
  if (contract == problem.checks.end()) {
    if (json.find("forward_share")) json["forward_share"].fail("needs a check of kind contract");
    return;
  }
  if (contract->points > 0.0) return;
  for (CheckSpec& check : problem.checks) {
    if (check.kind != Kind::gradient) continue;
    const double moved = problem.forward_share * check.points;
    check.points -= moved;
    contract->points += moved;
  }
}

CheckSpec read_check(const JsonReader& json, const ProblemSpec& problem, std::size_t hints,
                     const Assignment& so_far) {
  json.expect_object(
      {"id", "kind", "gradient", "probes", "points", "visibility", "hints", "numerical_differentiation"});
  CheckSpec check;
  const auto kind = kind_from_string(json["kind"].string());
  if (!kind) json["kind"].fail("is not one of contract, gradient, value, scenario");
  check.kind = *kind;
  check.gradient = optional_string(json, "gradient");
  check.id = optional_string(json, "id");
  if (check.id.empty())
    check.id = check.kind == Kind::gradient ? "d" + check.gradient : std::string(to_string(check.kind));
  check.probes = strings(json, "probes");
  if (const auto points = json.find("points")) {
    check.points = points->number();
    if (!(check.points >= 0.0 && check.points <= 1000.0)) points->fail("is not between 0 and 1000");
  }
  if (const auto visibility = json.find("visibility")) {
    const auto value = visibility_from_string(visibility->string());
    if (!value) visibility->fail("is neither public nor hidden");
    check.visibility = *value;
  }
  check.hints = read_hints(json, hints);
  check.numerical_differentiation = read_numerical_differentiation(json, so_far.numerical_differentiation);
  if (check.kind != Kind::gradient && json.find("numerical_differentiation"))
    json["numerical_differentiation"].fail("is for checks of kind gradient only");
  require_fit(json, check, problem);
  return check;
}

ProblemSpec read_problem(const JsonReader& json, const Assignment& so_far, const Tolerance& tolerance) {
  if (json.find("scenario")) {
    json.expect_object({"id", "title", "scenario", "uses", "hints", "checks"});
  } else {
    json.expect_object(
        {"id", "title", "file", "op", "uses", "library", "tolerance", "hints", "forward_share", "checks"});
  }
  ProblemSpec problem;
  problem.id = json["id"].string();
  if (so_far.find(problem.id)) json["id"].fail("occurs twice");
  problem.title = json["title"].string();
  problem.scenario = optional_string(json, "scenario");
  if (problem.scenario.empty()) {
    problem.file = json["file"].string();
    if (std::filesystem::path(problem.file).filename() != problem.file || !problem.file.ends_with(".cpp")) {
      json["file"].fail("is not a plain file name that ends in .cpp");
    }
    for (const ProblemSpec& other : so_far.problems) {
      if (other.file == problem.file) json["file"].fail("is the file of " + other.id + " already");
    }
    const auto op = json.find("op");
    problem.op = op ? op->string() : problem.id;
    if (!find_op(problem.op)) (op ? *op : json["id"]).fail("names no op; there is " + known_ops());
  } else if (!find_scenario(problem.scenario)) {
    json["scenario"].fail("names no scenario; there is " + names_of(all_scenarios(), &Scenario::name));
  }
  problem.uses = strings(json, "uses");
  for (const std::string& used : problem.uses) {
    if (!so_far.find(used)) json["uses"].fail("names \"" + used + "\", which is no earlier problem");
  }
  problem.library = strings(json, "library");
  for (const std::string& layer : problem.library) {
    if (!find_op(layer)) {
      json["library"].fail("names \"" + layer + "\", which is no op; there is " + known_ops());
    }
  }
  problem.tolerance = read_tolerance(json, tolerance);
  std::set<std::string> ids;
  for (const JsonReader& check : json["checks"].elements(name_of_check)) {
    problem.checks.push_back(read_check(check, problem, read_hints(json, so_far.hints), so_far));
    if (!ids.insert(problem.checks.back().id).second) {
      check.fail("has the id \"" + problem.checks.back().id +
                 "\" a second time: give it an \"id\" of its own");
    }
  }
  if (problem.checks.empty()) json["checks"].fail("is empty");
  problem.forward_share = read_forward_share(json, so_far.forward_share);
  share_points(json, problem);
  return problem;
}

void require_libraries(const JsonReader& json, const Assignment& assignment) {
  for (const JsonReader& problem : json.elements(name_of_problem)) {
    for (const std::string& layer : strings(problem, "library")) {
      if (assignment.problem_of_op(layer)) {
        problem["library"].fail("names \"" + layer +
                                "\", which is of this assignment: it belongs in \"uses\"");
      }
    }
  }
}

// A right answer to the problem calls these layers. Without them it would not link, and the student could not
// help it.
void require_called_layers(const JsonReader& json, const Assignment& assignment, const ProblemSpec& problem) {
  for (const std::string& op : called_layers(problem.op)) {
    const ProblemSpec* layer = assignment.problem_of_op(op);
    if (layer && !contains(problem.uses, layer->id)) {
      json.fail("runs " + layer->id + ": it belongs in \"uses\", and " + layer->id + " before " + problem.id);
    }
    if (!layer && !contains(problem.library, op))
      json.fail("runs " + op + ", which is no problem here: it belongs in \"library\"");
  }
}

// The layers that a part is about must be the student's. Those of its other layers that are the student's
// must be graded before it.
void require_layers(const JsonReader& json, const Assignment& assignment, const ProblemSpec& problem) {
  for (const CheckSpec& check : problem.checks) {
    const ScenarioPart& part = *find_scenario(problem.scenario)->find(check.id);
    for (const std::string& op : part.subjects) {
      if (!assignment.problem_of_op(op)) {
        json["scenario"].fail("has the part \"" + check.id + "\", which is about " + op +
                              ": there is no problem of that op here");
      }
    }
    for (const std::string& op : part.ops) {
      const ProblemSpec* layer = assignment.problem_of_op(op);
      if (layer && !contains(problem.uses, layer->id)) {
        json.fail("runs " + layer->id + " in its part \"" + check.id + "\": it belongs in \"uses\"");
      }
    }
  }
}

double positive(const JsonReader& json, double most) {
  const double value = json.number();
  if (!(value > 0.0 && value <= most)) json.fail("is out of range");
  return value;
}

std::uint64_t positive_integer(const JsonReader& json, std::uint64_t most) {
  const auto value = static_cast<std::uint64_t>(json.integer(most));
  if (value == 0) json.fail("is out of range");
  return value;
}

// Reads the limits that are given. The others stay as they are.
void read_limits(const JsonReader& json, Limits& limits) {
  if (const auto v = json.find("wall_seconds")) limits.wall_seconds = positive(*v, 3600);
  if (const auto v = json.find("cpu_seconds")) limits.cpu_seconds = positive(*v, 3600);
  if (const auto v = json.find("memory_mb")) limits.memory_bytes = positive_integer(*v, 1 << 20) << 20;
  if (const auto v = json.find("processes"))
    limits.processes = static_cast<unsigned>(positive_integer(*v, 1 << 10));
  if (const auto v = json.find("file_kb")) limits.file_bytes = positive_integer(*v, 1 << 20) << 10;
  if (const auto v = json.find("output_kb")) limits.output_bytes = positive_integer(*v, 1 << 20) << 10;
}

void read_worker_limits(const JsonReader& json, Assignment& assignment) {
  json.expect_object(
      {"wall_seconds", "cpu_seconds", "memory_mb", "processes", "file_kb", "output_kb", "total_seconds"});
  read_limits(json, assignment.worker_limits);
  if (const auto v = json.find("total_seconds")) assignment.total_seconds = positive(*v, 86400);
}

void read_compile_limits(const JsonReader& json, BuildLimits& limits) {
  json.expect_object(
      {"wall_seconds", "cpu_seconds", "memory_mb", "processes", "file_kb", "output_kb", "errors"});
  read_limits(json, limits.compile);
  read_limits(json, limits.link);
  if (const auto v = json.find("errors")) limits.errors = static_cast<unsigned>(positive_integer(*v, 1000));
}

}  // namespace

const ProblemSpec* Assignment::find(const std::string& problem) const {
  const auto found =
      std::find_if(problems.begin(), problems.end(), [&](const ProblemSpec& p) { return p.id == problem; });
  return found == problems.end() ? nullptr : &*found;
}

const ProblemSpec* Assignment::problem_of_op(const std::string& op) const {
  const auto found =
      std::find_if(problems.begin(), problems.end(), [&](const ProblemSpec& p) { return p.op == op; });
  return found == problems.end() ? nullptr : &*found;
}

const ProblemSpec* Assignment::own_library_layer(const std::string& op) const {
  const auto found = std::ranges::find(own_library, op, &ProblemSpec::op);
  return found == own_library.end() ? nullptr : &*found;
}

std::vector<std::string> Assignment::files() const {
  std::vector<std::string> result;
  for (const ProblemSpec& problem : problems) {
    if (!problem.file.empty()) result.push_back(problem.file);
  }
  return result;
}

double Assignment::max_points() const {
  std::vector<double> points;
  for (const ProblemSpec& problem : problems) {
    for (const CheckSpec& check : problem.checks) points.push_back(check.points);
  }
  return sum_points(points);
}

Assignment load_assignment(const std::filesystem::path& file) {
  const auto document = parse_json(read_file(file), file.string());
  const JsonReader json(document, file.string());
  json.expect_object({"schema", "id", "title", "limits", "compile_limits", "numerical_differentiation",
                      "seeds", "tolerance", "hints", "forward_share", "problems", "kit"});
  if (json["schema"].string() != "backprop-assignment/1")
    json["schema"].fail("is not \"backprop-assignment/1\"");
  Assignment assignment;
  assignment.id = json["id"].string();
  if (!is_plain_name(assignment.id)) json["id"].fail("is not made of letters, digits, - and _");
  assignment.title = json["title"].string();
  if (const auto limits = json.find("limits")) read_worker_limits(*limits, assignment);
  if (const auto limits = json.find("compile_limits")) read_compile_limits(*limits, assignment.build_limits);
  assignment.numerical_differentiation = read_numerical_differentiation(json, 0.0);
  assignment.hints = read_hints(json, assignment.hints);
  assignment.forward_share = read_forward_share(json, 0.0);
  assignment.seeds = read_seeds(json);
  const Tolerance tolerance = read_tolerance(json, {});
  for (const JsonReader& problem : json["problems"].elements(name_of_problem)) {
    assignment.problems.push_back(read_problem(problem, assignment, tolerance));
  }
  if (assignment.problems.empty()) json["problems"].fail("is empty");
  require_libraries(json["problems"], assignment);
  for (std::size_t i = 0; i < assignment.problems.size(); ++i) {
    const JsonReader problem = json["problems"].elements(name_of_problem)[i];
    const ProblemSpec& spec = assignment.problems[i];
    spec.scenario.empty() ? require_called_layers(problem, assignment, spec)
                          : require_layers(problem, assignment, spec);
  }
  if (!(assignment.max_points() > 0.0) && !json.find("kit"))
    json["problems"].fail("are worth no points: give \"points\" to their checks");
  if (const auto kit = json.find("kit")) {
    kit->expect_object({"golden", "library"});
    const std::filesystem::path folder = file.parent_path();
    assignment.golden = folder / (*kit)["golden"].string();
    assignment.own_library_folder = folder / (*kit)["library"].string();
    assignment.own_library = library_layers(assignment);
  }
  return assignment;
}

}  // namespace grader
