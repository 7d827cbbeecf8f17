#include "grader/kit/layers.hpp"

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/pattern.hpp"
#include "grader/kit/files.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

// Returns the path relative to `solutions`, or "" if there is no such solution.
fs::path find_solution(const fs::path& solutions, const std::string& file) {
  for (const fs::path& each : files_below(solutions)) {
    if (each.filename() == file) return each;
  }
  return {};
}

std::set<std::string> layers_in(const std::string& text, const fs::path& solutions) {
  static const Pattern include(R"(#include <backprop/(\w+)\.hpp>)");
  std::set<std::string> layers;
  for (const auto& found : include.find_all(text)) {
    const std::string& layer = found.at(1);
    if (!find_solution(solutions, layer + ".cpp").empty()) layers.insert(layer);
  }
  return layers;
}

}  // namespace

fs::path solution_of(const fs::path& solutions, const std::string& file) {
  fs::path found = find_solution(solutions, file);
  if (found.empty()) throw InputError(solutions.string() + " has no solution " + file);
  return found;
}

std::set<std::string> layers_called(const fs::path& folder, const fs::path& solutions) {
  std::set<std::string> layers;
  for (const fs::path& file : files_below(folder)) {
    if (file.extension() == ".cpp" || file.extension() == ".hpp")
      layers.merge(layers_in(read_file(folder / file), solutions));
  }
  return layers;
}

std::set<std::string> with_callees(std::set<std::string> layers, const fs::path& solutions) {
  for (std::size_t before = 0; before != layers.size();) {
    before = layers.size();
    std::set<std::string> called;
    for (const std::string& layer : layers) {
      called.merge(layers_in(read_file(solutions / solution_of(solutions, layer + ".cpp")), solutions));
    }
    layers.merge(called);
  }
  return layers;
}

}  // namespace grader
