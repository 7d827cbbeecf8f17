#include "grader/kit/kit.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/cli/command.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/grading/course.hpp"
#include "grader/kit/archive.hpp"
#include "grader/kit/files.hpp"
#include "grader/starter/generate.hpp"
#include "grader/starter/regions.hpp"

namespace grader {

namespace {

struct KitCommand {
  std::string assignment;
  std::string out;
  std::vector<std::string> blank;
  bool archive = false;
  bool with_binary = false;
};

void say_handout(const std::filesystem::path& kit, const MadeKit& made) {
  const std::string own = "a handout.md beside the assignment.json would be the kit's";
  if (!exists(kit / "handout.md")) {
    fmt::print("Without a handout: {}\n", own);
    return;
  }
  if (!made.handout_from.empty())
    fmt::print("Handout: what the handouts of {} say of these problems; {}\n", join(made.handout_from), own);
  if (!made.without_handout.empty())
    fmt::print("The handout has no section about {}\n", join(made.without_handout));
  if (!exists(kit / "handout.html")) {
    fmt::print("Without handout.html: {}\n", made.handout_from.empty()
                                                 ? "the build has no page of this handout"
                                                 : "there are pages of whole handouts only");
  }
}

int run_kit(const KitCommand& command) {
  KitOptions options;
  options.project = course_sources();
  options.assignment = assignment_file(command.assignment);
  options.out = command.out;
  options.blanked = command.blank.empty() ? default_blanked()
                                          : std::set<std::string>(command.blank.begin(), command.blank.end());
  for (const std::string& tag : options.blanked) {
    if (!region_tags().contains(tag)) throw InputError("--blank " + tag + ": no region has this tag");
  }
  if (!options.blanked.contains("backward")) {
    throw InputError(
        "--blank without backward would hand out the backward passes: name it too, as in "
        "--blank forward,backward");
  }
  // Functions are blanked in any case, because they have no part that could be given.
  options.blanked.insert("function");
  options.with_program = command.with_binary;
  options.jobs = std::max(1u, std::thread::hardware_concurrency());
  if (isatty(STDERR_FILENO)) options.step = [](const std::string& what) { fmt::print(stderr, "{}\n", what); };
  const MadeKit made = make_kit(options);
  fmt::print("Kit: {}\n", command.out);
  if (!made.left_out.hidden.empty())
    fmt::print("Without the hidden checks {}\n", fmt::join(made.left_out.hidden, ", "));
  if (options.blanked.contains("forward") && load_assignment(options.assignment).forward_share == 0.0) {
    fmt::print(
        "Forward passes carry {} of each layer's points in this kit. Set \"forward_share\": {} in the "
        "assignment.json that you grade with.\n",
        kForwardShare, kForwardShare);
  }
  const std::filesystem::path kit_folder = plain_path(command.out);
  if (command.with_binary) {
    const std::string system = read_file(kit_folder / "prebuilt/system");
    fmt::print("With its grader, built for {}; on any other system `make check` builds one\n",
               clean(system.substr(0, system.find('\n')), 100));
  }
  say_handout(kit_folder, made);
  if (command.archive) {
    pack(kit_folder, kit_folder.string() + ".tar.gz");
    fmt::print("Archive: {}.tar.gz\n", kit_folder.string());
  }
  return 0;
}

}  // namespace

void add_kit(CommandLine& line) {
  auto command = std::make_shared<KitCommand>();
  Command kit = line.add(
      "kit", "Make what students get: no solutions, no mistakes, no hidden checks; and look for leaks in it.",
      [command] { return run_kit(*command); });
  kit.option("assignment", command->assignment, "Its id, or the path of an assignment.json",
             {.required = true});
  kit.option("--out", command->out, "The folder to make", {.required = true});
  kit.option("--blank", command->blank,
             "Regions that students write: forward, backward, function (default: the last two)");
  kit.flag("--with-binary", command->with_binary,
           "Build the kit's grader here, which takes minutes, and put it in: students need not build it");
  kit.flag("--archive", command->archive, "Pack it as well: the folder's name and .tar.gz");
}

}  // namespace grader
