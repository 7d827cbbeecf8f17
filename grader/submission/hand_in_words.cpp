#include "grader/submission/hand_in_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "grader/base/text.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxListed = 3;
constexpr std::size_t kMaxName = 100;

}  // namespace

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  const std::size_t shown = names.size() <= kMaxListed + 1 ? names.size() : kMaxListed;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += clean(names[i], kMaxName);
  }
  return shown == names.size() ? text : fmt::format("{} and {} more", text, names.size() - shown);
}

std::string folder_words(const std::string& shown) {
  return shown.empty() ? "the top folder" : clean(shown, 200) + '/';
}

void add_folder(std::vector<std::string>& folders, const std::string& shown) {
  std::string words = folder_words(shown);
  if (std::ranges::find(folders, words) == folders.end()) folders.push_back(std::move(words));
}

std::string several_versions(const std::string& graded, std::uint64_t upload,
                             const std::vector<std::string>& others, const std::vector<std::string>& files) {
  const std::string why =
      upload == 0 ? std::string() : fmt::format(" (upload {}, the newest of these)", upload);
  return fmt::format("Graded: {}{}. Other versions of {} are in {} and were not graded.",
                     folder_words(graded), why, list_of(files), list_of(others));
}

std::string taken_instead_of_starter(const std::string& from, const std::string& starter,
                                     const std::vector<std::string>& files) {
  const bool one = files.size() == 1;
  return fmt::format("{} {} taken from {}: in {} {} the untouched starter.", list_of(files),
                     one ? "was" : "were", folder_words(from), folder_words(starter),
                     one ? "it is" : "they are");
}

std::string common_folder(const std::vector<std::string>& folders) {
  if (folders.empty()) return {};
  std::filesystem::path common = folders.front();
  for (const std::string& each : folders) {
    const std::filesystem::path folder = each;
    std::filesystem::path shared;
    for (auto a = common.begin(), b = folder.begin(); a != common.end() && b != folder.end() && *a == *b;
         ++a, ++b)
      shared /= *a;
    common = shared;
  }
  return common.string();
}

}  // namespace grader
