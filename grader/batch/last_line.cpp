#include "grader/batch/last_line.hpp"

#include <fstream>

#include "grader/report/text.hpp"

namespace grader {

std::string last_line_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string last;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) last = line;
  }
  return clean(last, 300);
}

}  // namespace grader
