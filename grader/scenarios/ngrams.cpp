#include "grader/scenarios/ngrams.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

namespace grader {

namespace {

constexpr std::size_t kLetters = 27;  // with the boundary, which is 0

// Calls visit(the characters before, the character) for each character of each word.
template <class Visit>
void for_each_character(const std::vector<std::string>& words, std::size_t context, Visit visit) {
  const std::string boundaries(context, '^');
  for (const std::string& word : words) {
    const std::string text = boundaries + word;
    for (std::size_t t = 0; t <= word.size(); ++t)
      visit(text.substr(t, context), t < word.size() ? static_cast<std::size_t>(word[t] - 'a' + 1) : 0);
  }
}

using Counts = std::map<std::string, std::array<double, kLetters>>;

double loss_with(double added, Counts& counts, std::size_t context, const std::vector<std::string>& words) {
  double loss = 0.0, characters = 0.0;
  for_each_character(words, context, [&](const std::string& before, std::size_t next) {
    const auto& after = counts[before];
    double total = 0.0;
    for (const double count : after) total += count + added;
    loss -= std::log((after[next] + added) / total);
    characters += 1.0;
  });
  return loss / characters;
}

}  // namespace

double ngram_loss(std::size_t context, const std::vector<std::string>& training,
                  const std::vector<std::string>& held_out) {
  Counts counts;
  for_each_character(training, context,
                     [&](const std::string& before, std::size_t next) { counts[before][next] += 1.0; });
  double best = std::numeric_limits<double>::infinity();
  for (const double added : {0.01, 0.03, 0.1, 0.3, 1.0})
    best = std::min(best, loss_with(added, counts, context, held_out));
  return best;
}

}  // namespace grader
