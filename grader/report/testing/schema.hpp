/// For tests: holds JSON against a JSON Schema.
#pragma once
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace grader {

/// What is wrong with a document; empty when it is as the schema (draft 7) in that file says.
std::string schema_complaint(const std::filesystem::path& schema_file, const nlohmann::json& document);

}  // namespace grader
