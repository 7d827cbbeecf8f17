/// The program that a kit may carry, in prebuilt/: students need not build it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "grader/grading/assignment.hpp"

namespace grader {

/// Builds the grader of a finished kit, from the kit's own files and nothing else, and puts it into the kit.
/// This takes minutes, and shows its progress on stderr. Throws InputError if the grader cannot be built
/// here; the reason is then on stderr.
void add_program(const std::filesystem::path& project, const std::filesystem::path& kit, std::size_t jobs);

/// Returns what a kit's built files would give away, one sentence for each: texts of the catalogue of
/// mistakes, which only the instructor's grader is linked with; the names of probes that only hidden checks
/// use; and the course's seed as a number of 64 bits. A name of fewer than 8 characters, or a seed of fewer
/// than 33 bits, occurs by accident and is not searched for. Returns an empty list for a kit without a
/// program.
std::vector<std::string> leaks_of_program(const std::filesystem::path& kit, const Assignment& whole);

}  // namespace grader
