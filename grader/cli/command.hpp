/// The subcommands of `grader`. Each adds itself to the command line. Its action returns the exit code: 0,
/// done; 1, graded, but below --fail-under; 2, bad usage or input; 3, the grader failed.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace grader {

/// What main runs after the command line is parsed. It is empty until a subcommand is chosen.
using Action = std::function<int()>;

/// Adds all subcommands that this program has.
void add_subcommands(CLI::App& app, Action& action);

void add_grade(CLI::App& app, Action& action);
void add_batch(CLI::App& app, Action& action);
void add_vjp(CLI::App& app, Action& action);
void add_check(CLI::App& app, Action& action);
void add_ops(CLI::App& app, Action& action);
void add_render(CLI::App& app, Action& action);
void add_starter(CLI::App& app, Action& action);
void add_mistakes(CLI::App& app, Action& action);
void add_kit(CLI::App& app, Action& action);
void add_doctor(CLI::App& app, Action& action);

}  // namespace grader
