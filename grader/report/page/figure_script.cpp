#include "grader/report/page/figure_script.hpp"

#include <filesystem>

#include "grader/base/files.hpp"
#include "grader/base/places.hpp"

namespace grader {

std::string figure_script() {
  const std::filesystem::path file = places().figures / "figures.js";
  return std::filesystem::exists(file) ? read_file(file) : "";
}

}  // namespace grader
