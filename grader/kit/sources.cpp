#include "grader/kit/sources.hpp"

#include <algorithm>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/kit/caller_half.hpp"
#include "grader/kit/files.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolders[] = {
    "datasets",        "starter/include", "starter/src",      "grader/base",       "grader/checks",
    "grader/circuits", "grader/cli",      "grader/cmake",     "grader/grading",    "grader/ops",
    "grader/report",   "grader/sandbox",  "grader/scenarios", "grader/submission", "grader/worker"};
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

template <class Names>
bool among(const Names& names, const std::string& name) {
  return std::ranges::find(names, name) != std::end(names);
}

bool is_wanted(const fs::path& file) {
  if (file.stem().string().ends_with("_test") || file.filename() == "report.schema.json") return false;
  return std::ranges::none_of(file, [](const fs::path& part) { return among(kLeftOut, part.string()); });
}

// Tells a layer's file by a line that begins with BACKPROP_LAYER or a similar macro. Shared files have no
// such line.
bool is_other_op(const fs::path& project, const fs::path& file, const KitOps& ops) {
  return file.extension() == ".cpp" && !ops.contains(file.stem().string()) &&
         read_file(project / "grader/ops" / file).find("\nBACKPROP_") != std::string::npos;
}

void copy_op(const fs::path& project, const fs::path& file, const fs::path& kit, const KitOps& ops) {
  const fs::path to = kit / "grader/ops" / file;
  copy_into(project / "grader/ops" / file, to);
  if (file.parent_path() != "layers") return;
  const auto op = ops.find(file.stem().string());
  write_atomically(to, caller_half(read_file(project / "grader/ops" / file), file.filename().string(),
                                   op == ops.end() ? std::set<std::string>() : op->second));
}

}  // namespace

void copy_into(const fs::path& from, const fs::path& to) {
  const std::string text = read_file(from);
  fs::create_directories(to.parent_path());
  write_atomically(to, text);
  const bool program = (fs::status(from).permissions() & fs::perms::owner_exec) != fs::perms::none;
  fs::permissions(to, fs::perms(program ? 0755 : 0644));
}

void copy_sources(const fs::path& project, const fs::path& kit, const KitOps& ops) {
  for (const std::string_view file : kFiles) copy_into(project / file, kit / file);
  for (const std::string_view folder : kFolders) {
    for (const fs::path& file : files_below(project / folder)) {
      if (!is_wanted(file)) continue;
      if (folder.starts_with("grader/") && file.extension() == ".md")
        continue;  // of the course's grader, not of the kit's
      if (folder == "grader/cli" && among(kInstructors, file.string())) continue;
      if (folder == "grader/circuits" && among(kOfHandouts, file.string())) continue;
      if (folder == "grader/ops") {
        if (is_other_op(project, file, ops) || is_graders_alone(file)) continue;
        copy_op(project, file, kit, ops);
      } else {
        copy_into(project / folder / file, kit / folder / file);
      }
    }
  }
}

}  // namespace grader
