#include "grader/cli/isolation_option.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "grader/base/input_error.hpp"
#include "grader/base/places.hpp"
#include "grader/sandbox/program.hpp"

namespace grader {

std::optional<std::string> readable_by_submissions() {
  const Places& own = places();
  // A kit holds nothing that is right, and has no stand-ins.
  if (!own.installed || !std::filesystem::is_directory(own.stand_ins)) return std::nullopt;
  if (!is_shown_to_programs(own.course)) return std::nullopt;
  return fmt::format(
      "the course is installed in {}, where submissions can read it even in the sandbox: install it "
      "elsewhere, for example in /opt/backprop",
      own.course.string());
}

std::optional<std::string> own_code_only() {
  if (built_with_sandbox()) return std::nullopt;
  return "this grader was built without a sandbox: grade nobody's code but your own with it";
}

Isolation choose_isolation(const std::string& name) {
  if (const auto reason = readable_by_submissions()) throw InputError(*reason);
  if (name.empty()) return best_available();
  if (name == "sandbox") {
    std::string why;
    const Isolation best = best_available(&why);
    if (best == Isolation::none) throw InputError("--isolation sandbox: " + why);
    return best;
  }
  const auto isolation = isolation_named(name);
  if (!isolation) {
    throw InputError("--isolation " + name +
                     ": there is no such backend; there is sandbox, bubblewrap, landlock, none");
  }
  const BackendStatus& backend = probe(*isolation);
  if (!backend.available) throw InputError("--isolation " + name + ": " + backend.explanation);
  return *isolation;
}

}  // namespace grader
