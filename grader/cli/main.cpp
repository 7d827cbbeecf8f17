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

  grader::CommandLine line(
      "grader", std::string("grader ") + BACKPROP_VERSION,
      "Grades hand-written backward passes. `grader COMMAND --help` explains a command.");
  grader::add_subcommands(line);

  try {
    return line.parse(argc, argv)();
  } catch (const grader::InputError& error) {
    return complain(error.what(), 2);
  } catch (const grader::WriteError& error) {
    return complain(error.what(), 2);
  } catch (const std::exception& error) {
    return complain(std::string("this is an error of the grader, not yours: ") + error.what(), 3);
  }
}
