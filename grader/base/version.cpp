#include "grader/base/version.hpp"

#include <fmt/format.h>

namespace grader {

namespace {

#ifdef __clang__
const char* const kCompiler = "clang++ " __clang_version__;
#else
const char* const kCompiler = "g++ " __VERSION__;
#endif

}  // namespace

std::string version_text(const std::string& version) {
  const std::string from = commit().empty() ? "unknown" : commit();
  return fmt::format("grader {}\ncommit {}\nbuilt by {}", version, from, kCompiler);
}

}  // namespace grader
