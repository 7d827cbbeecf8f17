/// The reports of the catalogue, as students read them: of each op that an assignment asks for, the first
/// mistake. They are committed in grader/mistakes/golden, for people to read what changes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace grader {

/// The ops that some assignment asks for, in the assignments' order.
std::vector<std::string> reported_ops();

/// The report of the op's first mistake. Each of its checks is worth one point, so that no report depends on
/// how an assignment spreads its points.
std::string report_of_first_mistake(const std::string& op);

/// Writes folder/OP.txt for each op whose file has another text, and returns the names of these files. Throws
/// WriteError.
std::vector<std::string> write_reports(const std::filesystem::path& folder);

}  // namespace grader
