/// Recognises the kind of a file by its first bytes. Its name only says what the student believes it to be.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace grader {

enum class FileKind { archive, single_file_packed, web_page, pdf, program, empty, other };

/// The number of bytes that `kind_of` looks at.
inline constexpr std::size_t kKindBytes = 512;

/// Returns `archive` for a zip, tar, 7z or rar, however it is compressed. Returns `single_file_packed` for
/// gzip, bzip2, xz and zstd, which may contain a tar or a single file.
FileKind kind_of(std::string_view first_bytes);

/// Returns the kind of a regular file, and `other` for anything else. Follows no symbolic link.
FileKind kind_of_file(const std::filesystem::path& file);

/// Returns whether a file of this kind can be unpacked.
bool is_packed(FileKind kind);

/// Returns the kind in words: "it is a web page (HTML)", "it is no archive".
std::string words_for(FileKind kind);

/// Returns an archive's name without its endings: "alice" for "alice.tar.gz", "hw.tar-1" for Canvas's
/// "hw.tar-1.gz". Returns an empty string when the name is not an archive's.
std::string archive_stem(const std::string& name);

}  // namespace grader
