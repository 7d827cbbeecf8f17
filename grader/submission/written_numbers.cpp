#include "grader/submission/written_numbers.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"

namespace grader {

namespace {

constexpr std::size_t kLeast = 6;
constexpr std::size_t kMost = 4096;
constexpr std::size_t kValuesOfAByte = 256;
constexpr std::size_t kValuesOfAShort = 32768;
constexpr std::size_t kMostShift = 12;
constexpr double kLeastTiny = 1e-20;
constexpr double kMostTiny = 1e-3;
constexpr double kLeastLarge = 100.0;
constexpr double kMostLarge = 1e5;  // a mask of -1e9 is a custom, and right for all usual scores

struct Token {
  std::string_view text;
  std::size_t line = 0;
};

bool is_of_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

class Reader {
 public:
  explicit Reader(std::string_view source) : source_(source) {}

  std::vector<Token> tokens() {
    std::vector<Token> result;
    while (at_ < source_.size()) {
      const std::size_t begin = at_;
      if (skip_silent()) {
        line_ += static_cast<std::size_t>(std::ranges::count(source_.substr(begin, at_ - begin), '\n'));
        continue;
      }
      at_ += length();
      result.push_back({source_.substr(begin, at_ - begin), line_});
    }
    return result;
  }

 private:
  bool begins(std::string_view with) const { return source_.substr(at_).starts_with(with); }

  void skip_to(std::string_view end) {
    const std::size_t found = source_.find(end, at_);
    at_ = found == std::string_view::npos ? source_.size() : found + end.size();
  }

  void skip_quoted(char quote) {
    for (++at_; at_ < source_.size() && source_[at_] != quote && source_[at_] != '\n'; ++at_) {
      if (source_[at_] == '\\') ++at_;
    }
    at_ = std::min(at_ + 1, source_.size());
  }

  // Skips what is no token: space, a comment, a text, a line for the preprocessor.
  bool skip_silent() {
    const char c = source_[at_];
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      ++at_;
    } else if (begins("//") || c == '#') {
      skip_to("\n");
    } else if (begins("/*")) {
      skip_to("*/");
    } else if (begins("R\"(")) {
      skip_to(")\"");
    } else if (c == '"' || c == '\'') {
      skip_quoted(c);
    } else {
      return false;
    }
    return true;
  }

  std::size_t length() const {
    const std::string_view rest = source_.substr(at_);
    const bool number = is_digit(rest[0]) || (rest[0] == '.' && rest.size() > 1 && is_digit(rest[1]));
    if (number) return length_of_number(rest);
    std::size_t end = 0;
    while (end < rest.size() && is_of_name(rest[end])) ++end;
    if (end > 0) return end;
    for (const std::string_view two : {"<<", "<=", ">=", "==", "!=", "->", "::"}) {
      if (rest.starts_with(two)) return 2;
    }
    return 1;
  }

  static std::size_t length_of_number(std::string_view rest) {
    const bool hexadecimal = rest.starts_with("0x") || rest.starts_with("0X");
    std::size_t end = 1;
    for (; end < rest.size(); ++end) {
      const char before = rest[end - 1];
      const bool sign = rest[end] == '+' || rest[end] == '-';
      const bool in_exponent = !hexadecimal && sign && (before == 'e' || before == 'E');
      if (!is_of_name(rest[end]) && rest[end] != '.' && rest[end] != '\'' && !in_exponent) break;
    }
    return end;
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// Returns the value of a whole number, and nullopt for any other token.
std::optional<std::size_t> whole_number(std::string_view token) {
  if (!is_digit(token[0])) return std::nullopt;
  std::string digits = replace_all(std::string(token), "'", "");
  while (!digits.empty() && std::string_view("uUlLzZ").find(digits.back()) != std::string_view::npos)
    digits.pop_back();
  const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
  const char* begin = digits.data() + (hexadecimal ? 2 : 0);
  const char* end = digits.data() + digits.size();
  std::size_t value = 0;
  const auto [stopped, error] = std::from_chars(begin, end, value, hexadecimal ? 16 : 10);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return value;
}

std::optional<double> fraction(std::string_view token, bool minus) {
  if (token.empty() || !(is_digit(token[0]) || token[0] == '.') || token.starts_with("0x"))
    return std::nullopt;
  std::string digits = replace_all(std::string(token), "'", "");
  while (!digits.empty() && std::string_view("fFlL").find(digits.back()) != std::string_view::npos)
    digits.pop_back();
  const std::optional<double> number = parse_number(digits);
  if (!number) return std::nullopt;
  const double value = *number;
  const bool has_sign_of_it = minus || digits.find_first_of(".eE") != std::string::npos;
  const bool tiny = value >= kLeastTiny && value <= kMostTiny;
  const bool large = value >= kLeastLarge && value <= kMostLarge && has_sign_of_it;
  if (!tiny && !large) return std::nullopt;
  return minus ? -value : value;
}

class Finder {
 public:
  explicit Finder(std::string_view source) : tokens_(Reader(source).tokens()) {}

  std::vector<WrittenNumber> numbers() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (is_short(i)) add_any(kValuesOfAShort, i, with_value(std::string(text(i)), kValuesOfAShort));
      if (is_byte(i)) add(kValuesOfAByte, i, with_value(std::string(text(i)), kValuesOfAByte));
      const auto number = whole_number(tokens_[i].text);
      if (!number) continue;
      if (text(i + 1) == "<<") {
        if (text(i - 1) != "<<") shifted(*number, i);
        continue;
      }
      const bool shift = i > 0 && text(i - 1) == "<<";
      if (!shift && !is_compared(i)) add(*number, i, std::string(text(i)));
    }
    return found_;
  }

  std::vector<WrittenFraction> fractions() {
    std::vector<WrittenFraction> result;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const bool minus = has_own_minus(i);
      const auto number = fraction(text(i), minus);
      if (!number || is_compared(i) || (minus && is_compared(i - 1))) continue;
      if (std::ranges::find(result, *number, &WrittenFraction::number) == result.end())
        result.push_back({*number, tokens_[i].line, (minus ? "-" : "") + std::string(text(i))});
    }
    return result;
  }

 private:
  // A minus that is no subtraction.
  bool has_own_minus(std::size_t i) const {
    if (text(i - 1) != "-") return false;
    const std::string_view before = text(i - 2);
    return before.empty() || before == "return" ||
           !(is_of_name(before.back()) || before == ")" || before == "]");
  }

  // Returns nothing beyond either end; the index before the first wraps around.
  std::string_view text(std::size_t i) const {
    return i < tokens_.size() ? tokens_[i].text : std::string_view();
  }

  // A list of template arguments has the same brackets.
  bool is_compared(std::size_t i) const {
    const auto compares = [](std::string_view token) {
      return token == "<" || token == ">" || token == "<=" || token == ">=" || token == "==" || token == "!=";
    };
    if (text(i + 1) == ">" && (text(i - 1) == "<" || text(i - 1) == ",")) return false;
    return compares(text(i - 1)) || compares(text(i + 1));
  }

  bool is_byte(std::size_t i) const {
    if (text(i) == "uint8_t" || text(i) == "int8_t") return true;
    return text(i) == "char" && (text(i - 1) == "unsigned" || text(i - 1) == "signed");
  }

  bool is_short(std::size_t i) const {
    return text(i) == "int16_t" || (text(i) == "short" && text(i - 1) != "unsigned");
  }

  // `1 << 6` is 64. A bit for each index, `1u << i`, has room for 32 or 64 of them.
  void shifted(std::size_t number, std::size_t i) {
    if (const auto by = text(i + 2).empty() ? std::nullopt : whole_number(text(i + 2))) {
      const std::string written = std::string(text(i)) + " << " + std::string(text(i + 2));
      if (*by <= kMostShift && number <= kMost) add(number << *by, i, with_value(written, number << *by));
    } else if (number == 1) {
      for (const std::size_t bits : {32u, 64u}) add(bits, i, with_value(std::string(text(i)) + " <<", bits));
    }
  }

  static std::string with_value(const std::string& written, std::size_t value) {
    return written + ": " + std::to_string(value);
  }

  void add(std::size_t number, std::size_t i, std::string written) {
    if (number >= kLeast && number <= kMost) add_any(number, i, std::move(written));
  }

  void add_any(std::size_t number, std::size_t i, std::string written) {
    if (std::ranges::find(found_, number, &WrittenNumber::number) == found_.end())
      found_.push_back({number, tokens_[i].line, std::move(written)});
  }

  std::vector<Token> tokens_;
  std::vector<WrittenNumber> found_;
};

}  // namespace

std::vector<WrittenNumber> written_numbers(std::string_view source) { return Finder(source).numbers(); }

std::vector<WrittenFraction> written_fractions(std::string_view source) { return Finder(source).fractions(); }

}  // namespace grader
