#include "grader/cli/command_line.hpp"

#include <CLI/CLI.hpp>

namespace grader {

namespace {

CLI::Option& with_rules(CLI::Option* option, const OptionRules& rules) {
  option->required(rules.required);
  if (rules.shows_default) option->capture_default_str();
  if (rules.range) option->check(CLI::Range(rules.range->first, rules.range->second));
  if (!rules.one_of.empty()) option->check(CLI::IsMember(rules.one_of));
  if (rules.existing_folder) option->check(CLI::ExistingDirectory);
  return *option;
}

}  // namespace

void Command::option(const std::string& name, std::string& value, const std::string& help,
                     const Rules& rules) {
  with_rules(app_.add_option(name, value, help), rules);
}

void Command::option(const std::string& name, std::uint64_t& value, const std::string& help,
                     const Rules& rules) {
  with_rules(app_.add_option(name, value, help), rules);
}

void Command::option(const std::string& name, std::optional<std::uint64_t>& value, const std::string& help,
                     const Rules& rules) {
  with_rules(app_.add_option(name, value, help), rules);
}

void Command::option(const std::string& name, std::optional<double>& value, const std::string& help,
                     const Rules& rules) {
  with_rules(app_.add_option(name, value, help), rules);
}

void Command::option(const std::string& name, std::vector<std::string>& value, const std::string& help,
                     const Rules& rules) {
  with_rules(app_.add_option(name, value, help), rules).delimiter(',');
}

void Command::flag(const std::string& name, bool& value, const std::string& help) {
  app_.add_flag(name, value, help);
}

void Command::hide() { app_.group(""); }

CommandLine::CommandLine(const std::string& name, const std::string& version, const std::string& help)
    : app_(std::make_unique<CLI::App>(help)) {
  app_->name(name);
  app_->set_version_flag("--version", version);
  app_->require_subcommand(1);
}

CommandLine::~CommandLine() = default;

Command CommandLine::add(const std::string& name, const std::string& help, Action action) {
  CLI::App* const command = app_->add_subcommand(name, help);
  command->callback([this, action = std::move(action)] { chosen_ = action; });
  return Command(*command);
}

CommandLine::Action CommandLine::parse(int argc, char** argv) {
  try {
    app_->parse(argc, argv);
    return chosen_;
  } catch (const CLI::ParseError& error) {
    const int code = app_->exit(error) == 0 ? 0 : 2;
    return [code] { return code; };
  }
}

}  // namespace grader
