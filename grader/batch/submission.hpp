/// A submission of a class, before it is opened.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/submission/gather.hpp"

namespace grader {

/// Who handed it in. Name and email are known only from some systems.
struct Student {
  std::string id;
  std::string name;
  std::string email;
};

struct Submission {
  enum class Form {
    folder,
    archive,
    files,       ///< Single files that a system renamed and put into one folder with others.
    refused,     ///< It was handed in but cannot be opened; `problem` says why.
    left_alone,  ///< It is not a submission, such as roster.csv; `problem` says so.
  };

  std::string id;         ///< Its name in reports: the folder's or archive's without ".zip" etc.
  std::string file_name;  ///< A file name made from the id, safe and unique.
  Form form = Form::refused;
  std::filesystem::path source;
  std::vector<LooseFile> files = {};  ///< Only for the form `files`.
  std::string problem;
  std::vector<Student> students;  ///< Never empty; several for a group.
};

/// Returns what `gather` searches. The submission must be neither refused nor left alone.
HandedIn handed_in(const Submission& submission);

/// Returns a name for people: "alice", or with names "Ada Lovelace, Charles Babbage (submission_12)". It is
/// not cleaned.
std::string label_of(const Submission& submission);

}  // namespace grader
