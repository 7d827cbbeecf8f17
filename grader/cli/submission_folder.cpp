#include "grader/cli/submission_folder.hpp"

#include <fmt/format.h>

#include "grader/base/input_error.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/discover.hpp"
#include "grader/batch/locate.hpp"
#include "grader/batch/unpack_files.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

bool is_archive(const fs::path& path) {
  return fs::is_regular_file(path) && !archive_stem(path.filename().string()).empty();
}

[[noreturn]] void refuse(const fs::path& archive, const std::string& why) {
  throw InputError(fmt::format("{}: {}", clean(archive.filename().string(), 100), why));
}

SubmissionFolder inside(const fs::path& archive, const Assignment& assignment, Isolation isolation) {
  auto result = unpack_files(isolation, archive, assignment.id, assignment.files());
  if (const auto* refused = std::get_if<NotUnpacked>(&result)) {
    if (refused->ours) throw std::runtime_error(refused->why);
    refuse(archive, refused->why);
  }
  if (const auto* none = std::get_if<NoFiles>(&result)) refuse(archive, none->why);
  const auto unpacked = std::make_shared<const UnpackedFiles>(std::move(std::get<UnpackedFiles>(result)));
  return {unpacked->folder, unpacked};
}

}  // namespace

SubmissionFolder submission_folder(const fs::path& submission, const Assignment& assignment,
                                   Isolation isolation) {
  if (is_archive(submission)) return inside(submission, assignment, isolation);
  const Located located = locate(submission, assignment.id, assignment.files());
  if (const auto* packed = std::get_if<PackedFiles>(&located))
    return inside(packed->archive, assignment, isolation);
  const auto* files = std::get_if<FilesFolder>(&located);
  return {files != nullptr ? files->path : submission};
}

}  // namespace grader
