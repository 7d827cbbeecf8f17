/// What the options are called of the command that printed a report. `make` has variables, and a kit has
/// fewer of them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace grader {

/// Each is what stands before a value, and show_case the whole option. An empty one is an option that the
/// command does not have.
struct OptionWords {
  std::string problem = "--problem ";
  std::string seed = "--seed ";
  std::string hint = "--hint ";
  std::string show_case = "--show-case";
};

/// Returns the words for a make target that takes these of the variables PROBLEM, SEED, HINT and CASE, with
/// blanks between them.
OptionWords words_of_make(std::string_view variables);

/// Returns what is added to the command to get a problem's inputs again: "--problem relu --seed 7".
std::string words_to_repeat(const OptionWords& words, const std::string& problem, std::uint64_t seed);

}  // namespace grader
