#include "grader/mistakes/mistake.hpp"

#include <algorithm>

namespace grader {

namespace {

std::vector<KnownMistake>& registered() {
  static std::vector<KnownMistake> list;
  return list;
}

}  // namespace

std::string full_id(const KnownMistake& mistake) {
  return std::string(mistake.op) + '/' + std::string(mistake.id);
}

MistakeRegistration::MistakeRegistration(std::string_view op, std::vector<KnownMistake> mistakes) {
  for (KnownMistake& mistake : mistakes) {
    mistake.op = op;
    registered().push_back(std::move(mistake));
  }
}

const std::vector<KnownMistake>& all_mistakes() {
  static const std::vector<KnownMistake> sorted = [] {
    std::vector<KnownMistake> list = registered();
    std::stable_sort(list.begin(), list.end(),
                     [](const KnownMistake& a, const KnownMistake& b) { return a.op < b.op; });
    return list;
  }();
  return sorted;
}

std::vector<const KnownMistake*> mistakes_of(std::string_view op) {
  std::vector<const KnownMistake*> result;
  for (const KnownMistake& mistake : all_mistakes()) {
    if (mistake.op == op) result.push_back(&mistake);
  }
  return result;
}

const KnownMistake* find_mistake(std::string_view id) {
  const auto& all = all_mistakes();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const KnownMistake& mistake) { return full_id(mistake) == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace grader
