#include "grader/batch/exports/feedback_zip.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#if __has_include(<xlocale.h>)
#include <xlocale.h>
#endif

#include <cstdlib>
#include <memory>

#include "grader/base/files.hpp"
#include "grader/batch/shown_reports.hpp"
#include "grader/report/page/figure_script.hpp"
#include "grader/report/page/html_report.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

// While it lives, this thread's characters are UTF-8. libarchive says that a name in a zip is UTF-8 only
// where the locale is, and Windows takes any other name for one in its old character set.
class Utf8Characters {
 public:
  Utf8Characters() : own_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (own_ != nullptr) before_ = uselocale(own_);
  }
  ~Utf8Characters() {
    if (own_ == nullptr) return;
    uselocale(before_);
    freelocale(own_);
  }
  Utf8Characters(const Utf8Characters&) = delete;
  Utf8Characters& operator=(const Utf8Characters&) = delete;

 private:
  locale_t own_ = nullptr;
  locale_t before_ = nullptr;
};

// Collects a zip in memory: one write then replaces the file whole or not at all.
class Zip {
 public:
  Zip() : archive_(archive_write_new(), archive_write_free) {
    check(archive_write_set_format_zip(archive_.get()));
    check(archive_write_set_bytes_per_block(archive_.get(), 0));
    check(archive_write_open(archive_.get(), this, nullptr, append, nullptr));
  }

  void add(const std::string& path, const std::string& text) {
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                         archive_entry_free);
    archive_entry_set_pathname_utf8(entry.get(), path.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), kNineteenEighty, 0);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(text.size()));
    check(archive_write_header(archive_.get(), entry.get()));
    check(archive_write_data(archive_.get(), text.data(), text.size()));
  }

  std::string finish() {
    check(archive_write_close(archive_.get()));
    return std::move(bytes_);
  }

 private:
  static constexpr time_t kNineteenEighty = 315619200;  // the earliest time that a zip can have, in any zone

  static la_ssize_t append(archive*, void* zip, const void* data, std::size_t size) {
    static_cast<Zip*>(zip)->bytes_.append(static_cast<const char*>(data), size);
    return static_cast<la_ssize_t>(size);
  }

  void check(la_ssize_t result) const {
    if (result < ARCHIVE_WARN)
      throw WriteError(std::string("The feedback cannot be packed: ") + archive_error_string(archive_.get()));
  }

  const Utf8Characters utf8_;
  std::string bytes_;
  std::unique_ptr<archive, int (*)(archive*)> archive_;
};

}  // namespace

PackedFeedback write_feedback_zip(const fs::path& file, const GradesFolder& folder, const ClassList& list) {
  PackedFeedback packed;
  Zip zip;
  const std::string script = figure_script();
  for (const GradedStudent& student : list.students) {
    if (student.file_name.empty()) continue;
    if (student.feedback_folder.empty()) {
      packed.without_folder.push_back(student.submission);
      continue;
    }
    const Report report = read_shown_report(folder, student.file_name);
    zip.add(student.feedback_folder + "/report.html", render_html(report, {.figure_script = script}));
    ++packed.pages;
  }
  write_atomically(file, zip.finish());
  return packed;
}

}  // namespace grader
