/// What a class has handed in, before anybody has looked inside.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "grader/submission/gather.hpp"

namespace grader {

/// Who handed it in. Only a Gradescope export knows more than the id.
struct Student {
  std::string id;
  std::string name;
  std::string email;
};

struct Submission {
  enum class Form {
    folder,
    archive,
    files,       ///< Single files that a system has renamed and put beside those of others.
    refused,     ///< Somebody handed it in, and it is something else; `problem` says what.
    left_alone,  ///< It is nobody's submission, such as roster.csv; `problem` says so.
  };

  std::string id;  ///< The folder's or archive's name without ".zip" and the like: what reports call it.
  std::string file_name;  ///< The same, safe as a name of files, and no other submission's.
  Form form = Form::refused;
  std::filesystem::path source;
  std::vector<LooseFile> files = {};  ///< Of the form `files`.
  std::string problem;
  std::vector<Student> students;  ///< Never empty; several where a group handed in together.
};

/// What `gather` looks through. Only of what is neither refused nor left alone.
HandedIn handed_in(const Submission& submission);

/// What people call it: "alice", or with names "Ada Lovelace, Charles Babbage (submission_12)". Not cleaned.
std::string label_of(const Submission& submission);

}  // namespace grader
