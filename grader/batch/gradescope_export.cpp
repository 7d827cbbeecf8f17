#include "grader/batch/gradescope_export.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "grader/base/input_error.hpp"

namespace grader {

namespace {

// Returns a value of a submitter or a submission, or "". Ruby wrote the keys as symbols, with a colon in
// front.
std::string scalar_text(const YAML::Node& submitter, const std::string& key) {
  const YAML::Node value = submitter[":" + key];
  return value && value.IsScalar() && !value.IsNull() ? value.Scalar() : std::string();
}

std::vector<Student> students_of(const std::string& folder, const YAML::Node& entry) {
  std::vector<Student> students;
  const YAML::Node submitters = entry[":submitters"];
  if (submitters && submitters.IsSequence()) {
    for (const YAML::Node& submitter : submitters) {
      if (!submitter.IsMap()) continue;
      Student student{.id = scalar_text(submitter, "sid"),
                      .name = scalar_text(submitter, "name"),
                      .email = scalar_text(submitter, "email")};
      if (student.id.empty()) student.id = student.email;
      student.submitted_at = scalar_text(entry, "created_at");
      if (student.id.empty()) student.id = folder;
      students.push_back(std::move(student));
    }
  }
  if (students.empty()) students.push_back({.id = folder, .name = {}, .email = {}});
  return students;
}

}  // namespace

std::map<std::string, std::vector<Student>> read_gradescope_metadata(const std::filesystem::path& file) {
  if (!std::filesystem::is_regular_file(file)) throw InputError(file.string() + " is no file.");
  try {
    const YAML::Node root = YAML::LoadFile(file.string());
    if (!root.IsMap()) throw InputError(file.string() + " is no list of submissions.");
    std::map<std::string, std::vector<Student>> result;
    for (const auto& entry : root) {
      const std::string folder = entry.first.Scalar();
      if (!entry.second.IsMap()) {
        throw InputError(fmt::format("{}, line {}: {} has no submitters.", file.string(),
                                     entry.first.Mark().line + 1, folder));
      }
      result[folder] = students_of(folder, entry.second);
    }
    return result;
  } catch (const YAML::Exception& error) {
    throw InputError(
        fmt::format("{}, line {}: not YAML: {}.", file.string(), error.mark.line + 1, error.msg));
  }
}

}  // namespace grader
