#include "grader/kit/leaks.hpp"

#include <algorithm>
#include <cctype>

#include "grader/base/files.hpp"
#include "grader/base/pattern.hpp"
#include "grader/base/strings.hpp"
#include "grader/kit/files.hpp"
#include "grader/starter/regions.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

bool is_source(const fs::path& file) { return file.extension() == ".cpp" || file.extension() == ".hpp"; }

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

std::string without_space(std::string_view text) {
  std::string result;
  std::ranges::copy_if(text, std::back_inserter(result),
                       [](unsigned char c) { return std::isspace(c) == 0; });
  return result;
}

void add_secret(std::vector<Secret>& secrets, const std::set<std::string>& given, const fs::path& file,
                std::size_t line, std::string_view text) {
  std::string telling = telling_text(text);
  if (telling.empty() || given.contains(telling)) return;
  secrets.push_back({file.string() + ":" + std::to_string(line + 1), std::move(telling)});
}

bool has_number(std::string_view text, const std::string& number) {
  for (std::size_t at = text.find(number); at != std::string_view::npos; at = text.find(number, at + 1)) {
    const std::size_t end = at + number.size();
    const bool starts = at == 0 || !is_digit(text[at - 1]);
    if (starts && (end == text.size() || !is_digit(text[end]))) return true;
  }
  return false;
}

}  // namespace

std::string telling_text(std::string_view line) {
  std::string text = without_space(line.substr(0, line.find("//")));
  static const Pattern start_value(R"((double|std::size_t|int)\w+=[0-9.]+;)");
  static const Pattern counting_loop(R"(for\(std::size_t\w+=0;\w+<\w+;\+\+\w+\)\{?)");
  if (text.size() < kTrivialLine || start_value.match(text) || counting_loop.match(text)) text.clear();
  return text;
}

std::vector<Secret> secrets_of_solutions(const fs::path& solutions, const std::set<std::string>& blanked,
                                         const std::set<std::string>& given) {
  std::vector<Secret> secrets;
  for (const fs::path& file : files_below(solutions)) {
    if (!is_source(file)) continue;
    const std::string text = read_file(solutions / file);
    const auto lines = lines_of(text);
    for (const Region& region : find_regions(lines, file.string())) {
      if (!blanked.contains(region.tag)) continue;
      for (std::size_t i = region.code; i < region.end; ++i)
        add_secret(secrets, given, "solutions" / file, i, lines[i]);
    }
  }
  return secrets;
}

std::vector<Secret> secrets_of_sources(const fs::path& folder, const std::set<std::string>& given) {
  std::vector<Secret> secrets;
  for (const fs::path& file : files_below(folder)) {
    if (!is_source(file) || file.stem().string().ends_with("_test")) continue;
    const std::string text = read_file(folder / file);
    const auto lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (telling_text(lines[i]).size() >= kOrdinaryLine && !lines[i].starts_with('#'))
        add_secret(secrets, given, folder.filename() / file, i, lines[i]);
    }
  }
  return secrets;
}

std::set<std::string> telling_texts(const fs::path& folder) {
  std::set<std::string> texts;
  for (const fs::path& file : files_below(folder)) {
    if (!is_source(file)) continue;
    const std::string text = read_file(folder / file);
    for (const std::string_view line : lines_of(text)) texts.insert(telling_text(line));
  }
  texts.erase("");
  return texts;
}

std::vector<Leak> find_leaks(const fs::path& kit, const std::vector<Secret>& secrets) {
  std::vector<Leak> leaks;
  for (const fs::path& file : files_below(kit)) {
    const std::string text = read_file(kit / file);
    const std::string dense = without_space(text);
    for (const Secret& secret : secrets) {
      const bool found =
          secret.number ? has_number(text, secret.text) : dense.find(secret.text) != std::string::npos;
      if (found) leaks.push_back({file.string(), secret});
    }
  }
  return leaks;
}

}  // namespace grader
