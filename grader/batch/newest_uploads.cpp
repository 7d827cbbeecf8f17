#include "grader/batch/newest_uploads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "grader/base/pattern.hpp"

namespace grader {

namespace {

constexpr std::string_view kComments = "/comments.txt";  // Blackboard's, one for each attempt

bool by_upload_number(const Upload* a, const Upload* b) {
  const auto key = [](const Upload* upload) {
    return std::make_pair(upload->attachment.size(), upload->attachment);
  };
  return key(a) < key(b);
}

// A number that is too large to be one of Canvas's is no mark.
std::uint64_t upload_number(const Upload& upload) {
  constexpr std::size_t kMaxDigits = 18;
  return upload.attachment.size() > kMaxDigits ? 0 : std::stoull(upload.attachment);
}

// Returns "affine.cpp" for "affine-1.cpp", and the name itself where Canvas has set no mark. From the eighth
// copy on, Canvas writes a UUID instead of a number.
std::string name_without_mark(const std::string& name) {
  static const Pattern form(
      "(.+)-(?:[0-9]{1,2}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
      "((?:\\.[A-Za-z][A-Za-z0-9]*)*\\.[A-Za-z0-9]+)");
  const auto match = form.match(name);
  return match ? match->at(1) + match->at(2) : name;
}

Newest newest_of_canvas(const std::vector<Upload>& uploads) {
  std::set<std::string> names;
  for (const Upload& upload : uploads) names.insert(upload.file.name);
  std::map<std::string, std::vector<const Upload*>> by_name;
  for (const Upload& upload : uploads) {
    const std::string name = name_without_mark(upload.file.name);
    const bool is_source = name.ends_with(".cpp");
    by_name[is_source || names.contains(name) ? name : upload.file.name].push_back(&upload);
  }
  Newest newest;
  for (auto& [name, copies] : by_name) {
    std::ranges::sort(copies, by_upload_number);
    const Upload& last = *copies.back();
    newest.files.push_back({last.file.path, name, upload_number(last)});
    if (copies.size() > 1) {
      newest.notes.push_back(
          fmt::format("Canvas has {} uploads of {}: the newest by its number, {} ({}), was graded.",
                      copies.size(), name, last.file.name, last.attachment));
    } else if (last.file.name != name) {
      newest.notes.push_back(fmt::format("{} is what Canvas calls a later upload of {}: it was graded as {}.",
                                         last.file.name, name, name));
    }
  }
  return newest;
}

Newest newest_of_blackboard(const std::vector<Upload>& uploads) {
  std::set<std::string> with_files;
  std::set<std::string> all;
  for (const Upload& upload : uploads) {
    all.insert(upload.attempt);
    if (!upload.file.name.ends_with(kComments)) with_files.insert(upload.attempt);
  }
  Newest newest;
  newest.attempt = with_files.empty() ? *all.rbegin() : *with_files.rbegin();
  for (const Upload& upload : uploads) {
    if (upload.attempt == newest.attempt) newest.files.push_back(upload.file);
  }
  if (with_files.size() > 1) {
    newest.notes.push_back(fmt::format("Blackboard has {} attempts: the newest, of {}, was graded.",
                                       with_files.size(), newest.attempt));
  }
  return newest;
}

}  // namespace

Newest newest_uploads(const std::vector<Upload>& uploads) {
  if (uploads.empty()) return {};
  if (!uploads.front().attempt.empty()) return newest_of_blackboard(uploads);
  if (!uploads.front().attachment.empty()) return newest_of_canvas(uploads);
  Newest newest;
  for (const Upload& upload : uploads) newest.files.push_back(upload.file);
  return newest;
}

}  // namespace grader
