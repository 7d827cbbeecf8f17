/// Where a batch writes: reports and grades for the instructor, and under .batch what a later run needs to go
/// on.
#pragma once
#include <filesystem>
#include <string>

#include "grader/batch/submission.hpp"

namespace grader {

class GradesFolder {
 public:
  explicit GradesFolder(std::filesystem::path root) : root_(std::move(root)) {}

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path grades() const { return root_ / "grades.csv"; }
  std::filesystem::path class_page() const { return root_ / "index.html"; }
  std::filesystem::path figures() const { return root_ / "figures.js"; }
  std::filesystem::path similarity() const { return root_ / "similarity.csv"; }
  std::filesystem::path reports() const { return root_ / "reports"; }
  std::filesystem::path report(const std::string& file_name) const {
    return reports() / (file_name + ".json");
  }
  std::filesystem::path html(const std::string& file_name) const { return reports() / (file_name + ".html"); }
  /// The report and its page, where there is no verdict any more.
  void remove_report(const std::string& file_name) const;

  std::filesystem::path state() const { return root_ / ".batch"; }
  std::filesystem::path lock() const { return state() / "lock"; }
  std::filesystem::path run() const { return state() / "run.json"; }
  std::filesystem::path plan() const { return state() / "plan.json"; }
  std::filesystem::path record(const std::string& file_name) const {
    return state() / "records" / (file_name + ".json");
  }
  /// What a task wrote to stderr.
  std::filesystem::path log(const std::string& file_name) const {
    return state() / "logs" / (file_name + ".txt");
  }
  /// By the content of a submission: a copy of its report, for others who hand in the same.
  std::filesystem::path twin(const std::string& fingerprint) const { return state() / "twins" / fingerprint; }
  std::filesystem::path slurm() const { return state() / "slurm"; }

  /// Makes what is missing. Throws InputError when that cannot be, and when the folder holds something else:
  /// nothing that a batch has not made is ever written over.
  void prepare() const;

 private:
  std::filesystem::path root_;
};

}  // namespace grader
