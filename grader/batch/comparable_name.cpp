#include "grader/batch/comparable_name.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>
#include <utility>

#include "grader/submission/names.hpp"

namespace grader {

namespace {

bool is_of_a_word(utf8proc_int32_t point) {
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string comparable(std::string_view text) {
  constexpr int kForm =
      UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                                             static_cast<utf8proc_option_t>(kForm));
  const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner(mapped, std::free);
  if (size < 0) return lower_case(std::string(text));
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
}

std::vector<std::string> words_of_name(std::string_view name) {
  const std::string text = comparable(name);
  std::vector<std::string> words;
  std::string word;
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t point = -1;
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                         static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    const std::size_t size = length > 0 ? static_cast<std::size_t>(length) : 1;
    if (length <= 0 || is_of_a_word(point)) {
      word += text.substr(at, size);
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
    at += size;
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace grader
