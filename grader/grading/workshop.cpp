#include "grader/grading/workshop.hpp"

#include <algorithm>
#include <mutex>
#include <set>

#include "grader/grading/parallel.hpp"
#include "grader/grading/reference_objects.hpp"
#include "grader/grading/worker_run.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

OpFile op_file(const ProblemSpec& problem) {
  return {problem.op, problem.file, find_op(problem.op)->functions};
}

std::set<std::string> libraries(std::initializer_list<const std::vector<const ProblemSpec*>*> groups) {
  std::set<std::string> layers;
  for (const auto* problems : groups) {
    for (const ProblemSpec* problem : *problems)
      layers.insert(problem->library.begin(), problem->library.end());
  }
  return layers;
}

// Whether the reference's version of a layer would stand in for one that is being graded.
bool replaces_what_is_graded(const std::vector<const ProblemSpec*>& graded, const Helpers& helpers,
                             const std::set<std::string>& library) {
  return std::ranges::any_of(graded, [&](const ProblemSpec* problem) {
    return library.contains(problem->op) ||
           std::ranges::any_of(helpers.borrowed, [&](const ProblemSpec* used) {
             return used->op == problem->op || used->file == problem->file;
           });
  });
}

NoWorker why_not_taken(const CollectedFile& file) {
  return {file.missing ? Status::not_implemented : Status::compile_error, file.problem};
}

}  // namespace

SourceFiles files_in(const std::filesystem::path& folder, const Assignment& assignment) {
  const std::filesystem::path inner = folder / assignment.id;
  return collect(std::filesystem::is_directory(inner) ? inner : folder, assignment.files());
}

Workshop::Workshop(const Assignment& assignment, const std::filesystem::path& submission,
                   const WorkshopOptions& options)
    : Workshop(assignment, files_in(submission, assignment), options) {}

Workshop::Workshop(const Assignment& assignment, SourceFiles files, const WorkshopOptions& options)
    : assignment_(assignment), options_(options), toolkit_(find_toolkit()), files_(std::move(files)) {
  if (options.cache_directory) cache_.emplace(*options.cache_directory);
  if (!assignment.kit || assignment.kit->layers.empty()) return;
  std::vector<std::string> earlier;
  for (const ProblemSpec& layer : assignment.kit->layers) earlier.push_back(layer.file);
  std::ranges::move(collect(assignment.kit->earlier, earlier).files, std::back_inserter(files_.files));
}

std::string Workshop::compiler() const { return BACKPROP_STUDENT_COMPILER_VERSION; }

void Workshop::compile(const std::vector<const ProblemSpec*>& problems,
                       const std::function<void(const std::string&)>& step) {
  std::vector<const SourceFile*> sources;
  for (const ProblemSpec* problem : problems) {
    const SourceFile* source = files_.find(problem->file);
    if (source && !compiled_.contains(source->name)) sources.push_back(source);
  }
  std::mutex mutex;
  for_each_parallel(sources.size(), options_.jobs, [&](std::size_t i) {
    step("compiling " + sources[i]->name);
    Compiled result = grader::compile(toolkit_, options_.isolation, *sources[i], assignment_.build_limits,
                                      cache_ ? &*cache_ : nullptr);
    const std::lock_guard lock(mutex);
    compiled_.emplace(sources[i]->name, std::move(result));
  });
}

std::variant<Object, NoWorker> Workshop::object(const ProblemSpec& problem) const {
  const auto found = compiled_.find(problem.file);
  if (found == compiled_.end()) {
    const auto file = std::find_if(files_.files.begin(), files_.files.end(),
                                   [&](const CollectedFile& f) { return f.name == problem.file; });
    if (file == files_.files.end())
      return NoWorker{Status::grader_error, problem.file + " has not been collected."};
    return why_not_taken(*file);
  }
  if (const auto* failure = std::get_if<BuildFailure>(&found->second))
    return NoWorker{failure->status, failure->message};
  return std::get<Object>(found->second);
}

std::variant<Worker, NoWorker> Workshop::link_objects(const std::vector<Object>& objects,
                                                      const std::vector<OpFile>& ops,
                                                      const std::string& file) const {
  Linked linked = link(toolkit_, options_.isolation, objects, ops, assignment_.build_limits);
  if (auto* worker = std::get_if<Worker>(&linked)) return std::move(*worker);
  const auto& failures = std::get<std::vector<BuildFailure>>(linked);
  const auto own =
      std::find_if(failures.begin(), failures.end(), [&](const BuildFailure& f) { return f.file == file; });
  const BuildFailure& failure = own == failures.end() ? failures.front() : *own;
  return NoWorker{failure.status, failure.message};
}

std::variant<Worker, NoWorker> Workshop::worker(const std::vector<const ProblemSpec*>& problems,
                                                const Helpers& helpers) const {
  std::set<std::string> library = libraries({&problems, &helpers.own, &helpers.borrowed});
  for (const ProblemSpec* problem : problems) {
    if (problem == assignment_.earlier_layer(problem->op)) library.erase(problem->op);
  }
  if (replaces_what_is_graded(problems, helpers, library)) {
    return NoWorker{Status::grader_error, "A layer that is being graded would be the reference's."};
  }
  std::vector<OpFile> ops;
  for (const ProblemSpec* problem : problems) ops.push_back(op_file(*problem));
  std::vector<Object> objects;
  for (const auto* students : {&problems, &helpers.own}) {
    for (const ProblemSpec* problem : *students) {
      auto result = object(*problem);
      if (auto* failure = std::get_if<NoWorker>(&result)) return std::move(*failure);
      objects.push_back(std::move(std::get<Object>(result)));
    }
  }
  for (const ProblemSpec* used : helpers.borrowed) {
    auto reference = reference_object(used->op + ".cpp");
    if (!reference) {
      return NoWorker{Status::skipped,
                      "Not graded: it runs your " + used->id + ", which must be right first."};
    }
    objects.push_back(std::move(*reference));
  }
  for (const std::string& layer : library) {
    if (const ProblemSpec* earlier = assignment_.earlier_layer(layer)) {
      auto result = object(*earlier);
      if (auto* failure = std::get_if<NoWorker>(&result)) return std::move(*failure);
      objects.push_back(std::move(std::get<Object>(result)));
      continue;
    }
    auto reference = reference_object(layer + ".cpp");
    if (!reference) {
      return NoWorker{Status::skipped, "Not graded: it runs the " + layer +
                                           " of an earlier assignment, whose solution is not here."};
    }
    objects.push_back(std::move(*reference));
  }
  return link_objects(objects, ops, problems.size() == 1 ? problems.front()->file : std::string());
}

std::optional<Failure> Workshop::ask(const Worker& worker,
                                     const std::function<void(Subject&)>& questions) const {
  return run_worker(options_.isolation, worker_program(worker), assignment_.worker_limits, questions);
}

}  // namespace grader
