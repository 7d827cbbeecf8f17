#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/janitor.hpp"
#include "grader/base/text.hpp"
#include "grader/base/version.hpp"
#include "grader/cli/program.hpp"
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
  // A program that dies while we write to it must not take the grader with it, nor a limit on the size of
  // files.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  const grader::Janitor janitor;

  grader::CommandLine line(
      "grader", grader::version_text(BACKPROP_VERSION),
      "Grades hand-written backward passes. `grader COMMAND --help` explains a command.");
  grader::add_subcommands(line);

  try {
    const int code = line.parse(argc, argv)();
    // A report that nobody received is no success.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
      return complain(std::string("Cannot write to standard output: ") + std::strerror(errno) + ".", 2);
    return code;
  } catch (const grader::InputError& error) {
    return complain(error.what(), 2);
  } catch (const grader::WriteError& error) {
    return complain(error.what(), 2);
  } catch (const std::filesystem::filesystem_error& error) {
    const bool is_forbidden = error.code() == std::errc::permission_denied ||
                              error.code() == std::errc::operation_not_permitted ||
                              error.code() == std::errc::read_only_file_system;
    if (is_forbidden)
      return complain(error.path1().string() + " cannot be used: " + error.code().message() + ".", 2);
    return complain(std::string("this is an error of the grader, not yours: ") + error.what(), 3);
  } catch (const std::system_error& error) {
    if (std::ferror(stdout) != 0)
      return complain(std::string("Cannot write to standard output: ") + error.code().message() + ".", 2);
    return complain(std::string("this is an error of the grader, not yours: ") + error.what(), 3);
  } catch (const std::exception& error) {
    return complain(std::string("this is an error of the grader, not yours: ") + error.what(), 3);
  }
}
