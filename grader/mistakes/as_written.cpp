#include "grader/mistakes/as_written.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "grader/base/input_error.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

const YAML::Node& require_map(const YAML::Node& node, const fs::path& file) {
  if (node.IsMap()) return node;
  throw InputError(fmt::format("{}, line {}: not a map", file.string(), node.Mark().line + 1));
}

MistakeAsWritten read_mistake(const std::string& op, const std::string& id, const YAML::Node& edits,
                              const fs::path& file) {
  MistakeAsWritten mistake{.mistake = op + "/" + id, .file = op + ".cpp", .edits = {}};
  for (const auto& edit : require_map(edits, file)) {
    if (!edit.second.IsScalar()) {
      throw InputError(fmt::format("{}, line {}: not a text", file.string(), edit.second.Mark().line + 1));
    }
    mistake.edits.emplace_back(edit.first.Scalar(), edit.second.Scalar());
  }
  return mistake;
}

}  // namespace

std::vector<MistakeAsWritten> mistakes_as_written(const std::string& assignment) {
  const fs::path file = fs::path(BACKPROP_AS_WRITTEN) / (assignment + ".yaml");
  std::vector<MistakeAsWritten> result;
  if (!fs::exists(file)) return result;
  try {
    const YAML::Node ops = YAML::LoadFile(file.string());
    for (const auto& op : require_map(ops, file)) {
      for (const auto& mistake : require_map(op.second, file)) {
        result.push_back(read_mistake(op.first.Scalar(), mistake.first.Scalar(), mistake.second, file));
      }
    }
  } catch (const YAML::Exception& error) {
    throw InputError(fmt::format("{}, line {}: {}", file.string(), error.mark.line + 1, error.msg));
  }
  return result;
}

std::string write_mistake(const MistakeAsWritten& mistake, std::string solution) {
  for (const auto& [right, wrong] : mistake.edits) {
    const std::size_t at = solution.find(right);
    if (at == std::string::npos || solution.find(right, at + 1) != std::string::npos) {
      throw InputError(fmt::format("{}: the solution has not exactly one `{}`", mistake.mistake, right));
    }
    solution.replace(at, right.size(), wrong);
  }
  return solution;
}

}  // namespace grader
