/// A submission of a class, before it is opened.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/submission/gather.hpp"

namespace grader {

/// Who handed it in. What is unknown is empty: the system's file names say some of it, a roster the rest.
struct Student {
  std::string id;
  std::string name;
  std::string email;
  std::string login = {};
  std::string sis_id = {};  ///< The number that the registrar's system has for the student.
  std::string section = {};
  std::string submitted_at = {};  ///< As the system writes it.
  std::string late = {};          ///< "yes", "no", or empty where the system does not say.
  std::string first_name = {};    ///< As the roster has it, if it has both parts of the name.
  std::string last_name = {};
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
  /// Sentences on what was chosen from several attempts, by which mark of the system.
  std::vector<std::string> notes = {};
  /// Moodle: the folder's name in the download, under which it takes feedback. Otherwise empty.
  std::string feedback_folder = {};
  /// Why the submission belongs to no student of the roster, or to several. Otherwise empty.
  std::string nobodys = {};
};

/// Returns what `gather` searches. The submission must be neither refused nor left alone.
HandedIn handed_in(const Submission& submission);

/// Returns a name for people: "alice", or with names "Ada Lovelace, Charles Babbage (submission_12)". It is
/// not cleaned.
std::string label_of(const Submission& submission);

}  // namespace grader
