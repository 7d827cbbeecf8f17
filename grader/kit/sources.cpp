#include "grader/kit/sources.hpp"

#include <algorithm>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/kit/caller_half.hpp"
#include "grader/kit/files.hpp"
#include "grader/kit/reached.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolders[] = {
    "datasets",        "starter/include", "starter/src",      "grader/base",       "grader/checks",
    "grader/circuits", "grader/cli",      "grader/cmake",     "grader/grading",    "grader/ops",
    "grader/report",   "grader/sandbox",  "grader/scenarios", "grader/submission", "grader/worker"};
// Folders whose sources are all compiled. Of the grader's others a kit has what these need.
constexpr std::string_view kWhole[] = {"datasets",   "starter/include", "starter/src",
                                       "grader/cli", "grader/sandbox",  "grader/worker"};
constexpr std::string_view kOps = "grader/ops";
constexpr std::string_view kTemplate = "grader/kit/template";
constexpr std::string_view kFiles[] = {"LICENSE",
                                       "CMakeLists.txt",
                                       "starter/CMakeLists.txt",
                                       "starter/cheat-sheet.md",
                                       "starter/from-python.md",
                                       "grader/CMakeLists.txt",
                                       "grader/tools/build",
                                       "grader/tools/install-packages"};
// Folders within kFolders that kits do not get: those for tests, those for pages that need a network to be
// built, and `accepted`, which has right solutions.
constexpr std::string_view kLeftOut[] = {"accepted", "testing", "browser", "figures", "schemas"};
// The right gradients of the handouts' drawings, and what draws those.
constexpr std::string_view kOfHandouts[] = {"draw.cpp", "handout_numbers.hpp"};
// Commands for instructors. A kit has kit_program.cpp in place of course_program.cpp.
constexpr std::string_view kInstructors[] = {
    "ask.cpp", "batch.cpp",   "check.cpp",   "course_program.cpp", "grades.cpp",  "kit.cpp", "mistakes.cpp",
    "ops.cpp", "regimes.cpp", "regimes.hpp", "render.cpp",         "starter.cpp", "vjp.cpp"};

// What the kit's program defines in its own way.
constexpr std::string_view kReference[] = {"reference_key.cpp", "reference_key.hpp"};

template <class Names>
bool among(const Names& names, const std::string& name) {
  return std::ranges::find(names, name) != std::end(names);
}

bool is_wanted(const fs::path& file) {
  if (file.stem().string().ends_with("_test") || file.filename() == "report.schema.json") return false;
  return std::ranges::none_of(file, [](const fs::path& part) { return among(kLeftOut, part.string()); });
}

bool is_code(const fs::path& file) { return file.extension() == ".cpp" || file.extension() == ".hpp"; }

// Returns whether a file registers a layer or a scenario: a line of it begins with BACKPROP_LAYER, or a
// similar macro. Files that several share have no such line.
bool registers(const fs::path& file) {
  return file.extension() == ".cpp" && read_file(file).find("\nBACKPROP_") != std::string::npos;
}

void copy_op(const fs::path& project, const fs::path& file, const fs::path& kit, const KitOps& ops) {
  const fs::path from = project / kOps / file;
  const fs::path to = kit / kOps / file;
  copy_into(from, to);
  if (file.parent_path() != "layers") return;
  const auto op = ops.find(file.stem().string());
  write_atomically(to, caller_half(read_file(from), file.filename().string(),
                                   op == ops.end() ? std::set<std::string>() : op->second));
}

bool is_of_the_course(const fs::path& folder, const fs::path& file) {
  if (folder == "grader/cli") return among(kInstructors, file.string());
  if (folder == "grader/grading") return among(kReference, file.string());
  if (folder == "grader/circuits") return among(kOfHandouts, file.string());
  if (folder == kOps) return is_graders_alone(file);
  return false;
}

// Returns the files that a kit may have, relative to the project.
std::vector<fs::path> wanted_files(const fs::path& project) {
  std::vector<fs::path> files;
  for (const std::string_view name : kFolders) {
    const fs::path folder = name;
    for (const fs::path& file : files_below(project / folder)) {
      if (!is_wanted(file) || is_of_the_course(folder, file)) continue;
      if (name.starts_with("grader/") && file.extension() == ".md")
        continue;  // of the course's grader, not of the kit's
      files.push_back(folder / file);
    }
  }
  return files;
}

bool registers_a_part(const fs::path& project, const fs::path& file, const KitParts& parts) {
  if (file.parent_path() == fs::path(kOps) / "layers") return parts.ops.contains(file.stem().string());
  const std::string text = read_file(project / file);
  return std::ranges::any_of(parts.scenarios, [&](const std::string& scenario) {
    return text.find('"' + scenario + '"') != std::string::npos;
  });
}

// Returns those that the kit's program is compiled from, or that are included by them.
std::set<fs::path> needed_sources(const fs::path& project, const std::vector<fs::path>& files,
                                  const KitParts& parts) {
  std::vector<fs::path> compiled, candidates;
  for (const fs::path& file : files) {
    if (!is_code(file)) continue;
    const bool whole = std::ranges::any_of(kWhole, [&](std::string_view folder) {
      return file.string().starts_with(std::string(folder) + "/");
    });
    if (whole) {
      compiled.push_back(file);
    } else if (!registers(project / file)) {
      candidates.push_back(file);
    } else if (registers_a_part(project, file, parts)) {
      compiled.push_back(file);
    }
  }
  std::set<fs::path> needed(compiled.begin(), compiled.end());
  for (const fs::path& file : files_below(project / kTemplate)) {
    if (is_code(file)) compiled.push_back(kTemplate / file);
  }
  needed.merge(reached_from(compiled, candidates, project));
  return needed;
}

}  // namespace

void copy_into(const fs::path& from, const fs::path& to) {
  const std::string text = read_file(from);
  fs::create_directories(to.parent_path());
  write_atomically(to, text);
  const bool program = (fs::status(from).permissions() & fs::perms::owner_exec) != fs::perms::none;
  fs::permissions(to, fs::perms(program ? 0755 : 0644));
}

void copy_sources(const fs::path& project, const fs::path& kit, const KitParts& parts) {
  for (const std::string_view file : kFiles) copy_into(project / file, kit / file);
  const std::vector<fs::path> files = wanted_files(project);
  const std::set<fs::path> needed = needed_sources(project, files, parts);
  for (const fs::path& file : files) {
    if (is_code(file) && !needed.contains(file)) continue;
    if (file.string().starts_with(kOps)) {
      copy_op(project, file.lexically_relative(kOps), kit, parts.ops);
    } else {
      copy_into(project / file, kit / file);
    }
  }
}

}  // namespace grader
