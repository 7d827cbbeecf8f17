#include "grader/report/page/figure_script.hpp"

#include <filesystem>

#include "grader/base/files.hpp"

namespace grader {

std::string figure_script() {
  const std::filesystem::path file = BACKPROP_FIGURE_SCRIPT;
  return std::filesystem::exists(file) ? read_file(file) : "";
}

}  // namespace grader
