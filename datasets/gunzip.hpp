#pragma once
#include <span>
#include <string>

namespace grader {

/// Returns the decompressed content of a gzip file. Throws `InputError` naming `file` when it is not gzip, is
/// damaged or cut short, or would be larger than 256 MiB.
std::string gunzip(std::span<const unsigned char> compressed, const std::string& file);

}  // namespace grader
