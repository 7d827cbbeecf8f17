// A student's own files are in a folder, so a kit opens no archives.
#include "grader/cli/archives.hpp"

namespace grader {

OpenArchive archives(Isolation) { return {}; }

}  // namespace grader
