/// The subcommands of `grader`. Each adds itself to the command line and returns, when chosen, the exit code:
/// 0 done; 1 graded, and below --fail-under; 2 bad usage or input; 3 the grader failed.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace grader {

/// What main runs after the command line has been read; empty until a subcommand was chosen.
using Action = std::function<int()>;

/// All that this program has.
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
