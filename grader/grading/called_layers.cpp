#include "grader/grading/called_layers.hpp"

#include <filesystem>
#include <fstream>

#include "grader/base/pattern.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

void add_included_ops(const fs::path& file, std::set<std::string>& ops) {
  static const Pattern include(R"(#include <backprop/(\w+)\.hpp>)");
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    for (const auto& found : include.find_all(line)) {
      if (find_op(found.at(1))) ops.insert(found.at(1));
    }
  }
}

}  // namespace

std::set<std::string> called_layers(const std::string& op) {
  const fs::path starter = BACKPROP_STARTER;
  std::set<std::string> ops;
  add_included_ops(starter / "include/backprop" / (op + ".hpp"), ops);
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(starter, none))
    add_included_ops(entry.path() / (op + ".cpp"), ops);
  ops.erase(op);
  return ops;
}

}  // namespace grader
