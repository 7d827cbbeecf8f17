/// A submission during its build: its files, what the compiler made of them, and the workers linked from
/// that.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "grader/checks/subject.hpp"
#include "grader/grading/answer_key.hpp"
#include "grader/grading/called_layers.hpp"
#include "grader/grading/worker_layers.hpp"
#include "grader/submission/link.hpp"

namespace grader {

struct BuildOptions {
  Isolation isolation = Isolation::none;
  std::size_t jobs = 1;                                  // compilations at the same time
  std::optional<std::filesystem::path> cache_directory;  // for compiled files; empty: no cache
  bool keep_workers = false;  // in that cache too: worth it where the same submission comes again
  // The deadline of all programs of the submission. Whatever is not done by then is skipped.
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
};

/// A worker, and who answers for the functions that it may call and does not hold.
struct LayeredWorker : Worker {
  OutsideCaller outside;
  /// The student's layers that were linked because a file calls them, beside those that the problem runs.
  std::vector<CalledLayer> called = {};
};

/// The reason why a problem has no worker.
struct NoWorker {
  Status status = Status::grader_error;
  std::string message;
};

/// Returns the assignment's files in `folder`, or in a folder inside it that has the assignment's name.
/// Throws InputError when there are none. (`gather` searches what a student handed in.)
SourceFiles files_in(const std::filesystem::path& folder, const Assignment& assignment);

class SubmissionBuild {
 public:
  /// Throws std::runtime_error when the toolkit is missing.
  SubmissionBuild(const Assignment& assignment, SourceFiles files, const BuildOptions& options);
  /// Builds the `files_in` the folder `submission`.
  SubmissionBuild(const Assignment& assignment, const std::filesystem::path& submission,
                  const BuildOptions& options);

  const std::string& sha256() const { return files_.sha256; }
  /// Returns the compiler's name and version, for the report.
  std::string compiler() const;

  /// Compiles the files of these problems, `jobs` at a time. Calls `step` for each file; several threads may
  /// call it at once.
  void compile(const std::vector<const ProblemSpec*>& problems,
               const std::function<void(const std::string&)>& step);

  /// Returns what the student handed in under that name, or nullptr when no such file could be taken.
  const SourceFile* source(const std::string& file) const { return files_.find(file); }

  /// Returns the compiler's warnings about a file that compiled; see describe_warnings.
  std::vector<std::string> warnings(const std::string& file) const;

  /// Links a worker with these layers: the student's as compiled here, the stand-ins from `key`. When a file
  /// of the student's calls another layer of the assignment, the student's file with that layer is linked as
  /// well, right or wrong, and so on; nothing stands in for it. Returns NoWorker when one of the layers is
  /// missing, or when a stand-in would replace a layer that is asked.
  std::variant<LayeredWorker, NoWorker> worker(const WorkerLayers& layers, const AnswerKey& key) const;

  /// Returns the reason when no program of the submission may run any more, and nullopt while there is time.
  std::optional<NoWorker> out_of_time() const;

  /// Asks questions of a worker, under the assignment's limits. See run_worker.
  std::optional<Failure> ask(const LayeredWorker& worker, const std::function<void(Subject&)>& questions,
                             std::string* printed = nullptr) const;

  /// Returns for each address in the worker's program the lines of the student's files that are inlined
  /// there. See grader::lines_at.
  std::vector<std::vector<std::string>> lines_at(const LayeredWorker& worker,
                                                 const std::vector<std::uint64_t>& addresses) const;

 private:
  /// Returns whether a worker without layers runs here, under the same limits.
  bool empty_worker_runs() const;
  Compiled compile_in_time(const SourceFile& source) const;
  Limits until_deadline(Limits limits) const;
  /// Returns the file's object or failure, or nullptr when there is no such file. Compiles it when it has not
  /// been compiled yet.
  const Compiled* compiled(const std::string& file) const;
  std::variant<Object, NoWorker> object(const ProblemSpec& problem) const;
  std::variant<Object, NoWorker> stand_in(const StandIn& stand_in, const AnswerKey& key) const;
  std::variant<std::vector<Object>, NoWorker> objects(const WorkerLayers& layers, const AnswerKey& key) const;
  /// Adds the objects of files that are called and not in the worker. Returns whether there was one.
  bool add_called(const std::vector<BuildFailure>& failures, const WorkerLayers& layers,
                  std::vector<Object>& objects, std::vector<CalledLayer>& called) const;
  /// Says why a call has no function, when more is known than that none is defined.
  void explain(BuildFailure& failure, const WorkerLayers& layers) const;

  const Assignment& assignment_;
  BuildOptions options_;
  Toolkit toolkit_;
  std::optional<ObjectCache> cache_;
  SourceFiles files_;
  mutable std::mutex compiling_;                      // guards compiled_
  mutable std::map<std::string, Compiled> compiled_;  // by file name; entries stay where they are
};

}  // namespace grader
