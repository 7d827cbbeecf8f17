#include "grader/submission/source_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "grader/sandbox/run.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostDigits = 6;

}  // namespace

std::string first_line_in(const std::string& printed, const std::vector<std::string>& files) {
  std::istringstream lines(printed);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t colon = line.rfind(':');
    if (colon == std::string::npos) continue;
    std::string number = line.substr(colon + 1);
    number = number.substr(0, number.find(' '));  // " (discriminator 2)"
    const std::string path = line.substr(0, colon);
    const std::string file = path.substr(path.rfind('/') + 1);
    const bool is_number = !number.empty() && number.size() <= kMostDigits && number != "0" &&
                           std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
    if (is_number && std::ranges::find(files, file) != files.end()) return file + ", line " + number;
  }
  return {};
}

std::string source_line(Isolation isolation, const Worker& worker, const std::vector<std::uint64_t>& site,
                        const std::vector<std::string>& files, const Limits& limits) {
  Program program = worker_program(worker);
  program.arguments = {"/usr/bin/addr2line", "--inlines", "-e", "/box/bin/" + worker.name};
  // A return address points to the next instruction, which may belong to the next line.
  for (const std::uint64_t address : site) program.arguments.push_back(fmt::format("{:x}", address - 1));
  program.environment = {"PATH=/usr/bin", "LC_ALL=C"};
  const Outcome outcome = sandbox::run(isolation, program, limits);
  return outcome.succeeded() ? first_line_in(outcome.output, files) : std::string();
}

}  // namespace grader
