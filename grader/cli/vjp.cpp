#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/json_reader.hpp"
#include "grader/base/places.hpp"
#include "grader/base/strings.hpp"
#include "grader/cli/command.hpp"
#include "grader/cli/isolation_option.hpp"
#include "grader/cli/program.hpp"
#include "grader/cli/user_files.hpp"
#include "grader/grading/course.hpp"
#include "grader/grading/submission_build.hpp"
#include "grader/ops/op_json.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

struct VjpCommand {
  std::string op;
  std::string submission;
  std::string assignment = "a1-gates";
  std::string isolation;
  std::string input = "-";
};

// A worker names its own tensors, so the names are text from student code. Throws Failure unless all of them
// are the op's.
const Tensors& with_known_names(const Tensors& tensors, const std::vector<std::string>& known) {
  for (const auto& [name, tensor] : tensors) {
    if (std::ranges::find(known, name) == known.end())
      throw Failure(Status::crash, "its answer has a tensor that the layer does not have");
  }
  return tensors;
}

Json answer(Subject& subject, const Op& op, const Call& call) {
  const auto running = subject.start(op, call.the_case);
  std::vector<std::string> outputs;
  std::ranges::transform(op.outputs, std::back_inserter(outputs), &OutputSpec::name);
  std::vector<std::string> gradients = op.gradients();
  std::ranges::transform(op.nodes, std::back_inserter(gradients), &NodeSpec::name);
  Json result = {{"outputs", to_json(with_known_names(running->outputs, outputs))},
                 {"gradients", Json::object()}};
  if (!op.gradients().empty())
    result["gradients"] = to_json(with_known_names(running->backward(call.upstream), gradients));
  return result;
}

// Throws InputError if the submission cannot answer: here that is wrong input, not a verdict.
[[noreturn]] void refuse(const VjpCommand& command, const std::string& why) {
  throw InputError(command.submission + " has no answer for " + command.op + ": " + why);
}

Json answer_of_submission(const VjpCommand& command, const Op& op, const Call& call) {
  const Assignment assignment = load_assignment(assignment_file(command.assignment));
  const ProblemSpec* problem = nullptr;
  std::vector<const ProblemSpec*> needed;
  for (const ProblemSpec& candidate : assignment.problems) {
    if (candidate.op == op.name) problem = &candidate;
  }
  if (!problem) throw InputError(assignment.id + " has no problem for the op " + op.name);
  Statuses trusted;  // the problem runs the student's own layers, right or wrong
  for (const std::string& id : problem->uses) {
    needed.push_back(assignment.find(id));
    trusted[id] = Status::pass;
  }
  needed.push_back(problem);

  BuildOptions options;
  options.isolation = choose_isolation(command.isolation);
  options.cache_directory = cache_folder();
  const Gathered gathered =
      gather({command.submission}, assignment.files(), {.open = archives(options.isolation)});
  SubmissionBuild build(assignment, gathered.files, options);
  build.compile(needed, [](const std::string&) {});
  const auto worker = build.worker(worker_layers(assignment, {problem}, trusted), *answer_key_of(assignment));
  if (const auto* none = std::get_if<NoWorker>(&worker)) refuse(command, none->message);
  Json result;
  const auto broken = build.ask(std::get<LayeredWorker>(worker),
                                [&](Subject& subject) { result = answer(subject, op, call); });
  if (broken) refuse(command, broken->what());
  return result;
}

int run_vjp(const VjpCommand& command) {
  const Op* op = find_op(command.op);
  if (!op) throw InputError("there is no op " + command.op + "; there is " + join(all_ops(), &Op::name));
  const std::string what = command.input == "-" ? "standard input" : command.input;
  const Call call = parse_call(*op, parse_json(read_text(command.input), what), what);
  Json result;
  if (command.submission.empty()) {
    LinkedSubject reference;
    try {
      result = answer(reference, *op, call);
    } catch (const Failure& failure) {
      throw InputError(what + ": " + failure.what());
    }
  } else {
    result = answer_of_submission(command, *op, call);
  }
  fmt::print("{}\n", result.dump());
  return 0;
}

}  // namespace

void add_vjp(CommandLine& line) {
  auto command = std::make_shared<VjpCommand>();
  Command vjp = line.add(
      "vjp", "Run one op: inputs, attributes and upstream gradients in as JSON, outputs and gradients out.",
      [command] { return run_vjp(*command); });
  vjp.option("--op", command->op, "Its name; `grader ops` lists them", {.required = true});
  vjp.option("--submission", command->submission, "Ask the code in this folder instead of the reference");
  vjp.option("--assignment", command->assignment, "That the folder is for", {.shows_default = true});
  vjp.option("--isolation", command->isolation, kIsolationHelp);
  vjp.option("case", command->input, "The case: a file, or - for standard input", {.shows_default = true});
}

}  // namespace grader
