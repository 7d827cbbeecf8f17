#include "grader/mistakes/kill_table_json.hpp"

#include "grader/base/json.hpp"

namespace grader {

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
