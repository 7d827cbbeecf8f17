#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/cli/command.hpp"
#include "grader/cli/user_files.hpp"
#include "grader/grading/course.hpp"
#include "grader/grading/parallel.hpp"
#include "grader/kit/names_in_kit.hpp"
#include "grader/mistakes/kill_table_output.hpp"
#include "grader/mistakes/reports.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

struct MistakesCommand {
  bool run = false;
  bool kit = false;
  std::string op;
  std::size_t seeds = 20;
  std::string json;
  std::string reports;
  std::size_t jobs = std::max(1u, std::thread::hardware_concurrency());
};

std::vector<const Op*> chosen_ops(const std::string& name) {
  std::vector<const Op*> ops;
  for (const Op& op : all_ops()) {
    if (name.empty() || op.name == name) ops.push_back(&op);
  }
  if (ops.empty()) throw InputError("there is no op " + name + "; `grader ops` lists them");
  return ops;
}

int print_catalogue(const std::vector<const Op*>& ops) {
  std::vector<const KnownMistake*> mistakes;
  for (const Op* op : ops) {
    for (const KnownMistake* mistake : mistakes_of(op->name)) mistakes.push_back(mistake);
  }
  fmt::print("{}", catalogue_text(mistakes));
  return 0;
}

int write_and_tell(const std::string& folder) {
  const std::vector<std::string> written = write_reports(folder);
  for (const std::string& file : written) fmt::print("{}: written\n", file);
  if (written.empty()) fmt::print("All reports of mistakes are up to date.\n");
  return 0;
}

// Returns the course's problems about these ops.
std::vector<ProblemSpec> problems_about(const std::vector<const Op*>& ops) {
  std::vector<ProblemSpec> problems;
  for (const std::string& id : course_assignments()) {
    for (const ProblemSpec& problem : load_assignment(assignment_file(id)).problems) {
      const auto is_its_op = [&](const Op* op) { return op->name == problem.op; };
      if (std::any_of(ops.begin(), ops.end(), is_its_op)) problems.push_back(problem);
    }
  }
  return problems;
}

int compare_kits(const MistakesCommand& command) {
  if (!command.run) throw InputError("--kit says how a run compares names: it needs --run");
  if (!command.json.empty()) throw InputError("--json is for the table of a run without --kit");
  const std::vector<ProblemSpec> problems = problems_about(chosen_ops(command.op));
  std::vector<std::vector<NamedCheck>> found(problems.size() * command.seeds);
  for_each_parallel(found.size(), command.jobs, [&](std::size_t i) {
    found[i] = names_in_kit(problems[i / command.seeds], i % command.seeds);
  });
  std::vector<NamedCheck> checks;
  for (const std::vector<NamedCheck>& each : found) checks.insert(checks.end(), each.begin(), each.end());
  std::size_t mistakes = 0;
  for (const ProblemSpec& problem : problems) mistakes += mistakes_of(problem.op).size();
  fmt::print("{}", names_in_kit_text(checks, mistakes, command.seeds));
  return std::all_of(checks.begin(), checks.end(), [](const NamedCheck& each) { return each.agree(); }) ? 0
                                                                                                        : 1;
}

int run_mistakes(const MistakesCommand& command) {
  if (!command.reports.empty()) return write_and_tell(command.reports);
  if (command.kit) return compare_kits(command);
  const std::vector<const Op*> ops = chosen_ops(command.op);
  if (!command.run) {
    if (!command.json.empty()) throw InputError("--json is for the table of a run: it needs --run");
    return print_catalogue(ops);
  }
  require_writable_place(command.json);
  std::vector<std::vector<Kill>> tables(ops.size());
  for_each_parallel(ops.size(), command.jobs,
                    [&](std::size_t i) { tables[i] = kill_table(*ops[i], command.seeds); });
  std::vector<Kill> table;
  for (std::vector<Kill>& one : tables) std::move(one.begin(), one.end(), std::back_inserter(table));
  if (command.json == "-") {
    fmt::print("{}", kill_table_json(table));
  } else {
    fmt::print("{}", kill_table_text(table));
    if (!command.json.empty()) write_atomically(command.json, kill_table_json(table));
  }
  return summary_of(table).survived == 0 ? 0 : 1;
}

}  // namespace

void add_mistakes(CommandLine& line) {
  auto command = std::make_shared<MistakesCommand>();
  Command mistakes =
      line.add("mistakes", "List the known mistakes with their hints; with --run prove that each is caught.",
               [command] { return run_mistakes(*command); });
  mistakes.flag("--run", command->run,
                "Hand in each as if it were a submission; exit with 1 when one gets through");
  mistakes.flag("--kit", command->kit,
                "With --run: compare the names in a kit with those here; exit with 1 when two differ");
  mistakes.option("--op", command->op, "Only those of this op");
  mistakes.option("--seeds", command->seeds, "With --run: the number of seeds",
                  {.shows_default = true, .range = {{1, 100000}}});
  mistakes.option("--json", command->json, "With --run: write the table to this file; - prints it");
  mistakes.option("--reports", command->reports,
                  "Write the report of each op's first mistake to this folder, and do nothing else",
                  {.existing_folder = true});
  mistakes.option("--jobs", command->jobs, "With --run: how many ops run at a time", {.range = {{1, 256}}});
}

}  // namespace grader
