#include "grader/report/formats/formats.hpp"

namespace grader {

const std::vector<Format>& formats() {
  static const std::vector<Format> all{
      {"gradescope", render_gradescope},
      {"classroom50", render_classroom50},
      {"github", render_github},
      {"github-summary", render_github_summary},
      {"github-classroom", render_github_classroom},
      {"autolab", render_autolab},
      {"prairielearn", render_prairielearn},
      {"submitty", render_submitty},
      {"check50", render_check50},
      {"junit", render_junit},
      {"csv", render_csv},
  };
  return all;
}

}  // namespace grader
