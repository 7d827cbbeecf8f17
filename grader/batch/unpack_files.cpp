#include "grader/batch/unpack_files.hpp"

namespace grader {

std::variant<UnpackedFiles, NotUnpacked, NoFiles> unpack_files(Isolation isolation,
                                                               const std::filesystem::path& archive,
                                                               const std::string& assignment_id,
                                                               const std::vector<std::string>& names) {
  auto result = unpack(isolation, archive, names);
  if (auto* refused = std::get_if<NotUnpacked>(&result)) return std::move(*refused);
  Unpacked& unpacked = std::get<Unpacked>(result);
  const Located located = locate(unpacked.folder(), assignment_id, names);
  const auto* files = std::get_if<FilesFolder>(&located);
  if (!files) return NoFiles{"it has none of the expected files"};
  return UnpackedFiles{std::move(unpacked), files->path};
}

}  // namespace grader
