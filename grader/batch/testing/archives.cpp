#include "grader/batch/testing/archives.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <clocale>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

#include "grader/base/files.hpp"

namespace grader::testing {

namespace {

namespace fs = std::filesystem;

void check(archive* to, la_ssize_t result) {
  if (result < ARCHIVE_WARN) throw std::runtime_error(archive_error_string(to));
}

}  // namespace

void write_archive(const fs::path& file, const std::vector<ArchiveEntry>& entries,
                   const std::string& options) {
  std::setlocale(LC_CTYPE, "C.UTF-8");  // so that the .zip declares its names as UTF-8
  const std::unique_ptr<archive, int (*)(archive*)> to(archive_write_new(), archive_write_free);
  if (file.extension() == ".zip") {
    check(to.get(), archive_write_set_format_zip(to.get()));
  } else {
    check(to.get(), archive_write_set_format_pax_restricted(to.get()));
    check(to.get(), archive_write_add_filter_gzip(to.get()));
  }
  check(to.get(), archive_write_set_options(to.get(), options.c_str()));
  check(to.get(), archive_write_set_passphrase(to.get(), "secret"));
  check(to.get(), archive_write_open_filename(to.get(), file.c_str()));
  for (const ArchiveEntry& each : entries) {
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                         archive_entry_free);
    archive_entry_set_pathname(entry.get(), each.path.c_str());
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_filetype(entry.get(), each.symlink.empty() ? AE_IFREG : AE_IFLNK);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(each.bytes.size() * each.repeat));
    if (!each.symlink.empty()) archive_entry_set_symlink(entry.get(), each.symlink.c_str());
    if (!each.hardlink.empty()) archive_entry_set_hardlink(entry.get(), each.hardlink.c_str());
    check(to.get(), archive_write_header(to.get(), entry.get()));
    for (std::size_t i = 0; i < each.repeat && !each.bytes.empty(); ++i) {
      check(to.get(), archive_write_data(to.get(), each.bytes.data(), each.bytes.size()));
    }
  }
  check(to.get(), archive_write_close(to.get()));
}

void write_archive_of(const fs::path& file, const fs::path& folder, const std::string& prefix) {
  std::vector<ArchiveEntry> entries;
  for (const fs::directory_entry& each : fs::recursive_directory_iterator(folder)) {
    if (!each.is_regular_file()) continue;
    entries.push_back(
        {.path = prefix + fs::relative(each.path(), folder).string(), .bytes = read_file(each.path())});
  }
  std::ranges::sort(entries, {}, &ArchiveEntry::path);
  write_archive(file, entries);
}

}  // namespace grader::testing
