/// Makes a kit's copy of a file of grader/ops/layers: the half that calls a layer, without the half that
/// tries it.
#pragma once
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace grader {

/// The line at which the grader's half of a header begins. In a layer's .cpp it begins after layer().
inline constexpr std::string_view kGradersHalf = "// The rest belongs to the grader.";

/// The files below grader/ops that a kit does not get, because they hold nothing but probes and answers.
bool is_graders_alone(const std::filesystem::path& file);

/// Returns `text`, the file `name` below grader/ops/layers, without the grader's half. If it is a layer's
/// .cpp, its copy names the probes in `probes` and no others; the kit has their cases as golden answers.
/// Throws InputError if the half that is left still speaks of probes or known answers.
std::string caller_half(std::string_view text, const std::string& name, const std::set<std::string>& probes);

/// Returns what caller_half leaves out of `text`. Returns "" if it leaves out nothing.
std::string_view graders_half(std::string_view text);

}  // namespace grader
