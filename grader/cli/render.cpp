#include <fmt/format.h>
#include <unistd.h>

#include "grader/cli/command.hpp"
#include "grader/cli/read_text.hpp"
#include "grader/report/json.hpp"
#include "grader/report/terminal.hpp"

namespace grader {

void add_render(CLI::App& app, Action& action) {
  struct Options {
    std::string report;
    std::string format = "text";
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("render", "Show a report.json in another format.");
  command->add_option("report", options->report, "The report.json; - for standard input")->required();
  command->add_option("--as", options->format, "The format")->check(CLI::IsMember({"text"}));
  command->callback([&action, options] {
    action = [options] {
      const Report report = parse_report(read_text(options->report), options->report);
      fmt::print("{}", render_terminal(report, {.colour = wants_colour(STDOUT_FILENO)}));
      return 0;
    };
  });
}

}  // namespace grader
