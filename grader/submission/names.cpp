#include "grader/submission/names.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace grader {

namespace {

constexpr std::array kCode = {"cpp", "cc", "cxx", "c", "cp", "cppp"};
constexpr std::array kAfterCode = {"txt", "text", "bak", "orig", "tmp", "download", "old", "save"};
constexpr std::array kCopies = {"copy", "kopie", "copie", "copia",    "final",      "new",
                                "neu",  "fixed", "late",  "resubmit", "submission", "version"};
constexpr std::array kOutdated = {"old",     "older",    "backup", "backups", "bak",   "draft",
                                  "drafts",  "copy",     "tmp",    "temp",    "trash", "alt",
                                  "archive", "previous", "attic",  "unused"};
constexpr std::array kOfTools = {"__MACOSX", "Thumbs.db", "desktop.ini", "node_modules", "__pycache__"};

template <class Words>
bool among(const Words& words, std::string_view word) {
  return std::ranges::find(words, word) != std::end(words);
}

bool is_number(std::string_view word) {
  if (word.starts_with('v')) word.remove_prefix(1);
  return !word.empty() && std::ranges::all_of(word, [](unsigned char c) { return std::isdigit(c) != 0; });
}

// Returns the words of a name in lower case. A word is made of letters and digits; everything else separates
// words.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word;
  return text;
}

// Returns "softmaxloss" for "Softmax-Loss (1).cpp.txt". Returns an empty string when the ending is not a
// source file's.
std::string core_of(const std::string& name) {
  std::vector<std::string> words = words_of(name);
  bool code = false;
  while (!words.empty()) {
    const std::string& last = words.back();
    if (words.size() > 1 && among(kCode, last)) {
      code = true;
    } else if (!(words.size() > 1 && (is_number(last) || among(kAfterCode, last) || among(kCopies, last)))) {
      break;
    }
    if (last == "txt" || last == "text") code = true;
    words.pop_back();
  }
  if (!code) return {};
  std::string core = joined(words);
  while (core.size() > 1 && std::isdigit(static_cast<unsigned char>(core.back())) != 0) core.pop_back();
  return core;
}

// Returns whether one letter was left out, added or replaced, or two neighbours were exchanged.
bool one_slip_apart(std::string_view a, std::string_view b) {
  if (a.size() < b.size()) std::swap(a, b);
  if (b.size() < 4 || a.size() - b.size() > 1) return false;
  std::size_t i = 0;
  while (i < b.size() && a[i] == b[i]) ++i;
  if (a.size() != b.size()) return a.substr(i + 1) == b.substr(i);
  if (i == b.size()) return false;
  if (a.substr(i + 1) == b.substr(i + 1)) return true;
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] && a.substr(i + 2) == b.substr(i + 2);
}

template <class Resembles>
std::optional<std::string> only_one(const std::vector<std::string>& expected, const Resembles& resembles) {
  std::optional<std::string> found;
  for (const std::string& name : expected) {
    if (!resembles(core_of(name))) continue;
    if (found) return std::nullopt;
    found = name;
  }
  return found;
}

}  // namespace

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return text;
}

std::optional<std::string> meant_by(const std::string& name, const std::vector<std::string>& expected) {
  if (among(expected, name) || name.size() > 200) return std::nullopt;
  const std::string core = core_of(name);
  if (core.empty()) return std::nullopt;
  if (auto same = only_one(expected, [&](const std::string& other) { return core == other; })) return same;
  return only_one(expected, [&](const std::string& other) { return one_slip_apart(core, other); });
}

bool is_left_by_a_tool(std::string_view name) { return name.starts_with('.') || among(kOfTools, name); }

bool says_outdated(std::string_view name) {
  return std::ranges::any_of(words_of(name), [](const std::string& word) { return among(kOutdated, word); });
}

}  // namespace grader
