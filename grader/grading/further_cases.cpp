#include "grader/grading/further_cases.hpp"

#include <fmt/format.h>

#include "grader/base/strings.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostNamed = 3;  // in a sentence

std::string first_few(std::vector<std::string> places) {
  if (places.size() <= kMostNamed) return join(places);
  const std::size_t more = places.size() - kMostNamed;
  places.resize(kMostNamed);
  return fmt::format("{}, and {} more", join(places), more);
}

}  // namespace

std::string drawn_sentence(const FurtherCases& further) {
  std::vector<std::string> sentences;
  const auto add = [&](std::size_t count, const char* what, const std::vector<std::string>& places) {
    if (count == 0) return;
    sentences.push_back(fmt::format("{} further case{} drawn from {} in your code: {}.", count,
                                    count == 1 ? " was" : "s were", what, first_few(places)));
  };
  const std::size_t of_comparisons = further.cases.size() - further.of_numbers - further.of_combinations;
  add(of_comparisons, "comparisons", listed(further.taken));
  add(further.of_numbers, "numbers", further.written);
  return join(sentences, " ");
}

std::string untried_sentence(const FurtherCases& further) {
  if (further.not_taken.empty()) return {};
  return fmt::format("No case takes the other side of {}.", first_few(listed(further.not_taken)));
}

}  // namespace grader
