/// The folder that a batch writes to: reports and grades for the instructor, and in .batch what a later run
/// needs to continue.
#pragma once

#include <filesystem>
#include <string>

#include "grader/batch/submission.hpp"

namespace grader {

/// Returns whether there is a file or folder at `path`. Throws InputError if the system does not let one
/// know.
bool is_there(const std::filesystem::path& path);

class GradesFolder {
 public:
  explicit GradesFolder(std::filesystem::path root) : root_(std::move(root)) {}

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path grades() const { return root_ / "grades.csv"; }
  std::filesystem::path class_page() const { return root_ / "index.html"; }
  std::filesystem::path anonymous_page() const { return root_ / "anonymous.html"; }
  std::filesystem::path figures() const { return root_ / "figures.js"; }
  std::filesystem::path similarity() const { return root_ / "similarity.csv"; }
  std::filesystem::path reports() const { return root_ / "reports"; }
  std::filesystem::path report(const std::string& file_name) const {
    return reports() / (file_name + ".json");
  }
  std::filesystem::path html(const std::string& file_name) const { return reports() / (file_name + ".html"); }
  std::filesystem::path overrides() const { return root_ / "overrides.csv"; }

  std::filesystem::path state() const { return root_ / ".batch"; }
  std::filesystem::path lock() const { return state() / "lock"; }
  std::filesystem::path run() const { return state() / "run.json"; }
  std::filesystem::path plan() const { return state() / "plan.json"; }
  std::filesystem::path record(const std::string& file_name) const {
    return state() / "records" / (file_name + ".json");
  }
  /// The report as the grader made it. What people read is `report`, which has their overrides as well.
  std::filesystem::path verdict(const std::string& file_name) const {
    return state() / "verdicts" / (file_name + ".json");
  }
  void remove_verdict(const std::string& file_name) const;
  /// The hashes of the reports that the last run wrote.
  std::filesystem::path shown() const { return state() / "shown.json"; }
  /// The class with its grades, for `grader grades`.
  std::filesystem::path class_list() const { return state() / "class.json"; }
  /// The file with a task's stderr.
  std::filesystem::path log(const std::string& file_name) const {
    return state() / "logs" / (file_name + ".txt");
  }
  /// A copy of a report, named by the fingerprint of the graded files, for others who hand in the same files.
  std::filesystem::path twin(const std::string& fingerprint) const { return state() / "twins" / fingerprint; }
  std::filesystem::path slurm() const { return state() / "slurm"; }

  /// Creates the folders that are missing. Throws InputError if that fails, or if the folder holds files that
  /// no batch has made, since a batch never overwrites other files.
  void prepare() const;

 private:
  std::filesystem::path root_;
};

}  // namespace grader
