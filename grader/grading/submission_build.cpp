#include "grader/grading/submission_build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "grader/grading/parallel.hpp"
#include "grader/grading/worker_run.hpp"
#include "grader/ops/registry.hpp"
#include "grader/submission/source_lines.hpp"

namespace grader {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kLeastSeconds = 0.001;

NoWorker why_not_taken(const CollectedFile& file) {
  return {file.missing ? Status::not_implemented : Status::compile_error, file.problem};
}

std::vector<OpFile> op_files(const std::vector<const ProblemSpec*>& problems) {
  std::vector<OpFile> files;
  for (const ProblemSpec* problem : problems)
    files.push_back({problem->op, problem->file, find_op(problem->op)->functions});
  return files;
}

bool is_the_students(Status status) { return status != Status::skipped && status != Status::grader_error; }

// When several files failed, the failure of a file that is being graded says most.
NoWorker why_not_linked(const std::vector<BuildFailure>& failures, const std::vector<OpFile>& asked) {
  const BuildFailure* failure = &failures.front();
  if (asked.size() == 1) {
    const auto own = std::ranges::find(failures, asked.front().file, &BuildFailure::file);
    if (own != failures.end()) failure = &*own;
  }
  return {failure->status, failure->message};
}

}  // namespace

SourceFiles files_in(const std::filesystem::path& folder, const Assignment& assignment) {
  const std::filesystem::path inner = folder / assignment.id;
  return collect(std::filesystem::is_directory(inner) ? inner : folder, assignment.files());
}

SubmissionBuild::SubmissionBuild(const Assignment& assignment, const std::filesystem::path& submission,
                                 const BuildOptions& options)
    : SubmissionBuild(assignment, files_in(submission, assignment), options) {}

SubmissionBuild::SubmissionBuild(const Assignment& assignment, SourceFiles files, const BuildOptions& options)
    : assignment_(assignment), options_(options), toolkit_(find_toolkit()), files_(std::move(files)) {
  if (options.cache_directory) cache_.emplace(*options.cache_directory);
  if (assignment.own_library.empty()) return;
  std::vector<std::string> library;
  for (const ProblemSpec& layer : assignment.own_library) library.push_back(layer.file);
  std::ranges::move(collect(assignment.own_library_folder, library).files, std::back_inserter(files_.files));
}

std::string SubmissionBuild::compiler() const { return toolkit_.compiler_version; }

void SubmissionBuild::compile(const std::vector<const ProblemSpec*>& problems,
                              const std::function<void(const std::string&)>& step) {
  std::vector<const SourceFile*> sources;
  for (const ProblemSpec* problem : problems) {
    const SourceFile* source = files_.find(problem->file);
    if (source && !compiled_.contains(source->name)) sources.push_back(source);
  }
  for_each_parallel(sources.size(), options_.jobs, [&](std::size_t i) {
    step("compiling " + sources[i]->name);
    compiled(sources[i]->name);
  });
}

std::vector<std::string> SubmissionBuild::warnings(const std::string& file) const {
  const Compiled* result = compiled(file);
  const auto* object = result ? std::get_if<Object>(result) : nullptr;
  return object ? object->warnings : std::vector<std::string>();
}

std::optional<NoWorker> SubmissionBuild::out_of_time() const {
  if (!options_.deadline || Clock::now() < *options_.deadline) return std::nullopt;
  return NoWorker{Status::skipped,
                  fmt::format("Not graded: out of time. The whole submission may take {:g} s.",
                              assignment_.total_seconds)};
}

Limits SubmissionBuild::until_deadline(Limits limits) const {
  if (!options_.deadline) return limits;
  const double left = std::chrono::duration<double>(*options_.deadline - Clock::now()).count();
  limits.wall_seconds = std::clamp(left, kLeastSeconds, limits.wall_seconds);
  return limits;
}

bool SubmissionBuild::empty_worker_runs() const {
  const Linked linked = toolchain::link(toolkit_, options_.isolation, {}, {}, assignment_.build_limits);
  const auto* worker = std::get_if<Worker>(&linked);
  return worker &&
         !run_worker(options_.isolation, worker_program(*worker), assignment_.worker_limits, [](Subject&) {});
}

Compiled SubmissionBuild::compile_in_time(const SourceFile& source) const {
  if (auto none = out_of_time()) return BuildFailure{none->status, none->message, source.name};
  BuildLimits limits = assignment_.build_limits;
  limits.compile = until_deadline(limits.compile);
  Compiled result;
  try {
    result = toolchain::compile(toolkit_, options_.isolation, source, limits, cache_ ? &*cache_ : nullptr);
  } catch (const std::exception& error) {  // the grader's fault: the other files go on
    return BuildFailure{Status::grader_error, error.what(), source.name};
  }
  // A compiler that the deadline stopped has not used up its own time.
  auto* failure = std::get_if<BuildFailure>(&result);
  if (auto none = out_of_time(); none && failure && failure->status == Status::timeout)
    *failure = {none->status, none->message, source.name};
  return result;
}

const Compiled* SubmissionBuild::compiled(const std::string& file) const {
  {
    const std::lock_guard lock(compiling_);
    if (const auto known = compiled_.find(file); known != compiled_.end()) return &known->second;
  }
  const SourceFile* source = files_.find(file);
  if (!source) return nullptr;
  Compiled result = compile_in_time(*source);
  const std::lock_guard lock(compiling_);
  return &compiled_.emplace(file, std::move(result)).first->second;
}

std::variant<Object, NoWorker> SubmissionBuild::object(const ProblemSpec& problem) const {
  const Compiled* result = compiled(problem.file);
  if (!result) {
    const auto file = std::find_if(files_.files.begin(), files_.files.end(),
                                   [&](const CollectedFile& f) { return f.name == problem.file; });
    if (file == files_.files.end())
      return NoWorker{Status::grader_error, problem.file + " has not been collected."};
    return why_not_taken(*file);
  }
  if (const auto* failure = std::get_if<BuildFailure>(result))
    return NoWorker{failure->status, failure->message};
  return std::get<Object>(*result);
}

std::variant<Object, NoWorker> SubmissionBuild::stand_in(const StandIn& stand_in,
                                                         const AnswerKey& key) const {
  if (auto object = key.stand_in_object(stand_in.layer)) return std::move(*object);
  if (stand_in.problem)
    return NoWorker{Status::skipped,
                    "Not graded: it runs your " + stand_in.problem->id + ", which must be right first."};
  return NoWorker{Status::skipped, "Not graded: it runs the " + stand_in.layer +
                                       " of an earlier assignment, and nothing replaces it here."};
}

std::variant<std::vector<Object>, NoWorker> SubmissionBuild::objects(const WorkerLayers& layers,
                                                                     const AnswerKey& key) const {
  std::vector<Object> objects;
  std::optional<NoWorker> none;
  const auto add = [&](std::variant<Object, NoWorker> made) {
    if (auto* object = std::get_if<Object>(&made)) {
      objects.push_back(std::move(*object));
    } else if (!none) {
      none = std::move(std::get<NoWorker>(made));
    }
  };
  for (const ProblemSpec* problem : layers.asked) add(object(*problem));
  for (const ProblemSpec* problem : layers.own) add(object(*problem));
  for (const StandIn& each : layers.stand_ins) add(stand_in(each, key));
  if (none) return std::move(*none);
  return objects;
}

bool SubmissionBuild::add_called(const std::vector<BuildFailure>& failures, const WorkerLayers& layers,
                                 std::vector<Object>& objects, std::vector<CalledLayer>& called) const {
  const std::size_t before = called.size();
  for (const BuildFailure& failure : failures) {
    for (const UndefinedCall& call : failure.undefined) {
      const ProblemSpec* layer = layer_with(assignment_, call.function, failure.file);
      if (!layer || layers.holds(*layer) ||
          std::ranges::find(called, layer, &CalledLayer::problem) != called.end())
        continue;
      auto made = object(*layer);
      if (!std::holds_alternative<Object>(made)) continue;
      objects.push_back(std::move(std::get<Object>(made)));
      called.push_back({layer, call.function, failure.file});
    }
  }
  return called.size() > before;
}

void SubmissionBuild::explain(BuildFailure& failure, const WorkerLayers& layers) const {
  for (const UndefinedCall& call : failure.undefined) {
    const ProblemSpec* layer = layer_with(assignment_, call.function, failure.file);
    if (!layer) {
      const std::string why = not_of_this_assignment(assignment_, layers, call.function, failure.file,
                                                     toolkit_.root / "include/backprop");
      if (why.empty()) continue;
      failure.message = why;
      return;
    }
    const auto made = object(*layer);
    if (const auto* none = std::get_if<NoWorker>(&made)) {
      const bool is_missing = none->status == Status::not_implemented;
      if (!is_missing) failure.status = none->status;
      failure.message = is_the_students(none->status)
                            ? fmt::format("{} calls {} of {}. {}{}", failure.file, call.function, layer->file,
                                          is_missing ? "" : "That file has to compile first: ", none->message)
                            : none->message;
      return;
    }
    if (layers.stands_in_for(*layer)) continue;
    failure.message = fmt::format(
        "{} calls {}. {} defines no such function of exactly these types, or not inside "
        "namespace backprop.",
        failure.file, call.readable, layer->file);
    return;
  }
}

std::variant<LayeredWorker, NoWorker> SubmissionBuild::worker(const WorkerLayers& layers,
                                                              const AnswerKey& key) const {
  if (layers.stand_in_for_asked()) {
    return NoWorker{Status::grader_error, "A layer that is being graded would be the reference's."};
  }
  auto made = objects(layers, key);
  if (auto* none = std::get_if<NoWorker>(&made)) return std::move(*none);
  std::vector<Object>& objects = std::get<std::vector<Object>>(made);
  const std::vector<OpFile> asked = op_files(layers.asked);
  std::vector<CalledLayer> called;
  for (;;) {  // each further turn adds a file, and there are only so many
    if (auto none = out_of_time()) return std::move(*none);
    Linked linked = toolchain::link(toolkit_, options_.isolation, objects, asked, assignment_.build_limits,
                                    cache_ && options_.keep_workers ? &*cache_ : nullptr);
    if (auto* worker = std::get_if<Worker>(&linked))
      return LayeredWorker{std::move(*worker), layers.outside(), std::move(called)};
    auto& failures = std::get<std::vector<BuildFailure>>(linked);
    if (add_called(failures, layers, objects, called)) continue;
    for (BuildFailure& failure : failures) explain(failure, layers);
    NoWorker none = why_not_linked(failures, asked);
    none.message = with_reason(none.message, called);
    return none;
  }
}

std::optional<Failure> SubmissionBuild::ask(const LayeredWorker& worker,
                                            const std::function<void(Subject&)>& questions,
                                            std::string* printed) const {
  const auto find_line = [&](const std::vector<std::uint64_t>& site) {
    return source_line(options_.isolation, worker, site, assignment_.files(), assignment_.build_limits.link);
  };
  auto failure =
      run_worker(options_.isolation, worker_program(worker), until_deadline(assignment_.worker_limits),
                 questions, find_line, worker.outside, printed);
  if (auto none = out_of_time(); none && failure && failure->status == Status::timeout)
    return Failure(none->status, none->message);
  // A file can give its program an interpreter that does not exist, and more. Where another worker runs, this
  // one cannot because of its file.
  if (failure && failure->status == Status::grader_error && empty_worker_runs())
    return Failure(Status::crash, "its program cannot be run, and others can here");
  return failure;
}

std::vector<std::vector<std::string>> SubmissionBuild::lines_at(const LayeredWorker& worker,
                                                                const std::vector<std::uint64_t>& addresses,
                                                                const std::string& file) const {
  return grader::lines_at(options_.isolation, worker, addresses, {file}, assignment_.build_limits.link);
}

}  // namespace grader
