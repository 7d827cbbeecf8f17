/// What a class has handed in, before anybody has looked inside.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

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
    refused,  ///< It is something else; `problem` says what.
  };

  std::string id;  ///< The folder's or archive's name without ".zip" and the like: what reports call it.
  std::string file_name;  ///< The same, safe as a name of files, and no other submission's.
  Form form = Form::refused;
  std::filesystem::path source;
  std::string problem;
  std::vector<Student> students;  ///< Never empty; several where a group handed in together.
};

/// What people call it: "alice", or with names "Ada Lovelace, Charles Babbage (submission_12)". Not cleaned.
std::string label_of(const Submission& submission);

}  // namespace grader
