#include "grader/grading/scenario_problem.hpp"

#include <algorithm>
#include <set>

#include "grader/grading/golden.hpp"
#include "grader/ops/probe.hpp"

namespace grader {

namespace {

// The student's layers, but for those that are replaced.
class MixedSubject : public Subject {
 public:
  MixedSubject(Subject& student, const std::set<std::string>& replaced)
      : student_(student), replaced_(replaced) {}

  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override {
    return replaced_.contains(op.name) ? reference_.start(op, the_case) : student_.start(op, the_case);
  }

 private:
  Subject& student_;
  const std::set<std::string>& replaced_;
  LinkedSubject reference_;
};

// A layer that this part is about and that cannot be run at all; empty where there is none.
std::optional<Finding> missing_subject(const Assignment& assignment, const ScenarioPart& part,
                                       const Statuses& statuses) {
  for (const std::string& op : part.subjects) {
    const ProblemSpec* problem = assignment.problem_of_op(op);
    if (!problem) throw std::logic_error("no problem of this assignment has the op " + op);
    const Status status = statuses.at(problem->id);
    if (status == Status::not_implemented) return Finding{status, "This part needs your " + op + ".", {}};
    if (status != Status::pass && status != Status::fail) {
      return Finding{
          Status::skipped, "Not run: this part needs your " + op + ", which does not work yet.", {}};
    }
  }
  return std::nullopt;
}

PartVerdict run_part(const Assignment& assignment, const ScenarioPart& part, const Workshop& workshop,
                     std::uint64_t seed, const std::optional<GoldenPart>& golden, const Statuses& statuses,
                     const Tell& tell) {
  if (auto finding = missing_subject(assignment, part, statuses)) return {*finding, {}};
  std::vector<const ProblemSpec*> own;
  std::set<std::string> replaced;
  for (const std::string& op : part.ops) {
    const ProblemSpec* problem =
        assignment.problem_of_op(op);  // nullptr for a layer of an earlier assignment
    const bool subject = std::find(part.subjects.begin(), part.subjects.end(), op) != part.subjects.end();
    if (subject || (problem && statuses.at(problem->id) == Status::pass)) {
      own.push_back(problem);
    } else if (const ProblemSpec* earlier = assignment.earlier_layer(op)) {
      own.push_back(earlier);
    } else if (assignment.kit) {  // no reference to put in its place
      return {{Status::skipped, "Not run: this part runs your " + op + ", which must be right first.", {}},
              {}};
    } else {
      replaced.insert(op);
    }
  }

  auto worker = workshop.worker(own, helpers_of(assignment, own, statuses));
  if (const auto* none = std::get_if<NoWorker>(&worker)) return {{none->status, none->message, {}}, {}};
  Measurements student;
  const auto broken = workshop.ask(std::get<Worker>(worker), [&](Subject& subject) {
    MixedSubject mixed(subject, replaced);
    student = part.run(mixed, seed, tell);
  });
  if (broken) return {Finding::from(*broken), {}};
  if (golden) return part.judge(student, golden->measurements);
  LinkedSubject reference;
  return part.judge(student,
                    part.run(reference, seed, [&](const std::string& what) { tell("reference, " + what); }));
}

}  // namespace

std::uint64_t scenario_seed(std::uint64_t seed, const Scenario& scenario, const ScenarioPart& part) {
  return seed_for(seed, scenario.name + "/" + part.id);
}

Problem grade_scenario(const Assignment& assignment, const ProblemSpec& spec, const Workshop& workshop,
                       std::uint64_t seed, const Statuses& statuses, std::vector<Figure>& figures,
                       const Tell& tell) {
  Problem problem;
  const Scenario& scenario = *find_scenario(spec.scenario);
  for (const CheckSpec& check : spec.checks) {
    const ScenarioPart& part = *scenario.find(check.id);
    std::optional<GoldenPart> golden;
    if (assignment.kit) golden = read_golden_part(assignment.kit->golden, scenario.name, part.id);
    const std::uint64_t part_seed = golden ? golden->seed : scenario_seed(seed, scenario, part);
    PartVerdict verdict = run_part(assignment, part, workshop, part_seed, golden, statuses, tell);
    problem.checks.push_back(make_check(check, verdict.finding));
    // What a part that passes has to say, the words that a model writes, say, stands with the problem.
    if (verdict.finding.status == Status::pass && !verdict.finding.message.empty()) {
      problem.message = problem.checks.back().message;
    }
    std::move(verdict.figures.begin(), verdict.figures.end(), std::back_inserter(figures));
  }
  return problem;
}

}  // namespace grader
