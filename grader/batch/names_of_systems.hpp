/// The names that course systems give to what they let instructors download.
#pragma once
#include <optional>
#include <string>

namespace grader {

/// What such a name says.
struct NameOfSystem {
  std::string submission;  ///< The same for all that a student handed in: "smithjohn_12347".
  std::string id;          ///< The student's, as the system's gradebook has it.
  std::string name;
  std::string file;          ///< The student's own name of the file; empty for a folder.
  bool online_text = false;  ///< Moodle: typed into a form, beside what was uploaded.
};

/// Understands Canvas (smithjohn_LATE_12347_67890_affine.cpp), Moodle (Ada
/// Lovelace_123_assignsubmission_file_, with or without a file after it) and Blackboard
/// (hw1_ada_attempt_2026-11-29-10-00-00_affine.cpp); nullopt for all others.
std::optional<NameOfSystem> name_of_system(const std::string& name);

}  // namespace grader
