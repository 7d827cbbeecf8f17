#include "grader/kit/archive.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

#include "grader/base/files.hpp"
#include "grader/kit/files.hpp"

namespace grader {

namespace fs = std::filesystem;

void pack(const fs::path& folder, const fs::path& file) {
  const std::unique_ptr<archive, int (*)(archive*)> to(archive_write_new(), archive_write_free);
  const auto check = [&](la_ssize_t result) {
    if (result < ARCHIVE_WARN) throw WriteError(file.string() + ": " + archive_error_string(to.get()));
  };
  // pax has names in UTF-8 only. In a locale that cannot tell whether a name is, it says so of every file,
  // and GNU tar warns every time.
  check(archive_write_set_format_gnutar(to.get()));
  check(archive_write_add_filter_gzip(to.get()));
  check(archive_write_set_options(to.get(), "!timestamp"));
  check(archive_write_open_filename(to.get(), file.c_str()));
  for (const fs::path& each : files_below(folder)) {
    const std::string text = read_file(folder / each);
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                         archive_entry_free);
    archive_entry_set_pathname(entry.get(), (folder.filename() / each).c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), static_cast<mode_t>(fs::status(folder / each).permissions()) & 0777);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(text.size()));
    check(archive_write_header(to.get(), entry.get()));
    check(archive_write_data(to.get(), text.data(), text.size()));
  }
  check(archive_write_close(to.get()));
}

}  // namespace grader
