/// Finds lines in a student's file: by the description of an error, by the name of a function, and by an
/// address in the worker.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/sandbox/isolation.hpp"
#include "grader/sandbox/program.hpp"
#include "grader/submission/link.hpp"

namespace grader {

/// Returns the line that the description of a compiler error begins with: 12 for "affine.cpp:12: missing
/// ';'". Returns nullopt when the description begins with no line or with another file. See
/// `describe_first_error`.
std::optional<std::size_t> described_line(std::string_view description, std::string_view file);

/// Returns the line, counted from 1, on which the function `name` is defined, or nullopt when no definition
/// is found. This is a text search, not a parser: it skips `//` comments and declarations.
std::optional<std::size_t> line_of_function(std::string_view source, std::string_view name);

/// Returns "affine.cpp, line 12" for the innermost return address that lies in one of `files`. Returns an
/// empty string when none does or when the line cannot be found. Runs addr2line in the sandbox. The student
/// controls the worker's debug information, so use the result for messages only.
std::string source_line(Isolation isolation, const Worker& worker, const std::vector<std::uint64_t>& site,
                        const std::vector<std::string>& files, const Limits& limits);

/// Returns for each of `addresses` the lines of the functions that are inlined there, "affine.cpp:12" or, in
/// a file that is not among `files`, "", the innermost first. Returns an empty list when they cannot be
/// found. The same holds for the debug information.
std::vector<std::vector<std::string>> lines_at(Isolation isolation, const Worker& worker,
                                               const std::vector<std::uint64_t>& addresses,
                                               const std::vector<std::string>& files, const Limits& limits);

/// Does the same as source_line with the output of addr2line, which has a line "/box/work/affine.cpp:12" for
/// each address and for each function inlined there.
std::string first_line_in(const std::string& printed, const std::vector<std::string>& files);

}  // namespace grader
