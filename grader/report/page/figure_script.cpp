#include "grader/report/page/figure_script.hpp"

#include <fstream>
#include <iterator>

namespace grader {

std::string figure_script() {
  std::ifstream stream(BACKPROP_FIGURE_SCRIPT, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

}  // namespace grader
