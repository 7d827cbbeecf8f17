/// A submission while it is graded: its files, what the compiler made of them, and workers on demand.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "grader/checks/subject.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/submission/link.hpp"

namespace grader {

struct WorkshopOptions {
  Isolation isolation = Isolation::none;
  std::size_t jobs = 1;                                  // compilations at the same time
  std::optional<std::filesystem::path> cache_directory;  // of compiled files; empty: none
};

/// Why a problem has no worker.
struct NoWorker {
  Status status = Status::grader_error;
  std::string message;
};

/// Problems whose layers others run: in the student's version, or in the reference's.
struct Helpers {
  std::vector<const ProblemSpec*> own;
  std::vector<const ProblemSpec*> borrowed;
};

/// The assignment's files that lie in `folder`, or in the folder of the assignment's name in it. Throws
/// InputError when there are none. What a student handed in is searched by `gather`.
SourceFiles files_in(const std::filesystem::path& folder, const Assignment& assignment);

class Workshop {
 public:
  /// Throws std::runtime_error when the toolkit is missing.
  Workshop(const Assignment& assignment, SourceFiles files, const WorkshopOptions& options);
  /// With the `files_in` a folder.
  Workshop(const Assignment& assignment, const std::filesystem::path& submission,
           const WorkshopOptions& options);

  const std::string& sha256() const { return files_.sha256; }
  /// The compiler's name and version, for the report.
  std::string compiler() const;

  /// Compiles the files of these problems, as many at a time as there are jobs. `step` is told of each, from
  /// several threads.
  void compile(const std::vector<const ProblemSpec*>& problems,
               const std::function<void(const std::string&)>& step);

  /// What the student handed in under that name; nullptr when nothing could be taken.
  const SourceFile* source(const std::string& file) const { return files_.find(file); }

  /// A worker with the ops of `problems`, linked with the student's files of these and of `helpers.own`, and
  /// with the reference's objects of `helpers.borrowed` and of everybody's library; none where one of these
  /// is a layer of `problems`.
  std::variant<Worker, NoWorker> worker(const std::vector<const ProblemSpec*>& problems,
                                        const Helpers& helpers = {}) const;

  /// Asks questions of a worker, under the assignment's limits. See run_worker.
  std::optional<Failure> ask(const Worker& worker, const std::function<void(Subject&)>& questions) const;

 private:
  std::variant<Object, NoWorker> object(const ProblemSpec& problem) const;
  std::variant<Worker, NoWorker> link_objects(const std::vector<Object>& objects,
                                              const std::vector<OpFile>& ops, const std::string& file) const;

  const Assignment& assignment_;
  WorkshopOptions options_;
  Toolkit toolkit_;
  std::optional<ObjectCache> cache_;
  SourceFiles files_;
  std::map<std::string, Compiled> compiled_;  // by file name
};

}  // namespace grader
