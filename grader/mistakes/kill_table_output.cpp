#include "grader/mistakes/kill_table_output.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "grader/base/json.hpp"
#include "grader/base/layout.hpp"

namespace grader {

namespace {

constexpr std::size_t kColumns = 100;
constexpr std::size_t kIndent = 4;

std::string paragraph(const std::string& text) {
  std::string lines;
  for (const std::string& line : wrapped(text, kColumns - kIndent))
    lines += std::string(kIndent, ' ') + line + '\n';
  return lines;
}

// Returns the check that failed first under most seeds.
std::string first_check(const Kill& kill) {
  const auto most = std::max_element(kill.first_checks.begin(), kill.first_checks.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == kill.first_checks.end() ? "SURVIVES" : most->first;
}

std::string confusions(const Kill& kill) {
  std::vector<std::string> others;
  for (const std::string& id : kill.named) {
    if (id != full_id(*kill.mistake)) others.push_back(id);
  }
  if (kill.named.empty()) return "  not named";
  return others.empty() ? "" : fmt::format("  or {}", fmt::join(others, ", "));
}

}  // namespace

std::string catalogue_text(const std::vector<const KnownMistake*>& mistakes) {
  std::string text;
  for (const KnownMistake* mistake : mistakes) {
    text += full_id(*mistake) + '\n' + paragraph("Hint: " + std::string(mistake->hint)) +
            paragraph("Behind it: " + std::string(mistake->misconception));
  }
  return text + fmt::format("{} known mistakes.\n", mistakes.size());
}

std::string kill_table_text(const std::vector<Kill>& table) {
  std::size_t width = 0;
  for (const Kill& kill : table) width = std::max(width, full_id(*kill.mistake).size());
  std::string text;
  for (const Kill& kill : table) {
    text += fmt::format("{:<{}}  {:>3}/{:<3} {}{}\n", full_id(*kill.mistake), width, kill.killed, kill.seeds,
                        first_check(kill), confusions(kill));
  }
  const KillSummary summary = summary_of(table);
  return text +
         fmt::format(
             "{} of {} mistakes caught under every seed; {} named uniquely, {} among a few, {} not named.\n",
             summary.mistakes - summary.survived, summary.mistakes, summary.named_uniquely,
             summary.named_among_others, summary.unnamed);
}

namespace {

Json row(const Kill& kill) {
  return {{"id", full_id(*kill.mistake)},
          {"hint", kill.mistake->hint},
          {"misconception", kill.mistake->misconception},
          {"spoils", kill.mistake->spoils},
          {"killed", kill.killed},
          {"first_checks", kill.first_checks},
          {"named", kill.named}};
}

}  // namespace

std::string kill_table_json(const std::vector<Kill>& table) {
  const KillSummary summary = summary_of(table);
  Json json = {{"schema", "backprop-kill-table/1"},
               {"seeds", table.empty() ? 0 : table.front().seeds},
               {"summary",
                {{"mistakes", summary.mistakes},
                 {"survived", summary.survived},
                 {"named_uniquely", summary.named_uniquely},
                 {"named_among_others", summary.named_among_others},
                 {"unnamed", summary.unnamed}}},
               {"mistakes", Json::array()}};
  for (const Kill& kill : table) json["mistakes"].push_back(row(kill));
  return json.dump(2) + "\n";
}

}  // namespace grader
