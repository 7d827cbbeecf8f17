#include "grader/submission/source_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include "grader/sandbox/run.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostDigits = 6;

// Returns "affine.cpp" and "12" for "/box/work/affine.cpp:12 (discriminator 2)", or nullopt for a line that
// names none of `files`.
std::optional<std::pair<std::string, std::string>> place_in(const std::string& line,
                                                            const std::vector<std::string>& files) {
  const std::size_t colon = line.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  std::string number = line.substr(colon + 1);
  number = number.substr(0, number.find(' '));
  const std::string path = line.substr(0, colon);
  const std::string file = path.substr(path.rfind('/') + 1);
  const bool is_number = !number.empty() && number.size() <= kMostDigits && number != "0" &&
                         std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
  if (!is_number || std::ranges::find(files, file) == files.end()) return std::nullopt;
  return std::pair(file, number);
}

Program addr2line(const Worker& worker, const std::vector<std::uint64_t>& addresses) {
  Program program = worker_program(worker);
  program.arguments = {"/usr/bin/addr2line", "--addresses", "--inlines", "-e", "/box/bin/" + worker.name};
  // A return address points to the next instruction, which may belong to the next line.
  for (const std::uint64_t address : addresses) program.arguments.push_back(fmt::format("{:x}", address - 1));
  program.environment = {"PATH=/usr/bin", "LC_ALL=C"};
  return program;
}

}  // namespace

std::string first_line_in(const std::string& printed, const std::vector<std::string>& files) {
  std::istringstream lines(printed);
  for (std::string line; std::getline(lines, line);) {
    if (const auto place = place_in(line, files)) return place->first + ", line " + place->second;
  }
  return {};
}

std::string source_line(Isolation isolation, const Worker& worker, const std::vector<std::uint64_t>& site,
                        const std::vector<std::string>& files, const Limits& limits) {
  const Outcome outcome = sandbox::run(isolation, addr2line(worker, site), limits);
  return outcome.succeeded() ? first_line_in(outcome.output, files) : std::string();
}

std::vector<std::vector<std::string>> lines_at(Isolation isolation, const Worker& worker,
                                               const std::vector<std::uint64_t>& addresses,
                                               const std::vector<std::string>& files, const Limits& limits) {
  const Outcome outcome = sandbox::run(isolation, addr2line(worker, addresses), limits);
  if (!outcome.succeeded()) return {};
  std::vector<std::vector<std::string>> result;
  std::istringstream lines(outcome.output);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("0x")) {
      result.emplace_back();
    } else if (!result.empty()) {
      const auto place = place_in(line, files);
      result.back().push_back(place ? place->first + ":" + place->second : "");
    }
  }
  if (result.size() != addresses.size()) return {};
  return result;
}

}  // namespace grader
