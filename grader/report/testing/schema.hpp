/// For tests: holds a JSON document against a JSON Schema (draft 7).
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "grader/base/json.hpp"

namespace grader {

class JsonSchema {
 public:
  /// From a file. Throws when it holds no JSON Schema.
  explicit JsonSchema(const std::filesystem::path& file);
  ~JsonSchema();

  /// What is wrong with the document, a line a violation; empty when nothing is.
  std::string complaint(const Json& document) const;
  bool accepts(const Json& document) const { return complaint(document).empty(); }

 private:
  struct Parsed;
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace grader
