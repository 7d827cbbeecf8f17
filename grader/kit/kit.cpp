#include "grader/kit/kit.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/janitor.hpp"
#include "grader/base/json.hpp"
#include "grader/base/json_reader.hpp"
#include "grader/base/strings.hpp"
#include "grader/grading/golden_file.hpp"
#include "grader/grading/scenario_problem.hpp"
#include "grader/kit/caller_half.hpp"
#include "grader/kit/files.hpp"
#include "grader/kit/golden_folder.hpp"
#include "grader/kit/handout.hpp"
#include "grader/kit/inspection.hpp"
#include "grader/kit/layers.hpp"
#include "grader/kit/pages.hpp"
#include "grader/kit/program.hpp"
#include "grader/kit/sources.hpp"
#include "grader/ops/registry.hpp"
#include "grader/starter/generate.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

// A folder beside the kit's future folder, in which the kit is made. The destructor deletes it unless keep()
// moved it.
class Workplace {
 public:
  explicit Workplace(const fs::path& out) : out_(out) {
    std::error_code error;
    const bool is_there = fs::exists(out, error);
    if (is_there && (!fs::is_directory(out, error) || !fs::is_empty(out, error)))
      throw InputError(out.string() + " is there already: a kit needs a folder of its own");
    if (!error) fs::create_directories(out.parent_path(), error);
    if (error) throw InputError(out.string() + " cannot be made: " + error.message());
    std::string name = out.string() + ".XXXXXX";
    if (!mkdtemp(name.data()))
      throw InputError(out.string() + " cannot be made: " + std::generic_category().message(errno));
    path_ = name;
    Janitor::made(path_);  // building a program takes minutes, in which Ctrl-C may come
    fs::permissions(path_, fs::perms(0755));
  }
  ~Workplace() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    Janitor::removed(path_);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  const fs::path& path() const { return path_; }
  // Moves the folder to `out`. A rename may replace an empty folder.
  void keep() const { fs::rename(path_, out_); }

 private:
  fs::path out_;
  fs::path path_;
};

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  write_atomically(file, text);
  fs::permissions(file, fs::perms(0644));
}

// Returns what the kit's README says about checks that the kit lacks.
std::string left_out_text(const LeftOut& left_out, double points) {
  std::string text = fmt::format(
      "The checks here are worth {:g} points. Besides them your instructor's grader draws other inputs",
      points);
  if (!left_out.hidden.empty()) text += ", and has hidden checks";
  text += ".";
  return text;
}

std::string library_text(const Assignment& kit) {
  if (kit.own_library.empty()) return "";
  std::vector<std::string> files;
  for (const ProblemSpec& layer : kit.own_library) files.push_back(layer.file);
  return fmt::format(
      "| `earlier/` | layers of earlier assignments that run here ({}): put your own in their place, or what "
      "needs "
      "them cannot be checked. They are not handed in; the instructor's grader has its own |\n",
      join(files));
}

std::string predictions_text(const Assignment& kit) {
  if (questions_of(kit).empty()) return "";
  return "| `submission/predictions.txt` | what you expect of the scenarios, before you look: without points "
         "|\n";
}

constexpr const char* kProgramText =
    "| `prebuilt/` | the grader, built: `make check` says so if it does not run on your system, and builds "
    "it "
    "from `grader/` instead |\n";
constexpr const char* kFirstTimeText = "; the first time, this builds the grader for some minutes";

constexpr const char* kScenariosText =
    " Scenarios run your own layers and compare what they measure with what it should be.";
constexpr const char* kOtherLayersText =
    "\nA problem that runs other layers of yours is checked when these are right.";
constexpr const char* kOtherCommandsText =
    "If the handout names other commands than this page, use the commands of this page.\n\n";

// Returns whether a handout is written for the course's repository. An instructor's own may be.
bool has_commands_of_the_course(const std::string& handout) {
  return handout.find("make grade") != std::string::npos ||
         handout.find("build/release/") != std::string::npos;
}

class KitMaker {
 public:
  KitMaker(const KitOptions& options, const Assignment& whole, const fs::path& kit)
      : options_(options), whole_(whole), kit_(kit), solutions_(options.project / "solutions") {}

  MadeKit make() {
    const std::string text = read_file(options_.assignment);
    PublicAssignment shown = public_assignment(parse_json(text, options_.assignment.string()), whole_);
    if (options_.blanked.contains("forward") && !shown.document.contains("forward_share"))
      shown.document["forward_share"] = kForwardShare;
    if (shown.document["problems"].empty())
      throw InputError(options_.assignment.string() + " has no public check that a kit could hold");
    const fs::path folder = kit_ / "assignments" / whole_.id;
    write(folder / "assignment.json", shown.document.dump(2) + "\n");
    const Assignment assignment = load_assignment(folder / "assignment.json");
    write_golden(whole_, seed_for(0, "kit of " + whole_.id), folder / "golden", options_.step);
    remove_unused_golden(assignment, folder / "golden");

    options_.step("sources");
    KitParts parts;
    for (const ProblemSpec& layer : assignment.own_library) parts.ops[layer.op];
    for (const ProblemSpec& problem : assignment.problems) {
      if (!problem.op.empty()) parts.ops[problem.op] = public_probes(*whole_.find(problem.id));
      if (!problem.scenario.empty()) parts.scenarios.insert(problem.scenario);
    }
    copy_sources(options_.project, kit_, parts);
    MadeKit made = {.left_out = shown.left_out};
    write_handout(made);
    for (const char* text : {"cheat-sheet", "from-python"}) {
      const std::string name = std::string("starter/") + text;
      copy_page(built_page(text), options_.project / (name + ".md"), kit_ / (name + ".html"));
    }
    write_starters(assignment);
    write_template(assignment, shown.left_out);
    return made;
  }

 private:
  static void remove_unused_golden(const Assignment& assignment, const fs::path& folder) {
    for (const fs::path& file : files_below(folder)) {
      const bool used = std::ranges::any_of(assignment.problems, [&](const ProblemSpec& problem) {
        return file == (problem.scenario.empty() ? golden_name(*find_op(problem.op))
                                                 : golden_name_of_scenario(problem.scenario));
      });
      if (!used) fs::remove(folder / file);
    }
  }

  // The handout beside the assignment.json, or else what the course's handouts say of the assignment's
  // problems.
  void write_handout(MadeKit& made) const {
    const fs::path folder = options_.assignment.parent_path();
    if (!fs::exists(folder / "handout.md")) {
      const ComposedHandout composed = composed_handout(options_.project, whole_);
      made.handout_from = composed.sources;
      made.without_handout = composed.without;
      if (composed.text.empty()) return;
      write(kit_ / "handout.md", composed.text);
      for (const fs::path& picture : composed.pictures) copy_into(picture, kit_ / picture.filename());
      return;
    }
    write(kit_ / "handout.md", handout_for_kit(read_file(folder / "handout.md")));
    copy_page(built_page(whole_.id), folder / "handout.md", kit_ / "handout.html");
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() == ".svg" || entry.path().extension() == ".png")
        copy_into(entry.path(), kit_ / entry.path().filename());
    }
  }

  std::string starter(const fs::path& solution) const {
    return starter_of(solutions_, solution, options_.blanked);
  }

  std::string starter_of_op(const std::string& op) const {
    return starter(solution_of(solutions_, op + ".cpp"));
  }

  // Writes the starters that the grader is linked with into starter/, the files that students write into
  // submission/, and the layers of earlier assignments into earlier/.
  void write_starters(const Assignment& assignment) const {
    for (const std::string& layer : with_callees(layers_called(kit_ / "grader", solutions_), solutions_)) {
      const fs::path solution = solution_of(solutions_, layer + ".cpp");
      write(kit_ / "starter" / solution, starter(solution));
    }
    for (const ProblemSpec& problem : assignment.problems) {
      if (!problem.op.empty()) write(kit_ / "submission" / problem.file, starter_of_op(problem.op));
    }
    if (const auto questions = questions_of(assignment); !questions.empty()) {
      for (const fs::path& folder : {fs::path("submission"), "starter" / fs::path(assignment.id)})
        write(kit_ / folder / kPredictionsFile, blank_predictions(questions));
    }
    for (const ProblemSpec& layer : assignment.own_library)
      write(kit_ / "earlier" / layer.file, starter_of_op(layer.op));
  }

  // Returns what the README calls a text: its page as well, if the kit has one.
  std::string names_of_text(const std::string& name) const {
    const std::string page = fs::exists(kit_ / (name + ".html")) ? '`' + name + ".html`, " : "";
    return page + '`' + name + ".md`";
  }

  void write_template(const Assignment& assignment, const LeftOut& left_out) const {
    std::vector<std::string> ids;
    for (const ProblemSpec& problem : assignment.problems) ids.push_back(problem.id);
    const auto any = [&](auto has) { return std::ranges::any_of(assignment.problems, has); };
    const bool has_scenario = any([](const ProblemSpec& problem) { return !problem.scenario.empty(); });
    const bool has_callers = any([](const ProblemSpec& problem) { return !problem.uses.empty(); });
    const bool has_handout = fs::exists(kit_ / "handout.md");
    const std::map<std::string, std::string> values = {
        {"@ASSIGNMENT@", assignment.id},
        {"@TITLE@", assignment.title},
        {"@FILES@", join(assignment.files(), " ")},
        {"@FIRST_PROBLEM@", ids.front()},
        {"@PROBLEMS@", join(ids)},
        {"@LEFT_OUT@", left_out_text(left_out, assignment.max_points())},
        {"@LIBRARY@\n", library_text(assignment)},
        {"@EXCEPT_EARLIER@",
         assignment.own_library.empty() ? "" : ", except those in `earlier/` that its problem runs"},
        {"@PREDICTIONS@\n", predictions_text(assignment)},
        {"@PROGRAM@\n", options_.with_program ? kProgramText : ""},
        {"@FIRST_TIME@", options_.with_program ? "" : kFirstTimeText},
        {"@HANDOUT@\n",
         has_handout ? "| " + names_of_text("handout") + " | what each problem is about |\n" : ""},
        {"@TUTORS_TEXTS@", has_handout ? "the handout and the checks" : "the headers and the checks"},
        {"@TUTORS_PLACE@", has_handout ? "the section of `handout.md` and to the header" : "the header"},
        {"@SCENARIOS@", has_scenario ? kScenariosText : ""},
        {"@OTHER_LAYERS@", has_callers ? kOtherLayersText : ""},
        {"@OTHER_COMMANDS@\n",
         has_handout && has_commands_of_the_course(read_file(kit_ / "handout.md")) ? kOtherCommandsText : ""},
        {"@CHEAT_SHEET@", names_of_text("starter/cheat-sheet")},
        {"@FROM_PYTHON@", names_of_text("starter/from-python")}};
    const fs::path templates = options_.project / "grader/kit/template";
    for (const fs::path& file : files_below(templates)) {
      std::string text = read_file(templates / file);
      for (const auto& [name, value] : values) text = replace_all(text, name, value);
      write(kit_ / file, text);
      if ((fs::status(templates / file).permissions() & fs::perms::owner_exec) != fs::perms::none)
        fs::permissions(kit_ / file, fs::perms(0755));
    }
  }

  const KitOptions& options_;
  const Assignment& whole_;
  const fs::path& kit_;
  fs::path solutions_;
};

}  // namespace

MadeKit make_kit(const KitOptions& options) {
  const Assignment whole = load_assignment(options.assignment);
  const Workplace workplace(plain_path(options.out));
  MadeKit made = KitMaker(options, whole, workplace.path()).make();
  options.step("looking for leaks");
  inspect_kit(workplace.path(), options);
  if (options.with_program) {
    add_program(options.project, workplace.path(), options.jobs);
    options.step("looking for leaks in the program");
    inspect_kit(workplace.path(), options);
  }
  workplace.keep();
  return made;
}

}  // namespace grader
