#include "grader/submission/source_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>
#include <utility>

#include "grader/sandbox/run.hpp"

namespace grader {

namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_commented(std::string_view source, std::size_t at) {
  const std::size_t begin = source.rfind('\n', at) + 1;  // npos + 1 is 0
  return source.substr(begin, at - begin).find("//") != std::string_view::npos;
}

/// Returns whether the parenthesis of a call or signature is followed by a body, "{".
bool has_body(std::string_view rest) {
  int depth = 0;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '(') ++depth;
    if (rest[i] == ')' && --depth == 0) {
      const std::size_t next = rest.find_first_not_of(" \t\r\n", i + 1);
      return next != std::string_view::npos && rest[next] == '{';
    }
  }
  return false;
}

}  // namespace

std::optional<std::size_t> described_line(std::string_view description, std::string_view file) {
  if (!description.starts_with(file) || !description.substr(file.size()).starts_with(':'))
    return std::nullopt;
  const std::string_view number = description.substr(file.size() + 1);
  std::size_t line = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), line);
  if (error != std::errc() || line == 0) return std::nullopt;
  return line;
}

std::optional<std::size_t> line_of_function(std::string_view source, std::string_view name) {
  for (std::size_t at = source.find(name); at != std::string_view::npos; at = source.find(name, at + 1)) {
    const std::string_view rest = source.substr(at + name.size());
    const bool whole = (at == 0 || !is_word(source[at - 1])) && !rest.empty() && !is_word(rest[0]);
    const std::size_t next = rest.find_first_not_of(" \t\r\n");
    if (!whole || next == std::string_view::npos || rest[next] != '(' || is_commented(source, at)) continue;
    if (!has_body(rest)) continue;
    return 1 +
           static_cast<std::size_t>(std::count(source.begin(), source.begin() + std::ptrdiff_t(at), '\n'));
  }
  return std::nullopt;
}

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
