/// What a file is, by its first bytes: names say what students believe that it is.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace grader {

enum class FileKind { archive, single_file_packed, web_page, pdf, program, empty, other };

/// Bytes that `kind_of` needs at most.
inline constexpr std::size_t kKindBytes = 512;

/// `archive` is a zip, tar, 7z or rar, whatever it is packed with; `single_file_packed` is gzip, bzip2, xz or
/// zstd, which may hold a tar as well as a single file.
FileKind kind_of(std::string_view first_bytes);

/// Of a regular file; `other` for everything else. Follows no symbolic link.
FileKind kind_of_file(const std::filesystem::path& file);

/// Whether it can be unpacked.
bool is_packed(FileKind kind);

/// "it is a web page (HTML)", "it is no archive".
std::string words_for(FileKind kind);

/// "alice" for "alice.tar.gz", "hw.tar-1" for Canvas's "hw.tar-1.gz"; empty for a name that no archive has.
std::string archive_stem(const std::string& name);

}  // namespace grader
