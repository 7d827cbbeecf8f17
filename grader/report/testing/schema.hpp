/// For tests: checks a JSON document against a JSON Schema (draft 7).
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "grader/base/json.hpp"

namespace grader {

class JsonSchema {
 public:
  /// Reads a schema from a file. Throws when it is not a JSON Schema.
  explicit JsonSchema(const std::filesystem::path& file);
  ~JsonSchema();

  /// Returns what is wrong with the document, one violation per line. Returns an empty string when the
  /// document conforms.
  std::string complaint(const Json& document) const;
  bool accepts(const Json& document) const { return complaint(document).empty(); }

 private:
  struct Parsed;
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace grader
