#include "grader/mistakes/catalogue/update_rule.hpp"

namespace grader {

KnownMistake not_kept(std::string_view id, const std::vector<std::string>& states,
                      std::string_view misconception) {
  std::vector<std::string> spoils;
  for (const std::string& state : states) spoils.push_back("next_" + state);
  return {.id = id,
          .spoils = spoils,
          .hint = "What does the next step start from, if this one does not hand on what it has gathered?",
          .misconception = misconception,
          .answer = [states](Given& given) {
            Tensors wrong;
            for (const std::string& state : states) {
              wrong["next_" + state] = from_xtensor(given.in.matrix(state));
            }
            return wrong;
          }};
}

}  // namespace grader
