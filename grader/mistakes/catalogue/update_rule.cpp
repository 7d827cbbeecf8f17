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

KnownMistake settings_begin_anew(const std::vector<std::pair<std::string, double>>& settings) {
  std::vector<std::string> spoils;
  for (const auto& [name, value] : settings) spoils.push_back("next_" + name);
  return {.id = "settings-begin-anew",
          .spoils = spoils,
          .hint = "Which settings will the next step be made with, if it takes the config that you return?",
          .misconception = "The config that is returned holds the state; the caller knows the settings.",
          .answer = [settings](Given&) {
            Tensors wrong;
            for (const auto& [name, value] : settings) wrong["next_" + name] = Tensor::scalar(value);
            return wrong;
          }};
}

}  // namespace grader
