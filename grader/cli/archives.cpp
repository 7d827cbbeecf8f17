#include "grader/cli/archives.hpp"

#include "grader/batch/unpack.hpp"

namespace grader {

OpenArchive archives(Isolation isolation) { return archive_opener(isolation); }

}  // namespace grader
