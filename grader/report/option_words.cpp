#include "grader/report/option_words.hpp"

#include <fmt/format.h>

namespace grader {

OptionWords words_of_make(std::string_view variables) {
  const std::string taken = ' ' + std::string(variables) + ' ';
  const auto word = [&](const std::string& variable, const char* value) {
    return taken.find(' ' + variable + ' ') == taken.npos ? std::string() : variable + '=' + value;
  };
  return {.problem = word("PROBLEM", ""),
          .seed = word("SEED", ""),
          .hint = word("HINT", ""),
          .show_case = word("CASE", "1")};
}

std::string words_to_repeat(const OptionWords& words, const std::string& problem, std::uint64_t seed) {
  const std::string of_problem = words.problem + problem;
  return words.seed.empty() ? of_problem : fmt::format("{} {}{}", of_problem, words.seed, seed);
}

}  // namespace grader
