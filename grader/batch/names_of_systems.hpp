/// Reads the file names that course systems make for downloads.
#pragma once

#include <optional>
#include <string>

namespace grader {

/// The parts of such a name.
struct NameOfSystem {
  std::string submission;  ///< Equal for all files of one student: "smithjohn_12347".
  std::string id;          ///< The student's id in the system's gradebook.
  std::string name;
  std::string file;             ///< The file's name before the upload; empty for a folder.
  bool online_text = false;     ///< Moodle and Canvas: text or a link typed into a form.
  std::string attachment = {};  ///< Canvas: the upload's number, which grows with every upload.
  std::string attempt = {};     ///< Blackboard: the attempt's time, "2026-11-29-10-00-00".
  std::string late = {};        ///< "yes", "no", or empty where the name does not say.
};

/// Reads names from Canvas (smithjohn_LATE_12347_67890_affine.cpp; smithjohn_12347_text.html for typed text,
/// and smithjohn_12347_link.html), Moodle (Ada
/// Lovelace_123_assignsubmission_file_, with or without a file's name after it) and Blackboard
/// (hw1_ada_attempt_2026-11-29-10-00-00_affine.cpp). Returns nullopt for any other name.
std::optional<NameOfSystem> name_of_system(const std::string& name);

}  // namespace grader
