/// Renders reports of the catalogue's mistakes as students read them: the first mistake of each op that an
/// assignment asks for. They are committed in grader/mistakes/golden, so that people can read what changes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace grader {

/// Returns the ops that some assignment asks for, in the assignments' order.
std::vector<std::string> reported_ops();

/// Returns the report of the op's first mistake. Each of its checks is worth one point, so that no report
/// depends on how an assignment spreads its points.
std::string report_of_first_mistake(const std::string& op);

/// Writes folder/OP.txt for each op whose file would change, and returns the names of these files. Throws
/// WriteError.
std::vector<std::string> write_reports(const std::filesystem::path& folder);

}  // namespace grader
