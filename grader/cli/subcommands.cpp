#include "grader/cli/command.hpp"

namespace grader {

void add_subcommands(CLI::App& app, Action& action) {
  add_grade(app, action);
  add_batch(app, action);
  add_vjp(app, action);
  add_check(app, action);
  add_ops(app, action);
  add_render(app, action);
  add_starter(app, action);
  add_mistakes(app, action);
  add_kit(app, action);
  add_doctor(app, action);
}

}  // namespace grader
