#include "grader/grading/scenario_problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "grader/base/strings.hpp"
#include "grader/grading/excerpt.hpp"
#include "grader/grading/judge.hpp"

namespace grader {

namespace {

// The student's layers, except those that `stand_in` replaces.
class MixedSubject : public Subject {
 public:
  MixedSubject(Subject& student, Subject* stand_in, const std::vector<std::string>& replaced)
      : student_(student), stand_in_(stand_in), replaced_(replaced) {}

  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override {
    const bool replaced = std::ranges::find(replaced_, op.name) != replaced_.end();
    return (replaced ? *stand_in_ : student_).start(op, the_case);
  }

 private:
  Subject& student_;
  Subject* stand_in_;  // nullptr when nothing is replaced
  const std::vector<std::string>& replaced_;
};

// The layers of a part, by who answers for them.
struct PartLayers {
  std::vector<const ProblemSpec*> own;          // the student's, graded in this assignment
  std::vector<const ProblemSpec*> own_library;  // the student's, not graded in this assignment
  std::vector<std::string> replaced;            // ops that a stand-in answers for
};

PartLayers layers_of(const Grading& grading, const ScenarioPart& part) {
  PartLayers layers;
  for (const std::string& op : part.ops) {
    const ProblemSpec* problem = grading.assignment.problem_of_op(op);
    const bool is_subject = std::ranges::find(part.subjects, op) != part.subjects.end();
    if (is_subject || (problem && grading.statuses.at(problem->id) == Status::pass)) {
      layers.own.push_back(problem);
    } else if (const ProblemSpec* own = grading.assignment.own_library_layer(op)) {
      layers.own_library.push_back(own);
    } else {
      layers.replaced.push_back(op);
    }
  }
  return layers;
}

// Returns what a failing part adds in a kit: the mistake may be in a layer that is not checked there.
std::string not_checked_here(const PartLayers& layers) {
  if (layers.own_library.empty()) return {};
  return fmt::format(
      " It runs layers of earlier assignments too ({}), which are not checked here: make sure that they are "
      "right.",
      join(layers.own_library, [](const ProblemSpec* layer) { return layer->op; }));
}

// Returns a finding when a layer that the part is about cannot be run at all, and nullopt otherwise.
std::optional<Finding> missing_subject(const Assignment& assignment, const ScenarioPart& part,
                                       const Statuses& statuses) {
  for (const std::string& op : part.subjects) {
    const ProblemSpec* problem = assignment.problem_of_op(op);
    if (!problem) throw std::logic_error("no problem of this assignment has the op " + op);
    const Status status = statuses.at(problem->id);
    if (status == Status::not_implemented) return Finding{status, "This part needs your " + op + ".", {}};
    if (status != Status::pass && status != Status::fail) {
      return Finding{
          Status::skipped,
          fmt::format("Not run: this part needs your {}, whose own checks have not been run to the end.", op),
          {}};
    }
  }
  return std::nullopt;
}

// Returns a finding when a layer has no one to answer for it, and nullopt when the part can be run.
std::optional<Finding> missing_stand_in(const PartLayers& layers, const Subject* stand_in) {
  if (stand_in || layers.replaced.empty()) return std::nullopt;
  return Finding{Status::skipped,
                 "Not run: this part runs your " + layers.replaced.front() + ", which must be right first.",
                 {}};
}

struct PartRun {
  PartVerdict verdict;
  std::vector<std::string> stand_ins;  // problems of this assignment whose layers were the reference's
  Measurements measured = {};          // of a part that is right
  std::vector<CalledLayer> called = {};
};

// Names the layers that were the reference's in place of the student's. Layers of earlier assignments always
// are, outside of a kit.
std::vector<std::string> stand_ins_of(const Assignment& assignment, const PartLayers& layers,
                                      const WorkerLayers& worker) {
  std::vector<std::string> names;
  for (const std::string& op : layers.replaced) {
    if (const ProblemSpec* problem = assignment.problem_of_op(op)) names.push_back(problem->id);
  }
  for (const StandIn& stand_in : worker.stand_ins) {
    if (stand_in.problem) names.push_back(stand_in.problem->id);
  }
  return names;
}

// Adds what the part's measurements tell, to the finding and under the figures.
void tell_story(const ScenarioPart& part, const Measurements& student, PartVerdict& verdict) {
  if (verdict.finding.status != Status::pass && verdict.finding.status != Status::fail) return;
  const std::string story = part.story(student);
  verdict.finding.message += (verdict.finding.message.empty() ? "" : " ") + story;
  for (Figure& figure : verdict.figures) figure.caption = story;
}

PartRun run_part(const Grading& grading, const Scenario& scenario, const ScenarioPart& part,
                 const Tell& tell) {
  const PartKey key = grading.key.part(scenario, part, grading.seed);
  if (auto finding = missing_subject(grading.assignment, part, grading.statuses)) return {{*finding, {}}, {}};
  const PartLayers layers = layers_of(grading, part);
  const std::unique_ptr<Subject> stand_in = grading.key.stand_in();
  if (auto finding = missing_stand_in(layers, stand_in.get())) return {{*finding, {}}, {}};

  std::vector<const ProblemSpec*> asked = layers.own;
  asked.insert(asked.end(), layers.own_library.begin(), layers.own_library.end());
  const WorkerLayers in_worker = worker_layers(grading.assignment, asked, grading.statuses);
  auto worker = grading.build.worker(in_worker, grading.key);
  if (const auto* none = std::get_if<NoWorker>(&worker)) return {{{none->status, none->message, {}}, {}}, {}};
  std::vector<std::string> stand_ins = stand_ins_of(grading.assignment, layers, in_worker);
  const std::vector<CalledLayer>& called = std::get<LayeredWorker>(worker).called;
  Measurements student;
  const auto broken = grading.build.ask(std::get<LayeredWorker>(worker), [&](Subject& subject) {
    MixedSubject mixed(subject, stand_in.get(), layers.replaced);
    student = part.run(mixed, key.seed, tell);
  });
  if (broken) return {{Finding::from(*broken), {}}, std::move(stand_ins), {}, called};
  PartVerdict verdict =
      part.judge(student, key.measurements([&](const std::string& what) { tell("reference, " + what); }));
  if (verdict.finding.status == Status::fail) verdict.finding.message += not_checked_here(layers);
  tell_story(part, student, verdict);
  const bool right = verdict.finding.status == Status::pass;
  return {std::move(verdict), std::move(stand_ins), right ? std::move(student) : Measurements(), called};
}

// Puts the student's prediction beside the measurement. Who has not predicted yet is asked, and not told.
Prediction compared(const Question& question, const Predictions& predictions, const Measurements& measured) {
  Prediction result{question.id, question.text, question.form()};
  const auto predicted = predictions.answers.find(question.id);
  if (predicted == predictions.answers.end()) return result;
  result.predicted = question.shown(predicted->second);
  if (measured.empty()) return result;
  const double answer = question.measure(measured);
  result.measured = question.shown(answer);
  result.near = question.near(predicted->second, answer);
  return result;
}

// Returns the problems whose layers some check of the scenario is about.
std::set<std::string> judged_layers(const Assignment& assignment, const ProblemSpec& spec,
                                    const Scenario& scenario) {
  std::set<std::string> judged;
  for (const CheckSpec& check : spec.checks) {
    for (const std::string& op : scenario.find(check.id)->subjects)
      judged.insert(assignment.problem_of_op(op)->id);
  }
  return judged;
}

}  // namespace

std::vector<const Question*> questions_of(const Assignment& assignment) {
  std::vector<const Question*> questions;
  for (const ProblemSpec& problem : assignment.problems) {
    if (problem.scenario.empty()) continue;
    const Scenario& scenario = *find_scenario(problem.scenario);
    for (const CheckSpec& check : problem.checks) {
      for (const Question& question : scenario.find(check.id)->questions) questions.push_back(&question);
    }
  }
  return questions;
}

Problem grade_scenario(const Grading& grading, const ProblemSpec& spec, std::vector<Figure>& figures,
                       const Tell& tell, std::vector<CalledLayer>* called) {
  Problem problem;
  const Scenario& scenario = *find_scenario(spec.scenario);
  problem.handout = handout_section(scenario.heading);
  std::vector<std::string> stand_ins;
  for (const CheckSpec& check : spec.checks) {
    const ScenarioPart& part = *scenario.find(check.id);
    auto [verdict, names, measured, others] = run_part(grading, scenario, part, tell);
    if (called) std::ranges::move(others, std::back_inserter(*called));
    for (const Question& question : part.questions)
      problem.predictions.push_back(compared(question, grading.predictions, measured));
    problem.checks.push_back(make_check(check, verdict.finding));
    std::move(verdict.figures.begin(), verdict.figures.end(), std::back_inserter(figures));
    for (std::string& name : names) {
      if (std::ranges::find(stand_ins, name) == stand_ins.end()) stand_ins.push_back(std::move(name));
    }
  }
  if (!stand_ins.empty())
    problem.message = stand_in_sentence(stand_ins, judged_layers(grading.assignment, spec, scenario));
  return problem;
}

}  // namespace grader
