#include "grader/submission/link_diagnostic.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <optional>

#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/submission/type_names.hpp"

namespace grader {

namespace {

constexpr std::size_t kLongestLinkerLine = 20000;
constexpr std::size_t kMostLines = 2000;
constexpr std::string_view kDefinedNowhere = "which is declared but defined nowhere.";

// The linker's output about an attacker's objects may be endless.
std::vector<std::string_view> first_lines_of(std::string_view text) {
  std::vector<std::string_view> lines = lines_of(text);
  if (lines.size() > kMostLines) lines.resize(kMostLines);
  for (std::string_view& line : lines) line = line.substr(0, kLongestLinkerLine);
  return lines;
}

bool is_symbol_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Returns where `word` occurs in the text as a whole word, or npos.
std::size_t find_word(std::string_view text, std::string_view word) {
  for (std::size_t at = 0; (at = text.find(word, at)) != text.npos; ++at) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_symbol_character(text[at - 1])) &&
        (end == text.size() || !is_symbol_character(text[end])))
      return at;
  }
  return text.npos;
}

/// Returns the symbol in quotes after `words`. gold writes 'so', ld writes `so'.
std::optional<std::string_view> symbol_after(std::string_view line, std::string_view words) {
  const auto at = line.find(words);
  if (at == line.npos) return std::nullopt;
  line.remove_prefix(at + words.size());
  if (line.empty()) return std::nullopt;
  line.remove_prefix(1);
  return line.substr(0, line.find('\''));
}

/// Returns "affine_backward" for "backprop::affine_backward[abi:cxx11](...)".
std::string function_name(std::string_view symbol) {
  if (symbol.starts_with("backprop::")) symbol.remove_prefix(10);
  return std::string(symbol.substr(0, symbol.find_first_of("([")));
}

/// Writes types as students do, "f(const Matrix&)". The linker writes "f(Matrix const&)".
std::string readable(std::string_view symbol) {
  std::string text = simplify_types(symbol);
  for (std::size_t at = 0; (at = text.find(" const&", at)) != std::string::npos;) {
    const std::size_t begin = text.find_last_of("(, ", at - 1) + 1;
    text.replace(at, 7, "&");
    text.insert(begin, "const ");
  }
  return text;
}

/// Returns a function's declaration in a header, on one line, or an empty string when it is not found.
std::string declaration(const std::filesystem::path& header, const std::string& function) {
  std::ifstream file(header);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  for (const std::string_view line : first_lines_of(text)) {
    if (line.starts_with("//") || find_word(line, function) == line.npos) continue;
    const auto begin = static_cast<std::size_t>(line.data() - text.data());
    std::string result;
    for (const char c : std::string_view(text).substr(begin, text.find(';', begin) + 1 - begin)) {
      const bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
      if (!space || !result.ends_with(' ')) result += space ? ' ' : c;
    }
    return result;
  }
  return {};
}

class Describe {
 public:
  Describe(const std::vector<Object>& objects, const std::vector<OpFile>& ops,
           const std::filesystem::path& include)
      : objects_(objects), ops_(ops), include_(include) {}

  std::vector<BuildFailure> all(std::string_view output) {
    const std::vector<std::string_view> lines = first_lines_of(output);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::string_view before = i > 0 ? lines[i - 1] : std::string_view();
      const std::string_view next = i + 1 < lines.size() ? lines[i + 1] : std::string_view();
      if (const auto twice = symbol_after(lines[i], "multiple definition of ")) {
        // gold names the second place on the next line, ld names the first on the line before.
        defined_twice(*twice, {before_symbol(before), lines[i],
                               next.find("previous definition") != next.npos ? next : ""});
      } else if (const auto missing = symbol_after(lines[i], "undefined reference to ")) {
        undefined(*missing, {before_symbol(lines[i]),
                             before.find("in function") != before.npos ? before_symbol(before) : ""});
      }
    }
    return std::move(failures_);
  }

 private:
  /// Returns a line up to the first quote or function name. This is the part that names files.
  static std::string_view before_symbol(std::string_view line) {
    return line.substr(0, std::min(line.find_first_of("'`"), line.find(":function ")));
  }

  /// Returns the files whose objects are named. When none is, returns the files that are named themselves, as
  /// a linker does when it finds line numbers.
  std::vector<std::string> files_named_in(const std::vector<std::string_view>& texts) const {
    const auto is_named = [&](const std::string& name) {
      return std::ranges::any_of(texts, [&](auto text) { return find_word(text, name) != text.npos; });
    };
    std::vector<std::string> files;
    for (const Object& object : objects_) {
      if (is_named(object_name(object.source_name))) files.push_back(object.source_name);
    }
    if (!files.empty()) return files;
    for (const Object& object : objects_) {
      if (is_named(object.source_name)) files.push_back(object.source_name);
    }
    return files;
  }

  /// Adds the first failure of each file only.
  void add(const std::string& file, const std::string& message) {
    if (std::ranges::find(failures_, file, &BuildFailure::file) != failures_.end()) return;
    failures_.push_back({Status::compile_error, clean(message, 400), file});
  }

  void defined_twice(std::string_view symbol, const std::vector<std::string_view>& places) {
    const std::vector<std::string> files = files_named_in(places);
    if (files.empty()) return;
    if (symbol == "main") {
      add(files.front(),
          fmt::format("{} defines main(); the grader has its own. Leave it out.", files.front()));
    } else if (files.size() == 1) {
      add(files.front(),
          fmt::format("{} defines {}, which the course's library has already. Give it another name.",
                      files.front(), readable(symbol)));
    } else {
      const std::string owner = owner_of(function_name(symbol));
      for (const std::string& file : files) {
        if (file == owner) continue;
        add(file, fmt::format("{} each define {}. Put 'static' before it, or keep one.",
                              fmt::join(files, " and "), readable(symbol)));
      }
    }
  }

  void undefined(std::string_view symbol, const std::vector<std::string_view>& places) {
    const std::string function = function_name(symbol);
    const std::string owner = symbol.starts_with("backprop::") ? owner_of(function) : std::string();
    if (!owner.empty()) {
      const std::filesystem::path header = include_ / "backprop" / (stem(owner) + ".hpp");
      std::string declared = declaration(header, function);
      if (declared.empty()) declared = readable(symbol);
      add(owner,
          fmt::format(
              "{} does not define {}. Its header declares it:\n  {}\nThe definition must have exactly these "
              "types, and be inside namespace backprop.",
              owner, function, declared));
      return;
    }
    std::vector<std::string> files = files_named_in(places);
    // A file can claim any name (#line). In that case the failure goes to one of the graded files.
    if (files.empty() && !ops_.empty()) files.push_back(ops_.front().file);
    for (const std::string& file : files) {
      const std::string message = fmt::format("{} uses {}, {}", file, readable(symbol), kDefinedNowhere);
      add(file, message);
      if (symbol.starts_with("backprop::")) add_call(file, function, readable(symbol));
    }
  }

  /// Lists a call in the failure of its file, when that is about such a call.
  void add_call(const std::string& file, const std::string& function, const std::string& readable_symbol) {
    BuildFailure& failure = *std::ranges::find(failures_, file, &BuildFailure::file);
    const bool is_known =
        std::ranges::find(failure.undefined, function, &UndefinedCall::function) != failure.undefined.end();
    if (is_known || failure.message.find(kDefinedNowhere) == std::string::npos) return;
    failure.undefined.push_back({function, readable_symbol});
  }

  /// Returns the file that should define this function, or an empty string.
  std::string owner_of(const std::string& function) const {
    for (const OpFile& op : ops_) {
      if (std::ranges::find(op.functions, function) != op.functions.end()) return op.file;
    }
    return {};
  }

  static std::string stem(const std::string& file) { return std::filesystem::path(file).stem(); }

  const std::vector<Object>& objects_;
  const std::vector<OpFile>& ops_;
  const std::filesystem::path& include_;
  std::vector<BuildFailure> failures_;
};

}  // namespace

std::string object_name(const std::string& source_name) {
  return std::filesystem::path(source_name).replace_extension(".o").string();
}

std::vector<BuildFailure> describe_link_errors(std::string_view output, const std::vector<Object>& objects,
                                               const std::vector<OpFile>& ops,
                                               const std::filesystem::path& include) {
  return Describe(objects, ops, include).all(output);
}

std::string last_line(std::string_view output) {
  std::string_view last;
  for (const std::string_view line : first_lines_of(output)) {
    if (!line.empty() && !line.starts_with("collect2:")) last = line;
  }
  return clean(last, 300);
}

}  // namespace grader
