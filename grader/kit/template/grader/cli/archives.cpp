// One's own files lie unpacked where one says.
#include "grader/cli/archives.hpp"

namespace grader {

OpenArchive archives(Isolation) { return {}; }

}  // namespace grader
