/// Reads the command line of `grader`. CLI11 does the work. Its headers take seconds to compile in each file
/// that includes them, so only command_line.cpp does.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace grader {

/// Conditions on a value. If one is not met, parsing fails with a sentence about the option.
struct OptionRules {
  bool required = false;
  /// True if --help shows the value that the variable has now.
  bool shows_default = false;
  /// The smallest and the largest allowed number.
  std::optional<std::pair<std::uint64_t, std::uint64_t>> range = {};
  /// The allowed words. Any word when empty.
  std::vector<std::string> one_of = {};
  bool existing_folder = false;
};

/// One command, such as `grade`. A name with dashes names an option, and one without names the next plain
/// argument. Values go into variables, which have to outlive the parsing.
class Command {
 public:
  using Rules = OptionRules;

  explicit Command(CLI::App& app) : app_(app) {}

  void option(const std::string& name, std::string& value, const std::string& help, const Rules& rules = {});
  void option(const std::string& name, std::uint64_t& value, const std::string& help,
              const Rules& rules = {});
  void option(const std::string& name, std::optional<std::uint64_t>& value, const std::string& help,
              const Rules& rules = {});
  void option(const std::string& name, std::optional<double>& value, const std::string& help,
              const Rules& rules = {});
  /// Takes a list: "forward,backward".
  void option(const std::string& name, std::vector<std::string>& value, const std::string& help,
              const Rules& rules = {});
  void flag(const std::string& name, bool& value, const std::string& help);
  /// Leaves the command out of --help.
  void hide();

 private:
  CLI::App& app_;
};

class CommandLine {
 public:
  /// Returns the exit code.
  using Action = std::function<int()>;

  CommandLine(const std::string& name, const std::string& version, const std::string& help);
  ~CommandLine();

  Command add(const std::string& name, const std::string& help, Action action);

  /// Returns the action of the command that was given. For --help and --version, and after a mistake in the
  /// command line, it prints what there is to say and returns an action that only returns 0 or 2.
  Action parse(int argc, char** argv);

 private:
  std::unique_ptr<CLI::App> app_;
  Action chosen_;
};

}  // namespace grader
