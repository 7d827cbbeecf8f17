#include <fmt/format.h>

#include <cstdio>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/text.hpp"
#include "grader/cli/command.hpp"
#include "grader/worker/memory.hpp"

extern "C" void openblas_set_num_threads(int count);

namespace {

int complain(const std::string& message, int exit_code) {
  fmt::print(stderr, "grader: {}\n", grader::clean(message, 2000));
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  // Use one thread: the matrices are small, so threads cost more than they save and make sums depend on the
  // machine.
  openblas_set_num_threads(1);
  grader::keep_freed_memory();

  CLI::App app{"Grades hand-written backward passes. `grader COMMAND --help` explains a command."};
  app.name("grader");
  app.set_version_flag("--version", std::string("grader ") + BACKPROP_VERSION);
  app.require_subcommand(1);
  grader::Action action;
  grader::add_subcommands(app, action);

  try {
    app.parse(argc, argv);
    return action();
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  } catch (const grader::InputError& error) {
    return complain(error.what(), 2);
  } catch (const grader::WriteError& error) {
    return complain(error.what(), 2);
  } catch (const std::exception& error) {
    return complain(std::string("this is an error of the grader, not yours: ") + error.what(), 3);
  }
}
