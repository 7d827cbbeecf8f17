#include "grader/batch/unpack.hpp"

#include "grader/base/places.hpp"
#include "grader/base/text.hpp"
#include "grader/sandbox/run.hpp"
#include "grader/submission/file_kind.hpp"
#include "grader/submission/names.hpp"
#include "grader/submission/regular_file.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

Limits unpacking_limits() {
  Limits limits;
  limits.wall_seconds = 120;
  limits.cpu_seconds = 30;
  limits.memory_bytes = 1ULL << 30;
  limits.file_bytes = 20ULL << 20;
  limits.output_bytes = 1ULL << 16;
  return limits;
}

Program unpacker(const BoxDirectory& box, const std::string& single, const std::vector<std::string>& names) {
  const fs::path& program = places().unpacker;
  Program result;
  result.arguments = {"/box/bin/grader_unpack", "archive", "files", single};
  result.arguments.insert(result.arguments.end(), names.begin(), names.end());
  result.environment = {"LC_ALL=C.UTF-8"};  // entries' names are UTF-8
  result.mounts = {{box.work(), "/box/work", true}, {program, "/box/bin/grader_unpack"}};
  result.working_directory = "/box/work";
  return result;
}

NotUnpacked why_not(const Outcome& outcome) {
  switch (outcome.ending) {
    case Ending::exited:
      if (!outcome.error_output.empty()) {
        std::string why = clean(outcome.error_output, 300);
        while (why.ends_with('\n')) why.pop_back();
        return {.why = why};
      }
      break;
    case Ending::sandbox_fault:
      return {.why = "the sandbox for unpacking it could not be made: " + outcome.detail, .ours = true};
    case Ending::timed_out:
      return {.why = "it takes too long to unpack"};
    default:
      break;
  }
  return {.why = "unpacking it failed"};
}

}  // namespace

std::variant<Unpacked, NotUnpacked> unpack(Isolation isolation, const fs::path& archive,
                                           const std::vector<std::string>& names) {
  const UniqueFd folder = open_directory(archive.parent_path());
  if (!folder) return NotUnpacked{.why = "its folder cannot be opened"};
  const FileContents contents =
      read_regular_file(folder.get(), archive.filename().string(), kMaxArchiveBytes);
  if (!contents.bytes) return NotUnpacked{.why = "it " + contents.problem};
  if (contents.bytes->empty()) return NotUnpacked{.why = "it is empty"};
  const FileKind kind = kind_of(*contents.bytes);
  const std::string name = archive.filename().string();
  // Tar files from before 1988 have no signature.
  if (!is_packed(kind) && !(kind == FileKind::other && lower_case(name).ends_with(".tar")))
    return NotUnpacked{.why = "it cannot be unpacked: " + words_for(kind)};
  const std::string single = kind == FileKind::single_file_packed ? archive_stem(name) : "";
  Unpacked result;
  result.box.write("archive", *contents.bytes);
  const Outcome outcome = sandbox::run(isolation, unpacker(result.box, single, names), unpacking_limits());
  if (!outcome.succeeded()) return why_not(outcome);
  if (fs::is_symlink(fs::symlink_status(result.folder()))) return NotUnpacked{.why = "unpacking it failed"};
  return result;
}

OpenArchive archive_opener(Isolation isolation) {
  return [isolation](const fs::path& archive, const std::vector<std::string>& names) -> OpenedArchive {
    auto result = unpack(isolation, archive, names);
    if (const auto* refused = std::get_if<NotUnpacked>(&result)) {
      if (refused->ours) throw std::runtime_error(refused->why);
      throw InputError(refused->why);
    }
    const auto content = std::make_shared<const Unpacked>(std::move(std::get<Unpacked>(result)));
    return {content->folder(), content};
  };
}

}  // namespace grader
